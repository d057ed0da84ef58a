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
        for (int k = 0; k < shape.filters(); k++) {
            Arrays.fill(y, k * plane, (k + 1) * plane, bias[k]);
        }
        forEachTap(shape, (weight, xStart, yStart) -> {
            for (int n = 0; n < shape.batch(); n++) {
                y[yStart + n] += weights[weight] * x[xStart + n];
            }
        });
        if (activation == Activation.RELU) {
            Arrays.setAll(y, i -> Math.max(0, y[i]));
        }
    }

    /** dx: every tap passes weight * dy on to the pixel of x that it saw. */
    public static void dataGradient(ConvShape shape, double[] weights, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        forEachTap(shape, (weight, xStart, yStart) -> {
            for (int n = 0; n < shape.batch(); n++) {
                dx[xStart + n] += weights[weight] * dy[yStart + n];
            }
        });
    }

    /** dWeights: every tap passes x * dy on to the weight that it used. */
    public static void filterGradient(ConvShape shape, double[] x, double[] dy, double[] dWeights) {
        Arrays.fill(dWeights, 0);
        forEachTap(shape, (weight, xStart, yStart) -> {
            for (int n = 0; n < shape.batch(); n++) {
                dWeights[weight] += x[xStart + n] * dy[yStart + n];
            }
        });
    }

    /** One weight at one output pixel: where the weight is, and where image 0 of its pixels of x and y is. */
    private interface Tap {
        void at(int weight, int xStart, int yStart);
    }

    private static void forEachTap(ConvShape shape, Tap tap) {
        for (int k = 0; k < shape.filters(); k++) {
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    int yStart = ((k * shape.outputHeight() + p) * shape.outputWidth() + q) * shape.batch();
                    forEachTapOf(shape, k, p, q, yStart, tap);
                }
            }
        }
    }

    private static void forEachTapOf(ConvShape shape, int k, int p, int q, int yStart, Tap tap) {
        for (int c = 0; c < shape.channels(); c++) {
            for (int r = 0; r < shape.filterHeight(); r++) {
                for (int s = 0; s < shape.filterWidth(); s++) {
                    int h = p * shape.stride() - shape.padding() + r;
                    int w = q * shape.stride() - shape.padding() + s;
                    if (h >= 0 && h < shape.height() && w >= 0 && w < shape.width()) {
                        int weight = ((k * shape.channels() + c) * shape.filterHeight() + r) * shape.filterWidth() + s;
                        int xStart = ((c * shape.height() + h) * shape.width() + w) * shape.batch();
                        tap.at(weight, xStart, yStart);
                    }
                }
            }
        }
    }
}
