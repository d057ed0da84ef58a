package alexnet.kernels.reference;

/** What {@link alexnet.kernels.LeakyRelu} computes, in double precision. */
public final class LeakyReluReference {

    private LeakyReluReference() {}

    /** y = x where it is above 0; slope x elsewhere. */
    public static void forward(int elements, float slope, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = x[e] > 0 ? x[e] : slope * x[e];
        }
    }

    /** dx = dy where x, the input of forward, is above 0; slope dy elsewhere. */
    public static void backward(int elements, float slope, double[] x, double[] dy, double[] dx) {
        for (int e = 0; e < elements; e++) {
            dx[e] = x[e] > 0 ? dy[e] : slope * dy[e];
        }
    }
}
