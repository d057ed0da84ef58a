package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;

/**
 * Rectification on its own (paper, 3.1): where it follows a convolution or a matrix directly, those do it themselves. A NaN
 * stays one; the derivative at 0 is 0.
 */
public record Relu(KernelLibrary library) {

    /**
     * Queues y = x where it is above 0, 0 elsewhere.
     *
     * @param elements length of x and y, any shape
     * @param y the result; may be x
     * @throws IllegalArgumentException when {@code elements} is below 1, or a buffer too small, on another device or
     *     partly shared
     */
    public void forward(Stream stream, int elements, DeviceBuffer x, DeviceBuffer y) {
        Elementwise.require("relu forward", library, stream, elements, "x", x, "y", y);
        stream.launch(
                library.kernel("relu", "relu_forward"),
                Elementwise.geometry(elements),
                new KernelArguments().i32(elements).pointer(x).pointer(y));
    }

    /**
     * Queues dx = dy where y is above 0, 0 elsewhere.
     *
     * @param y as {@link #forward} left it
     * @param dy gradient of y
     * @param dx gradient of x; may be dy or y
     * @throws IllegalArgumentException as {@link #forward}
     */
    public void backward(Stream stream, int elements, DeviceBuffer y, DeviceBuffer dy, DeviceBuffer dx) {
        Elementwise.require("relu backward", library, stream, elements, "y", y, "dy", dy, "dx", dx);
        stream.launch(
                library.kernel("relu", "relu_backward"),
                Elementwise.geometry(elements),
                new KernelArguments().i32(elements).pointer(y).pointer(dy).pointer(dx));
    }
}
