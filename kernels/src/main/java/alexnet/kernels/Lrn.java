package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Local response normalisation across channels (paper, 3.3): y_i = x_i * s_i^-0.75 with s_i = k + alpha * (sum of x_j^2
 * over the channels j of the window around i, clipped at the first and last channel).
 *
 * <p>Nothing is kept between forward and backward: s is computed anew from x. Results have the same bits on every run
 * and device; how the channels are cut into slices has no influence on them.
 */
public final class Lrn {

    /** Widest window that has a kernel. */
    public static final int LARGEST_SIZE = 15;

    private static final int BLOCK = 256;
    // Blocks that fill a large GPU several times over; where pixels alone give fewer, the channels are cut as well.
    private static final int WANTED_BLOCKS = 1024;
    private static final int SHORTEST_SLICE = 32;

    /**
     * The constants of the formula.
     *
     * @param size channels of the window, odd, 1 to 15 (paper: 5)
     * @param k added to the weighted sum, above 0 (paper: 2)
     * @param alpha weight of the plain sum of squares, not divided by the size, at least 0 (paper: 1e-4)
     * @param beta the exponent; only 0.75 has a kernel
     */
    public record Parameters(int size, float k, float alpha, float beta) {

        public Parameters {
            if (size < 1 || size > LARGEST_SIZE || size % 2 == 0) {
                throw new IllegalArgumentException(
                        "lrn: size must be odd and from 1 to " + LARGEST_SIZE + " (found " + size + ")");
            }
            if (!(k > 0) || !(alpha >= 0) || !Float.isFinite(k) || !Float.isFinite(alpha)) {
                throw new IllegalArgumentException("lrn: k must be above 0 and alpha at least 0, both finite (found k "
                        + k + ", alpha " + alpha + ")");
            }
            if (beta != 0.75f) {
                throw new IllegalArgumentException("lrn: beta must be 0.75, which square roots can give in exact IEEE"
                        + " arithmetic (expected 0.75, found " + beta + ")");
            }
        }

        /** Channels on either side of the middle of the window. */
        public int half() {
            return size / 2;
        }
    }

    private final KernelLibrary library;

    public Lrn(KernelLibrary library) {
        this.library = library;
    }

    /**
     * Queues y = x normalised.
     *
     * @param x (C,H,W,N)
     * @param y (C,H,W,N), not x: neighbouring channels are read after a channel is written
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(Stream stream, ActivationShape shape, Parameters parameters, DeviceBuffer x, DeviceBuffer y) {
        Operands.of("lrn forward", library, stream)
                .floats("x", x, shape.elements(), shape)
                .floats("y", y, shape.elements(), shape)
                .apart("y", y, "x", x);
        stream.launch(
                library.kernel("lrn", "lrn_forward_" + parameters.size()),
                geometry(shape),
                new KernelArguments()
                        .i32(shape.channels())
                        .i32(shape.elements() / shape.channels())
                        .i32(channelsPerSlice(shape))
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
     * @param dx (C,H,W,N), gradient of x, all of it written; neither x nor dy
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backward(
            Stream stream,
            ActivationShape shape,
            Parameters parameters,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer dx) {
        Operands.of("lrn backward", library, stream)
                .floats("x", x, shape.elements(), shape)
                .floats("dy", dy, shape.elements(), shape)
                .floats("dx", dx, shape.elements(), shape)
                .apart("dx", dx, "x", x)
                .apart("dx", dx, "dy", dy);
        stream.launch(
                library.kernel("lrn", "lrn_backward_" + parameters.size()),
                geometry(shape),
                new KernelArguments()
                        .i32(shape.channels())
                        .i32(shape.elements() / shape.channels())
                        .i32(channelsPerSlice(shape))
                        .f32(parameters.k())
                        .f32(parameters.alpha())
                        .pointer(x)
                        .pointer(dy)
                        .pointer(dx));
    }

    private static int pixelBlocks(ActivationShape shape) {
        return (shape.elements() / shape.channels() + BLOCK - 1) / BLOCK;
    }

    /** Depends on the shape alone. Slices read their neighbours' edges again, so there are no more than needed. */
    private static int channelsPerSlice(ActivationShape shape) {
        int wanted = (WANTED_BLOCKS + pixelBlocks(shape) - 1) / pixelBlocks(shape);
        int slices = Math.min(wanted, Math.max(1, shape.channels() / SHORTEST_SLICE));
        return (shape.channels() + slices - 1) / slices;
    }

    private static LaunchGeometry geometry(ActivationShape shape) {
        int perSlice = channelsPerSlice(shape);
        return LaunchGeometry.of(pixelBlocks(shape), (shape.channels() + perSlice - 1) / perSlice, 1, BLOCK, 1);
    }
}
