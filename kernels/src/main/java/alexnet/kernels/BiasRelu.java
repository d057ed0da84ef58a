package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Bias and activation on their own, for outputs that a vendor library left without, and the gradient through both.
 *
 * <p>All methods queue one kernel and return. Results have the same bits on every run and device: the sum of a channel is
 * taken in one order, which depends on the shape alone.
 */
public record BiasRelu(KernelLibrary library) {

    private static final String FILE = "bias_relu";
    private static final int BLOCK = 256;
    private static final int LARGEST_BLOCK = 1024;
    private static final int WARP = 32;
    private static final int LARGEST_GRID_Y = 65535;

    /**
     * Queues y = activation(y + bias), in place.
     *
     * @param bias (C)
     * @param y (C,H,W,N)
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(
            Stream stream, ActivationShape shape, DeviceBuffer bias, Activation activation, DeviceBuffer y) {
        Operands.of("bias_relu forward", library, stream)
                .floats("bias", bias, shape.channels(), shape)
                .floats("y", y, shape.elements(), shape)
                .apart("y", "bias");
        int plane = plane(shape);
        int chunks = Math.min(GemmTile.ceilDivide(plane, BLOCK), LARGEST_GRID_Y);
        stream.launch(
                library.kernel(FILE, "bias_relu_forward"),
                LaunchGeometry.of(shape.channels(), chunks, 1, BLOCK, 1),
                new KernelArguments()
                        .i32(plane)
                        .i32(activation.code())
                        .pointer(bias)
                        .pointer(y));
    }

    /**
     * Queues, in place, dy = 0 where y is not above 0 (for {@link Activation#RELU}; else dy stays), and dBias = the sum of
     * that dy over each channel.
     *
     * @param y (C,H,W,N), the output of the layer after its activation; not read without one
     * @param dy (C,H,W,N), in: the gradient with respect to y; out: before the activation
     * @param dBias (C)
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backward(
            Stream stream,
            ActivationShape shape,
            Activation activation,
            DeviceBuffer y,
            DeviceBuffer dy,
            DeviceBuffer dBias) {
        Operands operands = Operands.of("bias_relu backward", library, stream)
                .floats("dy", dy, shape.elements(), shape)
                .floats("dBias", dBias, shape.channels(), shape)
                .apart("dBias", "dy");
        if (activation == Activation.RELU) {
            operands.floats("y", y, shape.elements(), shape).apart("dy", "y").apart("dBias", "y");
        }
        stream.launch(
                library.kernel(FILE, "bias_relu_backward"),
                LaunchGeometry.of(shape.channels(), 1, 1, backwardBlock(shape), 1),
                new KernelArguments()
                        .i32(plane(shape))
                        .i32(activation.code())
                        .pointer(y)
                        .pointer(dy)
                        .pointer(dBias));
    }

    /** Threads that share the sum of one channel: a power of two, about one for every four elements. */
    static int backwardBlock(ActivationShape shape) {
        int wanted = Integer.highestOneBit(Math.max(plane(shape) / 4, WARP));
        return Math.min(wanted, LARGEST_BLOCK);
    }

    private static int plane(ActivationShape shape) {
        return shape.elements() / shape.channels();
    }
}
