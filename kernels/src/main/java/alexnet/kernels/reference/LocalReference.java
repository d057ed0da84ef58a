package alexnet.kernels.reference;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import java.util.Arrays;

/**
 * A locally connected layer by its definition, in double precision: what {@link alexnet.kernels.Local} must give.
 *
 * <p>x (C,H,W,N), weights (P,Q,K,C,R,S), bias (K,P,Q), y (K,P,Q,N). The taps are those of {@link ConvReference}.
 */
public final class LocalReference {

    private LocalReference() {}

    /** y[k][p][q][n] = activation(bias[k][p][q] + sum over c, r, s of weights[p][q][k][c][r][s] * x at the tap). */
    public static void forward(
            ConvShape shape, double[] x, double[] weights, double[] bias, Activation activation, double[] y) {
        int batch = shape.batch();
        Arrays.setAll(y, i -> bias[i / batch]);
        taps(shape).forward(x, weights, activation, y);
    }

    /** dx[c][h][w][n] = sum of weight * dy over the taps that see the pixel. */
    public static void dataGradient(ConvShape shape, double[] weights, double[] dy, double[] dx) {
        taps(shape).dataGradient(weights, dy, dx);
    }

    /** dWeights[p][q][k][c][r][s] = sum over n of dy[k][p][q][n] * x at the tap. */
    public static void weightGradient(ConvShape shape, double[] x, double[] dy, double[] dWeights) {
        taps(shape).weightGradient(x, dy, dWeights);
    }

    private static TapSums taps(ConvShape shape) {
        return new TapSums(shape.batch(), tap -> {
            int firstWeight = 0;
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    for (int k = 0; k < shape.filters(); k++) {
                        TapSums.ofPixel(shape, k, p, q, firstWeight, tap);
                        firstWeight += shape.fanIn();
                    }
                }
            }
        });
    }
}
