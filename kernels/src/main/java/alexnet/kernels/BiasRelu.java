package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;

/** Bias and activation on their own, and the gradient through both. */
public final class BiasRelu {

    private final KernelLibrary library;

    public BiasRelu(KernelLibrary library) {
        this.library = library;
    }

    /** y (C,H,W,N), in place: activation(y + bias (C)). */
    public void forward(
            Stream stream, ActivationShape shape, DeviceBuffer bias, Activation activation, DeviceBuffer y) {
        throw new IllegalStateException("bias_relu is not there yet: " + shape + library);
    }

    /** dy (C,H,W,N), in place: 0 where y is not above 0 (for RELU); dBias (C): the sum of the result per channel. */
    public void backward(
            Stream stream,
            ActivationShape shape,
            Activation activation,
            DeviceBuffer y,
            DeviceBuffer dy,
            DeviceBuffer dBias) {
        throw new IllegalStateException("bias_relu is not there yet: " + shape);
    }
}
