package alexnet.kernels.reference;

/** What {@link alexnet.kernels.Sum} computes, in double precision. */
public final class SumReference {

    private SumReference() {}

    /** out = x + y. */
    public static void add(int elements, double[] x, double[] y, double[] out) {
        for (int i = 0; i < elements; i++) {
            out[i] = x[i] + y[i];
        }
    }
}
