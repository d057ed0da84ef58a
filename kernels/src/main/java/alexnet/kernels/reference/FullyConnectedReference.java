package alexnet.kernels.reference;

import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnectedShape;

/**
 * Fully connected layers by their definition, in double precision: what {@link alexnet.kernels.FullyConnected} must give.
 *
 * <p>x (inputs,N), weights (outputs,inputs), y (outputs,N).
 */
public final class FullyConnectedReference {

    private FullyConnectedReference() {}

    /** y[o][n] = activation(bias[o] + sum over i of weights[o][i] * x[i][n]). */
    public static void forward(
            FullyConnectedShape shape, double[] x, double[] weights, double[] bias, Activation activation, double[] y) {
        for (int o = 0; o < shape.outputs(); o++) {
            for (int n = 0; n < shape.batch(); n++) {
                double sum = bias[o];
                for (int i = 0; i < shape.inputs(); i++) {
                    sum += weights[o * shape.inputs() + i] * x[i * shape.batch() + n];
                }
                y[o * shape.batch() + n] = activation == Activation.RELU ? Math.max(0, sum) : sum;
            }
        }
    }

    /** dx[i][n] = sum over o of weights[o][i] * dy[o][n]. */
    public static void dataGradient(FullyConnectedShape shape, double[] weights, double[] dy, double[] dx) {
        for (int i = 0; i < shape.inputs(); i++) {
            for (int n = 0; n < shape.batch(); n++) {
                double sum = 0;
                for (int o = 0; o < shape.outputs(); o++) {
                    sum += weights[o * shape.inputs() + i] * dy[o * shape.batch() + n];
                }
                dx[i * shape.batch() + n] = sum;
            }
        }
    }

    /** dWeights[o][i] = sum over n of dy[o][n] * x[i][n]. */
    public static void weightGradient(FullyConnectedShape shape, double[] x, double[] dy, double[] dWeights) {
        for (int o = 0; o < shape.outputs(); o++) {
            for (int i = 0; i < shape.inputs(); i++) {
                double sum = 0;
                for (int n = 0; n < shape.batch(); n++) {
                    sum += dy[o * shape.batch() + n] * x[i * shape.batch() + n];
                }
                dWeights[o * shape.inputs() + i] = sum;
            }
        }
    }
}
