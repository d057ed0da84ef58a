package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import java.util.List;

/**
 * The convolution of the images, with 11 x 11 filters and any stride and padding: forward and filter gradient. There is no
 * data gradient, since nobody asks for the gradient of an image.
 *
 * <p>x (C,H,W,N), weights (K,C,11,11), y (K,P,Q,N), float32. All methods queue their kernels and return. Results have the
 * same bits on every run and device: each sum has one order, which depends on the shape alone. The reference is
 * {@link alexnet.kernels.reference.ConvReference}.
 */
public final class ConvImage {

    /** Rows and columns of a filter. */
    public static final int FILTER = 11;

    static final List<GemmTile> TILES = List.of(
            new GemmTile(64, 1, 1, 4), new GemmTile(48, 1, 1, 4), new GemmTile(32, 1, 1, 4), new GemmTile(16, 1, 1, 4));

    private static final String FILE = "conv_image";

    private final KernelLibrary library;
    private final ConvForward forward;
    private final FilterGradient filterGradient;

    public ConvImage(KernelLibrary library) {
        this.library = library;
        this.forward = new ConvForward(library, FILE, TILES);
        this.filterGradient = new FilterGradient(library, FILE, TILES);
    }

    /** Bytes of workspace that {@link #filterGradient} needs; 0 when it needs none. */
    public long workspaceBytes(ConvShape shape) {
        return filterGradient.workspaceBytes(shape);
    }

    /**
     * Queues y = activation(bias + weights * x).
     *
     * @param x (C,H,W,N)
     * @param weights (K,C,11,11)
     * @param bias (K)
     * @param y (K,P,Q,N), apart from x
     * @throws IllegalArgumentException when the filters are not 11 x 11, or a buffer is too small, on another device, or
     *     shared
     */
    public void forward(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        requireFilter("conv_image forward", shape);
        forward.launch(stream, shape, x, weights, bias, activation, y);
    }

    /**
     * Queues dWeights = the gradient with respect to the weights, summed over the batch.
     *
     * @param x (C,H,W,N)
     * @param dy (K,P,Q,N), the gradient with respect to the output before its activation
     * @param workspace at least {@link #workspaceBytes} bytes; any buffer when that is 0. Its contents are lost.
     * @param dWeights (K,C,11,11), written in full
     * @throws IllegalArgumentException when the filters are not 11 x 11, or a buffer is too small, on another device, or
     *     shared
     */
    public void filterGradient(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        requireFilter("conv_image filter gradient", shape);
        filterGradient.launch(stream, shape, x, dy, workspace, dWeights);
    }

    private static void requireFilter(String operation, ConvShape shape) {
        if (shape.filterHeight() != FILTER || shape.filterWidth() != FILTER) {
            throw new IllegalArgumentException(operation + ": only 11x11 filters have a kernel; conv takes others"
                    + " (expected 11x11, found " + shape.filterHeight() + "x" + shape.filterWidth() + " in " + shape
                    + ")");
        }
    }
}
