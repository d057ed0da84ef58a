package alexnet.kernels.reference;

import alexnet.kernels.Dropout;

/** What {@link Dropout} computes, in double precision. */
public final class DropoutReference {

    private DropoutReference() {}

    /** y = x where the mask keeps it, divided by 1 - p in the inverted form; 0 elsewhere. */
    public static void forward(int elements, Dropout.Mask mask, double[] x, double[] y) {
        double kept = mask.form() == Dropout.Form.INVERTED ? 1 - (double) mask.dropProbability() : 1;
        for (int e = 0; e < elements; e++) {
            y[e] = Dropout.maskAt(elements, e, mask) ? x[e] / kept : 0;
        }
    }

    /** dx from dy as y from x: the mask and the factor are the same. */
    public static void backward(int elements, Dropout.Mask mask, double[] dy, double[] dx) {
        forward(elements, mask, dy, dx);
    }

    /** y = x * factor. */
    public static void scale(int elements, double factor, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = x[e] * factor;
        }
    }
}
