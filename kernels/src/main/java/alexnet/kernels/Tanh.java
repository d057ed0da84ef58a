package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * The hyperbolic tangent as activation, y = a tanh(b x): what the paper holds ReLU against (3.1, figure 1). Made of
 * correctly rounded operations ({@link Elementary#hyperbolicTangent}), so it has the same bits on every device. A NaN stays
 * one.
 */
public final class Tanh {

    private static final int BLOCK = 256;

    private final KernelLibrary library;

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

    public Tanh(KernelLibrary library) {
        this.library = library;
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
        String shape = shape("tanh forward", elements);
        Operands.of("tanh forward", library, stream)
                .floats("x", x, elements, shape)
                .floats("y", y, elements, shape)
                .sameOrApart("y", y, "x", x);
        stream.launch(
                library.kernel("tanh", "tanh_forward"),
                LaunchGeometry.linear(elements, BLOCK),
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
        String shape = shape("tanh backward", elements);
        Operands.of("tanh backward", library, stream)
                .floats("y", y, elements, shape)
                .floats("dy", dy, elements, shape)
                .floats("dx", dx, elements, shape)
                .sameOrApart("dx", dx, "y", y)
                .sameOrApart("dx", dx, "dy", dy);
        stream.launch(
                library.kernel("tanh", "tanh_backward"),
                LaunchGeometry.linear(elements, BLOCK),
                arguments(elements, parameters).pointer(y).pointer(dy).pointer(dx));
    }

    private static KernelArguments arguments(int elements, Parameters parameters) {
        return new KernelArguments().i32(elements).f32(parameters.scale()).f32(parameters.slope());
    }

    private static String shape(String operation, int elements) {
        if (elements < 1) {
            throw new IllegalArgumentException(operation + ": elements must be at least 1 (found " + elements + ")");
        }
        return elements + " elements";
    }
}
