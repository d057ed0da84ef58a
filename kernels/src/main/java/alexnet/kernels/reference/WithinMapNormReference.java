package alexnet.kernels.reference;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.WithinMapNorm;
import java.util.Arrays;

/** What {@link WithinMapNorm} computes, in double precision. */
public final class WithinMapNormReference {

    private WithinMapNormReference() {}

    /** y (C,H,W,N) = x (C,H,W,N) normalised. */
    public static void forward(ActivationShape shape, WithinMapNorm.Parameters parameters, double[] x, double[] y) {
        double[] s = denominators(shape, parameters, x);
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * Math.pow(s[i], -(double) parameters.beta());
        }
    }

    /**
     * dx (C,H,W,N) from x (C,H,W,N), the input of forward, and dy (C,H,W,N): every pixel sends the gradient of its own output
     * to all pixels of its window.
     */
    public static void backward(
            ActivationShape shape, WithinMapNorm.Parameters parameters, double[] x, double[] dy, double[] dx) {
        double beta = parameters.beta();
        double[] s = denominators(shape, parameters, x);
        Arrays.fill(dx, 0);
        for (int c = 0; c < shape.channels(); c++) {
            for (int h = 0; h < shape.height(); h++) {
                for (int w = 0; w < shape.width(); w++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        int out = index(shape, c, h, w, n);
                        dx[out] += dy[out] * Math.pow(s[out], -beta);
                        double slope = -beta * dy[out] * x[out] * Math.pow(s[out], -beta - 1);
                        for (int r = Math.max(0, h - parameters.half());
                                r <= Math.min(shape.height() - 1, h + parameters.half());
                                r++) {
                            for (int q = Math.max(0, w - parameters.half());
                                    q <= Math.min(shape.width() - 1, w + parameters.half());
                                    q++) {
                                int in = index(shape, c, r, q, n);
                                dx[in] += slope * parameters.alpha() * 2 * x[in];
                            }
                        }
                    }
                }
            }
        }
    }

    private static double[] denominators(ActivationShape shape, WithinMapNorm.Parameters parameters, double[] x) {
        double[] s = new double[x.length];
        for (int c = 0; c < shape.channels(); c++) {
            for (int h = 0; h < shape.height(); h++) {
                for (int w = 0; w < shape.width(); w++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        double sum = 0;
                        for (int r = h - parameters.half(); r <= h + parameters.half(); r++) {
                            for (int q = w - parameters.half(); q <= w + parameters.half(); q++) {
                                if (r >= 0 && r < shape.height() && q >= 0 && q < shape.width()) {
                                    double value = x[index(shape, c, r, q, n)];
                                    sum += value * value;
                                }
                            }
                        }
                        s[index(shape, c, h, w, n)] = parameters.k() + parameters.alpha() * sum;
                    }
                }
            }
        }
        return s;
    }

    private static int index(ActivationShape shape, int c, int h, int w, int n) {
        return ((c * shape.height() + h) * shape.width() + w) * shape.batch() + n;
    }
}
