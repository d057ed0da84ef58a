package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import java.util.List;

/**
 * A convolution whose filters are the same at every pixel, as an implicit matrix multiplication: forward and filter
 * gradient, which {@link Conv} and {@link ConvImage} have in common. The matrix of patches is never in memory.
 *
 * <p>x (C,H,W,N), weights (K,C,R,S), y (K,P,Q,N), float32. All methods queue their kernels and return. Results have the
 * same bits on every run and device: each sum has one order, which depends on the shape alone. The reference is
 * {@link alexnet.kernels.reference.ConvReference}.
 */
public abstract sealed class Convolution permits Conv, ConvImage {

    static final List<GemmTile> TILES = List.of(
            new GemmTile(64, 1, 1, 4), new GemmTile(48, 1, 1, 4), new GemmTile(32, 1, 1, 4), new GemmTile(16, 1, 1, 4));

    private static final int FEWEST_GROUPS = 16;
    private static final int ADD_BLOCK = 256;

    private final KernelLibrary library;
    private final String file;

    /** @param file the .cu file whose kernels are launched; it has {@link #TILES} */
    Convolution(KernelLibrary library, String file) {
        this.library = library;
        this.file = file;
    }

    /** Requires a shape that the file has kernels for; any unless a subclass says otherwise. */
    void requireKernel(String operation, ConvShape shape) {}

    /** Bytes of workspace that {@link #filterGradient} needs; 0 when it needs none. */
    public long workspaceBytes(ConvShape shape) {
        return slices(shape).workspaceBytes(shape.weights());
    }

    /**
     * Queues y = activation(bias + weights * x).
     *
     * @param x (C,H,W,N)
     * @param weights (K,C,R,S)
     * @param bias (K)
     * @param y (K,P,Q,N), apart from x
     * @throws IllegalArgumentException when the file has no kernel for the shape, or a buffer is too small, on another
     *     device, or shared
     */
    public final void forward(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        String operation = file + " forward";
        requireKernel(operation, shape);
        ForwardOperands operands = new ForwardOperands(x, weights, bias, activation, y);
        operands.require(Operands.of(operation, library, stream), shape, shape.weights(), shape.filters());
        GemmTile tile = forwardTile(shape);
        stream.launch(
                library.kernel(file, file + "_forward" + tile.suffix()),
                tile.geometry(shape.filters(), groups(shape.output()), 1),
                operands.arguments(shape));
    }

    /**
     * Queues dWeights = the gradient with respect to the weights, summed over the batch.
     *
     * @param x (C,H,W,N)
     * @param dy (K,P,Q,N), the gradient with respect to the output before its activation
     * @param workspace at least {@link #workspaceBytes} bytes; any buffer when that is 0. Its contents are lost.
     * @param dWeights (K,C,R,S), written in full
     * @throws IllegalArgumentException as {@link #forward}
     */
    public final void filterGradient(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        String operation = file + " filter gradient";
        requireKernel(operation, shape);
        Slices slices = slices(shape);
        long workspaceFloats = slices.workspaceBytes(shape.weights()) / Float.BYTES;
        Operands.of(operation, library, stream)
                .floats("x", x, shape.input().elements(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("workspace", workspace, workspaceFloats, shape)
                .floats("dWeights", dWeights, shape.weights(), shape)
                .apart("dWeights", "x", "dy");
        boolean direct = slices.count() == 1;
        GemmTile tile = filterGradientTile(shape);
        stream.launch(
                library.kernel(file, file + "_filter_gradient" + tile.suffix()),
                tile.geometry(shape.filters(), GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES), slices.count()),
                new KernelArguments()
                        .struct(shape.fields())
                        .i32(slices.length())
                        .pointer(x)
                        .pointer(dy)
                        .pointer(direct ? dWeights : workspace));
        if (!direct) {
            stream.launch(
                    library.kernel(file, file + "_add_slices"),
                    LaunchGeometry.linear(shape.weights(), ADD_BLOCK),
                    new KernelArguments()
                            .i32(slices.count())
                            .i32(shape.weights())
                            .pointer(workspace)
                            .pointer(dWeights));
        }
    }

    static GemmTile forwardTile(ConvShape shape) {
        return GemmTile.leastWork(TILES, shape.filters(), groups(shape.output()));
    }

    static GemmTile filterGradientTile(ConvShape shape) {
        return GemmTile.leastWork(TILES, shape.filters(), GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES));
    }

    /** How a filter gradient is cut over the output pixels. */
    static Slices slices(ConvShape shape) {
        int count =
                filterGradientTile(shape).count(shape.filters(), GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES));
        return Slices.of(groups(shape.output()), count, FEWEST_GROUPS);
    }

    /** Groups of 32 columns in an activation: pixels times chunks of the batch. */
    static int groups(ActivationShape shape) {
        return shape.height() * shape.width() * GemmTile.ceilDivide(shape.batch(), GemmTile.LANES);
    }

    final KernelLibrary library() {
        return library;
    }
}
