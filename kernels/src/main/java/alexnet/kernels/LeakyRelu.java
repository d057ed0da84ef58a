package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;

/**
 * Rectification that passes a part of what is below 0: y = x above 0, slope x elsewhere (Maas, Hannun and Ng, "Rectifier
 * nonlinearities improve neural network acoustic models", ICML 2013 workshop). One correctly rounded product, so it has the
 * same bits on every device. A NaN stays one; the derivative at 0 is the slope, as in PyTorch.
 */
public record LeakyRelu(KernelLibrary library) {

    /**
     * Queues y = x where it is above 0, slope x elsewhere.
     *
     * @param elements length of x and y, any shape
     * @param slope above 0 and below 1
     * @param y the result; may be x
     * @throws IllegalArgumentException when {@code elements} is below 1, {@code slope} out of range, or a buffer too
     *     small, on another device or partly shared
     */
    public void forward(Stream stream, int elements, float slope, DeviceBuffer x, DeviceBuffer y) {
        Elementwise.require("leaky_relu forward", library, stream, elements, "x", x, "y", y);
        stream.launch(
                library.kernel("leaky_relu", "leaky_relu_forward"),
                Elementwise.geometry(elements),
                arguments(elements, slope).pointer(x).pointer(y));
    }

    /**
     * Queues dx = dy where y is above 0, slope dy elsewhere. The output has the sign of the input, because the slope is above
     * 0; so it says which of the two holds, and the input need not be kept.
     *
     * @param slope as in {@link #forward}
     * @param y as {@link #forward} left it
     * @param dy gradient of y
     * @param dx gradient of x; may be dy or y
     * @throws IllegalArgumentException as {@link #forward}
     */
    public void backward(Stream stream, int elements, float slope, DeviceBuffer y, DeviceBuffer dy, DeviceBuffer dx) {
        Elementwise.require("leaky_relu backward", library, stream, elements, "y", y, "dy", dy, "dx", dx);
        stream.launch(
                library.kernel("leaky_relu", "leaky_relu_backward"),
                Elementwise.geometry(elements),
                arguments(elements, slope).pointer(y).pointer(dy).pointer(dx));
    }

    /**
     * Requires a slope that the kernels take.
     *
     * @return the slope
     * @throws IllegalArgumentException when it is not above 0 and below 1
     */
    public static float requireSlope(float slope) {
        if (!(slope > 0) || !(slope < 1)) {
            throw new IllegalArgumentException("leaky_relu: slope must be above 0 and below 1 (found " + slope + ")");
        }
        return slope;
    }

    private static KernelArguments arguments(int elements, float slope) {
        return new KernelArguments().i32(elements).f32(requireSlope(slope));
    }
}
