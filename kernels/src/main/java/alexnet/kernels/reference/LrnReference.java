package alexnet.kernels.reference;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;

/** What {@link Lrn} computes, in double precision. */
public final class LrnReference {

    private LrnReference() {}

    /** y (C,H,W,N) = x (C,H,W,N) normalised. */
    public static void forward(ActivationShape shape, Lrn.Parameters parameters, double[] x, double[] y) {
        int plane = shape.elements() / shape.channels();
        for (int c = 0; c < shape.channels(); c++) {
            for (int i = 0; i < plane; i++) {
                y[c * plane + i] = x[c * plane + i]
                        * Math.pow(denominator(shape, parameters, x, c, i), -(double) parameters.beta());
            }
        }
    }

    /** dx (C,H,W,N) from x (C,H,W,N), the input of forward, and dy (C,H,W,N). */
    public static void backward(
            ActivationShape shape, Lrn.Parameters parameters, double[] x, double[] dy, double[] dx) {
        int plane = shape.elements() / shape.channels();
        double beta = parameters.beta();
        double[] s = new double[x.length];
        for (int c = 0; c < shape.channels(); c++) {
            for (int i = 0; i < plane; i++) {
                s[c * plane + i] = denominator(shape, parameters, x, c, i);
            }
        }
        for (int c = 0; c < shape.channels(); c++) {
            int first = Math.max(0, c - parameters.half());
            int last = Math.min(shape.channels() - 1, c + parameters.half());
            for (int i = 0; i < plane; i++) {
                double sum = 0;
                for (int j = first; j <= last; j++) {
                    int at = j * plane + i;
                    sum += dy[at] * x[at] * Math.pow(s[at], -beta - 1);
                }
                int at = c * plane + i;
                dx[at] = dy[at] * Math.pow(s[at], -beta) - 2 * parameters.alpha() * beta * x[at] * sum;
            }
        }
    }

    /** s = k + alpha * (sum of squares over the window of channel c), for pixel i of the plane. */
    private static double denominator(ActivationShape shape, Lrn.Parameters parameters, double[] x, int c, int i) {
        int plane = shape.elements() / shape.channels();
        double sum = 0;
        for (int j = Math.max(0, c - parameters.half());
                j <= Math.min(shape.channels() - 1, c + parameters.half());
                j++) {
            sum += x[j * plane + i] * x[j * plane + i];
        }
        return parameters.k() + parameters.alpha() * sum;
    }
}
