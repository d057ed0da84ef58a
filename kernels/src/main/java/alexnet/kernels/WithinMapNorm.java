package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Local response normalisation within a map, the layer of the original program that the paper does not mention: y_i = x_i *
 * s_i^-0.75 with s_i = k + alpha * (sum of x_j^2 over the pixels j of the square window around i in the same channel,
 * clipped at the edges of the map).
 *
 * <p>Nothing is kept between forward and backward: s is computed anew from x. Results have the same bits on every run
 * and device.
 */
public final class WithinMapNorm {

    /** Widest window; beyond, direct sums over windows cost more than they should. */
    public static final int LARGEST_SIZE = 15;

    private static final int IMAGES = 32;
    private static final int CHANNELS = 8;

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
            if (size < 1 || size > LARGEST_SIZE || size % 2 == 0) {
                throw new IllegalArgumentException(
                        "within-map norm: size must be odd and from 1 to " + LARGEST_SIZE + " (found " + size + ")");
            }
            if (!(k > 0) || !(alpha >= 0) || !Float.isFinite(k) || !Float.isFinite(alpha)) {
                throw new IllegalArgumentException(
                        "within-map norm: k must be above 0 and alpha at least 0, both finite (found k " + k
                                + ", alpha " + alpha + ")");
            }
            if (beta != 0.75f) {
                throw new IllegalArgumentException(
                        "within-map norm: beta must be 0.75, which square roots can give in exact IEEE arithmetic"
                                + " (expected 0.75, found " + beta + ")");
            }
        }

        /** Pixels on either side of the middle of the window. */
        public int half() {
            return size / 2;
        }
    }

    private final KernelLibrary library;

    public WithinMapNorm(KernelLibrary library) {
        this.library = library;
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
                .apart("y", y, "x", x);
        stream.launch(
                library.kernel("within_map_norm", "within_map_norm_forward"),
                geometry(shape),
                arguments(shape, parameters)
                        .f32(parameters.k())
                        .f32(parameters.alpha())
                        .pointer(x)
                        .pointer(y));
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
                .apart("workspace", workspace, "x", x)
                .apart("workspace", workspace, "dy", dy)
                .apart("dx", dx, "workspace", workspace)
                .apart("dx", dx, "x", x)
                .apart("dx", dx, "dy", dy);
        stream.launch(
                library.kernel("within_map_norm", "within_map_norm_terms"),
                geometry(shape),
                arguments(shape, parameters)
                        .f32(parameters.k())
                        .f32(parameters.alpha())
                        .pointer(x)
                        .pointer(dy)
                        .pointer(dx)
                        .pointer(workspace));
        stream.launch(
                library.kernel("within_map_norm", "within_map_norm_backward"),
                geometry(shape),
                arguments(shape, parameters)
                        .f32(parameters.alpha())
                        .pointer(x)
                        .pointer(workspace)
                        .pointer(dx));
    }

    private static KernelArguments arguments(ActivationShape shape, Parameters parameters) {
        return new KernelArguments()
                .i32(shape.channels())
                .i32(shape.height())
                .i32(shape.width())
                .i32(shape.batch())
                .i32(parameters.half());
    }

    private static LaunchGeometry geometry(ActivationShape shape) {
        return LaunchGeometry.of(
                shape.height() * shape.width(),
                (shape.channels() + CHANNELS - 1) / CHANNELS,
                (shape.batch() + IMAGES - 1) / IMAGES,
                IMAGES,
                CHANNELS);
    }
}
