package alexnet.kernels.reference;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import java.util.Arrays;

/**
 * Convolution by its definition, in double precision: what {@link alexnet.kernels.Conv} and {@link
 * alexnet.kernels.ConvImage} must give.
 *
 * <p>x (C,H,W,N), weights (K,C,R,S), y (K,P,Q,N). Tap (r,s) of output pixel (p,q) is the pixel (p*stride - padding + r,
 * q*stride - padding + s) of x, and 0 outside of x.
 */
public final class ConvReference {

    private ConvReference() {}

    /** y[k][p][q][n] = activation(bias[k] + sum over c, r, s of weights[k][c][r][s] * x[c][tap row][tap column][n]). */
    public static void forward(
            ConvShape shape, double[] x, double[] weights, double[] bias, Activation activation, double[] y) {
        int plane = shape.outputHeight() * shape.outputWidth() * shape.batch();
        Arrays.setAll(y, i -> bias[i / plane]);
        taps(shape).forward(x, weights, activation, y);
    }

    /** dx[c][h][w][n] = sum of weight * dy over the taps that see the pixel. */
    public static void dataGradient(ConvShape shape, double[] weights, double[] dy, double[] dx) {
        taps(shape).dataGradient(weights, dy, dx);
    }

    /** dWeights[k][c][r][s] = sum over p, q, n of dy[k][p][q][n] * x at the tap. */
    public static void filterGradient(ConvShape shape, double[] x, double[] dy, double[] dWeights) {
        taps(shape).weightGradient(x, dy, dWeights);
    }

    private static TapSums taps(ConvShape shape) {
        return new TapSums(shape.batch(), tap -> {
            for (int k = 0; k < shape.filters(); k++) {
                for (int p = 0; p < shape.outputHeight(); p++) {
                    for (int q = 0; q < shape.outputWidth(); q++) {
                        TapSums.ofPixel(shape, k, p, q, k * shape.fanIn(), tap);
                    }
                }
            }
        });
    }
}
