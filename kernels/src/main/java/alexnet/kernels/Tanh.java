package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;

/**
 * The hyperbolic tangent as activation, y = a tanh(b x): what the paper holds ReLU against (3.1, figure 1). Made of
 * correctly rounded operations ({@link Elementary#hyperbolicTangent}), so it has the same bits on every device. A NaN stays
 * one.
 */
public record Tanh(KernelLibrary library) {

    /**
     * The constants of the formula.
     *
     * @param scale a, the value that large x approach; finite, above 0
     * @param slope b; finite, above 0
     */
    public record Parameters(float scale, float slope) {

        public Parameters {
            if (!(scale > 0) || !(slope > 0) || !Float.isFinite(scale) || !Float.isFinite(slope)) {
                throw new IllegalArgumentException("tanh: scale and slope must be above 0 and finite (found scale "
                        + scale + ", slope " + slope + ")");
            }
        }
    }

    /**
     * Queues y = a tanh(b x), within 2 ulp of the tangent of the rounded product, times a.
     *
     * @param elements length of x and y, any shape
     * @param y the result; may be x
     * @throws IllegalArgumentException when {@code elements} is below 1, or a buffer too small, on another device or
     *     partly shared
     */
    public void forward(Stream stream, int elements, Parameters parameters, DeviceBuffer x, DeviceBuffer y) {
        Elementwise.require("tanh forward", library, stream, elements, "x", x, "y", y);
        stream.launch(
                library.kernel("tanh", "tanh_forward"),
                Elementwise.geometry(elements),
                arguments(elements, parameters).pointer(x).pointer(y));
    }

    /**
     * Queues dx = dy b (a - y) (a + y) / a, the derivative from the output alone.
     *
     * @param y as {@link #forward} left it
     * @param dy gradient of y
     * @param dx gradient of x; may be dy or y
     * @throws IllegalArgumentException as {@link #forward}
     */
    public void backward(
            Stream stream, int elements, Parameters parameters, DeviceBuffer y, DeviceBuffer dy, DeviceBuffer dx) {
        Elementwise.require("tanh backward", library, stream, elements, "y", y, "dy", dy, "dx", dx);
        stream.launch(
                library.kernel("tanh", "tanh_backward"),
                Elementwise.geometry(elements),
                arguments(elements, parameters).pointer(y).pointer(dy).pointer(dx));
    }

    private static KernelArguments arguments(int elements, Parameters parameters) {
        return new KernelArguments().i32(elements).f32(parameters.scale()).f32(parameters.slope());
    }
}
