package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import alexnet.engine.StructFields;

/**
 * Local response normalisation within a map, the layer of the original program that the paper does not mention: y_i = x_i *
 * s_i^-0.75 with s_i = k + alpha * (sum of x_j^2 over the pixels j of the square window around i in the same channel,
 * clipped at the edges of the map).
 *
 * <p>Nothing is kept between forward and backward: s is computed anew from x. Results have the same bits on every run
 * and device.
 */
public record WithinMapNorm(KernelLibrary library) {

    /** Widest window; beyond, direct sums over windows cost more than they should. */
    public static final int LARGEST_SIZE = 15;

    /**
     * The constants of the formula.
     *
     * @param size rows and columns of the window, odd, 1 to 15 (original program: 5)
     * @param k added to the weighted sum, above 0 (original program: 1)
     * @param alpha weight of the plain sum of squares, not divided by the pixels of the window, at least 0 (original program:
     *     4e-5, which its files write as 1e-3 over 25 pixels)
     * @param beta the exponent; only 0.75 has a kernel
     */
    public record Parameters(int size, float k, float alpha, float beta) {

        public Parameters {
            NormConstants.require("within-map norm", LARGEST_SIZE, size, k, alpha, beta);
        }

        /** Pixels on either side of the middle of the window. */
        public int half() {
            return size / 2;
        }
    }

    /** Bytes of scratch memory that {@link #backward} takes. */
    public static long workspaceBytes(ActivationShape shape) {
        return shape.bytes();
    }

    /**
     * Queues y = x normalised.
     *
     * @param x (C,H,W,N)
     * @param y (C,H,W,N), not x: neighbouring pixels are read after a pixel is written
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(Stream stream, ActivationShape shape, Parameters parameters, DeviceBuffer x, DeviceBuffer y) {
        Operands.of("within-map norm forward", library, stream)
                .floats("x", x, shape.elements(), shape)
                .floats("y", y, shape.elements(), shape)
                .apart("y", "x");
        stream.launch(
                library.kernel("within_map_norm", "within_map_norm_forward"),
                geometry(shape),
                arguments(shape, parameters).pointer(x).pointer(y));
    }

    /**
     * Queues dx_i = dy_i * s_i^-0.75 - 1.5 * alpha * x_i * (sum over the window of dy_j * x_j * s_j^-1.75).
     *
     * @param x (C,H,W,N), the input of {@link #forward}
     * @param dy (C,H,W,N), gradient of y
     * @param workspace {@link #workspaceBytes} of scratch memory
     * @param dx (C,H,W,N), gradient of x, all of it written; neither x nor dy
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backward(
            Stream stream,
            ActivationShape shape,
            Parameters parameters,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dx) {
        Operands.of("within-map norm backward", library, stream)
                .floats("x", x, shape.elements(), shape)
                .floats("dy", dy, shape.elements(), shape)
                .floats("workspace", workspace, shape.elements(), shape)
                .floats("dx", dx, shape.elements(), shape)
                .apart("workspace", "x", "dy")
                .apart("dx", "workspace", "x", "dy");
        stream.launch(
                library.kernel("within_map_norm", "within_map_norm_terms"),
                geometry(shape),
                arguments(shape, parameters).pointer(x).pointer(dy).pointer(dx).pointer(workspace));
        stream.launch(
                library.kernel("within_map_norm", "within_map_norm_backward"),
                geometry(shape),
                arguments(shape, parameters).pointer(x).pointer(workspace).pointer(dx));
    }

    /** WithinMapNormShape of within_map_norm.cu. */
    static StructFields fields(ActivationShape shape, Parameters parameters) {
        return new StructFields()
                .i32("channels", shape.channels())
                .i32("height", shape.height())
                .i32("width", shape.width())
                .i32("batch", shape.batch())
                .i32("half", parameters.half())
                .f32("k", parameters.k())
                .f32("alpha", parameters.alpha());
    }

    private static KernelArguments arguments(ActivationShape shape, Parameters parameters) {
        return new KernelArguments().struct(fields(shape, parameters));
    }

    private static LaunchGeometry geometry(ActivationShape shape) {
        return PlaceGeometry.of(shape.height() * shape.width(), shape.channels(), shape.batch());
    }
}
