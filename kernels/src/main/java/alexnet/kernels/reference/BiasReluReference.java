package alexnet.kernels.reference;

import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;

/** Bias and activation by their definition, in double precision: what {@link alexnet.kernels.BiasRelu} must give. */
public final class BiasReluReference {

    private BiasReluReference() {}

    /** y[c][i] = activation(y[c][i] + bias[c]), in place, for y (C,H,W,N). */
    public static void forward(ActivationShape shape, double[] bias, Activation activation, double[] y) {
        int plane = shape.elements() / shape.channels();
        for (int i = 0; i < y.length; i++) {
            double value = y[i] + bias[i / plane];
            y[i] = activation == Activation.RELU ? Math.max(0, value) : value;
        }
    }

    /** dy[c][i] = 0 where y[c][i] is not above 0 (for RELU), in place; dBias[c] = sum over i of the new dy[c][i]. */
    public static void backward(ActivationShape shape, Activation activation, double[] y, double[] dy, double[] dBias) {
        int plane = shape.elements() / shape.channels();
        for (int c = 0; c < shape.channels(); c++) {
            double sum = 0;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                if (activation == Activation.RELU && !(y[i] > 0)) {
                    dy[i] = 0;
                }
                sum += dy[i];
            }
            dBias[c] = sum;
        }
    }
}
