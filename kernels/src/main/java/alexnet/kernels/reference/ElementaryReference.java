package alexnet.kernels.reference;

/** What {@link alexnet.kernels.Elementary} computes, in double precision by {@link StrictMath}. */
public final class ElementaryReference {

    private ElementaryReference() {}

    /** y = exp(x). */
    public static void exponential(int elements, double[] x, double[] y) {
        for (int i = 0; i < elements; i++) {
            y[i] = StrictMath.exp(x[i]);
        }
    }

    /** y = ln(x). */
    public static void logarithm(int elements, double[] x, double[] y) {
        for (int i = 0; i < elements; i++) {
            y[i] = StrictMath.log(x[i]);
        }
    }
}
