package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;

/** What a forward pass of conv, conv_image or local reads and writes. */
record ForwardOperands(DeviceBuffer x, DeviceBuffer weights, DeviceBuffer bias, Activation activation, DeviceBuffer y) {

    /**
     * Checks the buffers.
     *
     * @param operands the checks of this pass, begun
     * @param weightCount how many weights the layer has
     * @param biasCount how many biases
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    void require(Operands operands, ConvShape shape, long weightCount, long biasCount) {
        operands.floats("x", x, shape.input().elements(), shape)
                .floats("weights", weights, weightCount, shape)
                .floats("bias", bias, biasCount, shape)
                .floats("y", y, shape.output().elements(), shape)
                .apart("y", "x", "weights");
    }

    /** The arguments of the kernel. */
    KernelArguments arguments(ConvShape shape) {
        return new KernelArguments()
                .struct(shape.fields())
                .i32(activation.code())
                .pointer(x)
                .pointer(weights)
                .pointer(bias)
                .pointer(y);
    }
}
