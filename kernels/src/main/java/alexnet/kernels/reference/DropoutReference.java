package alexnet.kernels.reference;

import alexnet.kernels.Dropout;

/** What {@link Dropout} computes, in double precision. */
public final class DropoutReference {

    private DropoutReference() {}

    /** y = x where the mask keeps it, 0 elsewhere. */
    public static void forward(
            int elements, float dropProbability, long seed, int layer, long step, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = Dropout.maskAt(elements, e, dropProbability, seed, layer, step) ? x[e] : 0;
        }
    }

    /** dx = dy where the mask keeps it, 0 elsewhere. */
    public static void backward(
            int elements, float dropProbability, long seed, int layer, long step, double[] dy, double[] dx) {
        forward(elements, dropProbability, seed, layer, step, dy, dx);
    }

    /** y = x * factor. */
    public static void scale(int elements, double factor, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = x[e] * factor;
        }
    }
}
