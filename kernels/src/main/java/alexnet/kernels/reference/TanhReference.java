package alexnet.kernels.reference;

import alexnet.kernels.Tanh;

/** What {@link Tanh} computes, in double precision. */
public final class TanhReference {

    private TanhReference() {}

    /** y = a tanh(b x). */
    public static void forward(int elements, Tanh.Parameters parameters, double[] x, double[] y) {
        for (int e = 0; e < elements; e++) {
            y[e] = parameters.scale() * StrictMath.tanh(parameters.slope() * x[e]);
        }
    }

    /** dx = dy a b (1 - (y / a)^2), with y the output of forward. */
    public static void backward(int elements, Tanh.Parameters parameters, double[] y, double[] dy, double[] dx) {
        double scale = parameters.scale();
        for (int e = 0; e < elements; e++) {
            dx[e] = dy[e] * scale * parameters.slope() * (1 - y[e] / scale) * (1 + y[e] / scale);
        }
    }
}
