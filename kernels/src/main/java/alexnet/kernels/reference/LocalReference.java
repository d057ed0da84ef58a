package alexnet.kernels.reference;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import java.util.Arrays;

/**
 * A locally connected layer by its definition, in double precision: what {@link alexnet.kernels.Local} must give.
 *
 * <p>x (C,H,W,N), weights (P,Q,K,C,R,S), bias (K,P,Q), y (K,P,Q,N).
 */
public final class LocalReference {

    private LocalReference() {}

    /** y[k][p][q][n] = activation(bias[k][p][q] + sum over c, r, s of weights[p][q][k][c][r][s] * x at the tap). */
    public static void forward(
            ConvShape shape, double[] x, double[] weights, double[] bias, Activation activation, double[] y) {
        int batch = shape.batch();
        Arrays.setAll(y, i -> bias[i / batch]);
        forEachTap(shape, (weight, xStart, yStart) -> {
            for (int n = 0; n < batch; n++) {
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

    /** dWeights: every tap sums x * dy over the batch for the one weight that is its own. */
    public static void weightGradient(ConvShape shape, double[] x, double[] dy, double[] dWeights) {
        Arrays.fill(dWeights, 0);
        forEachTap(shape, (weight, xStart, yStart) -> {
            for (int n = 0; n < shape.batch(); n++) {
                dWeights[weight] += x[xStart + n] * dy[yStart + n];
            }
        });
    }

    /** One weight: where it is, and where image 0 of the pixels of x and y is that it connects. */
    private interface Tap {
        void at(int weight, int xStart, int yStart);
    }

    private static void forEachTap(ConvShape shape, Tap tap) {
        int weight = 0;
        for (int p = 0; p < shape.outputHeight(); p++) {
            for (int q = 0; q < shape.outputWidth(); q++) {
                for (int k = 0; k < shape.filters(); k++) {
                    int yStart = ((k * shape.outputHeight() + p) * shape.outputWidth() + q) * shape.batch();
                    for (int c = 0; c < shape.channels(); c++) {
                        for (int r = 0; r < shape.filterHeight(); r++) {
                            for (int s = 0; s < shape.filterWidth(); s++) {
                                int h = p * shape.stride() - shape.padding() + r;
                                int w = q * shape.stride() - shape.padding() + s;
                                if (h >= 0 && h < shape.height() && w >= 0 && w < shape.width()) {
                                    tap.at(
                                            weight,
                                            ((c * shape.height() + h) * shape.width() + w) * shape.batch(),
                                            yStart);
                                }
                                weight++;
                            }
                        }
                    }
                }
            }
        }
    }
}
