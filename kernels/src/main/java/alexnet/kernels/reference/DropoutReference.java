package alexnet.kernels.reference;

import alexnet.kernels.Dropout;

/** What {@link Dropout} computes, in double precision. */
public final class DropoutReference {

    private DropoutReference() {}

    /** y = x where the mask keeps it, divided by 1 - p in the inverted form; 0 elsewhere. */
    public static void forward(
            int elements,
            float dropProbability,
            Dropout.Form form,
            long seed,
            int layer,
            long step,
            double[] x,
            double[] y) {
        double kept = form == Dropout.Form.INVERTED ? 1 - (double) dropProbability : 1;
        for (int e = 0; e < elements; e++) {
            y[e] = Dropout.maskAt(elements, e, dropProbability, seed, layer, step) ? x[e] / kept : 0;
        }
    }

    /** dx from dy as y from x: the mask and the factor are the same. */
    public static void backward(
            int elements,
            float dropProbability,
            Dropout.Form form,
            long seed,
            int layer,
            long step,
            double[] dy,
            double[] dx) {
        forward(elements, dropProbability, form, seed, layer, step, dy, dx);
    }

    /** y = x * factor. */
    public static void scale(int elements, double factor, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = x[e] * factor;
        }
    }
}
