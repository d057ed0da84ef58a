package alexnet.kernels.reference;

/** What {@link alexnet.kernels.Relu} computes, in double precision. */
public final class ReluReference {

    private ReluReference() {}

    /** y = max(x, 0). */
    public static void forward(int elements, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = Math.max(x[e], 0);
        }
    }

    /** dx = dy where x, the input of forward, is above 0; 0 elsewhere. */
    public static void backward(int elements, double[] x, double[] dy, double[] dx) {
        for (int e = 0; e < elements; e++) {
            dx[e] = x[e] > 0 ? dy[e] : 0;
        }
    }
}
