package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import java.util.List;

/**
 * Convolution (a cross-correlation, as in the paper) as an implicit matrix multiplication: forward, data gradient and
 * filter gradient. The matrix of patches is never in memory.
 *
 * <p>x (C,H,W,N), weights (K,C,R,S), y (K,P,Q,N), float32. All methods queue their kernels and return. Results have the
 * same bits on every run and device: each sum has one order, which depends on the shape alone.
 *
 * <p>After CUTLASS, media/docs/cpp/implicit_gemm_convolution.md, with the batch innermost as in cuda-convnet2.
 */
public final class Conv {

    static final List<GemmTile> TILES = List.of(
            new GemmTile(64, 1, 1, 4), new GemmTile(48, 1, 1, 4), new GemmTile(32, 1, 1, 4), new GemmTile(16, 1, 1, 4));

    private static final String FILE = "conv";
    private static final int TRANSPOSE_BLOCK = 256;

    private final KernelLibrary library;
    private final ConvForward forward;
    private final FilterGradient filterGradient;

    public Conv(KernelLibrary library) {
        this.library = library;
        this.forward = new ConvForward(library, FILE, TILES);
        this.filterGradient = new FilterGradient(library, FILE, TILES);
    }

    /** Bytes of workspace that {@link #filterGradient} and {@link #dataGradient} need. */
    public long workspaceBytes(ConvShape shape) {
        return Math.max(filterGradient.workspaceBytes(shape), (long) shape.weights() * Float.BYTES);
    }

    /**
     * Queues y = activation(bias + weights * x).
     *
     * @param x (C,H,W,N)
     * @param weights (K,C,R,S)
     * @param bias (K)
     * @param y (K,P,Q,N), apart from x
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        forward.launch(stream, shape, x, weights, bias, activation, y);
    }

    /**
     * Queues dx = the gradient with respect to x, for stride 1.
     *
     * @param weights (K,C,R,S)
     * @param dy (K,P,Q,N), the gradient with respect to the output before its activation
     * @param workspace at least {@link #workspaceBytes} bytes, for the weights with channels outermost. Its contents are
     *     lost.
     * @param dx (C,H,W,N), written in full, apart from dy
     * @throws IllegalArgumentException when the stride is not 1, or a buffer is too small, on another device, or shared
     */
    public void dataGradient(
            Stream stream,
            ConvShape shape,
            DeviceBuffer weights,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dx) {
        if (shape.stride() != 1) {
            throw new IllegalArgumentException(
                    "conv data gradient: only stride 1 has a kernel (expected stride 1, found " + shape.stride()
                            + " in " + shape + ")");
        }
        Operands.of("conv data gradient", library, stream)
                .floats("weights", weights, shape.weights(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("workspace", workspace, shape.weights(), shape)
                .floats("dx", dx, shape.input().elements(), shape)
                .apart("workspace", workspace, "weights", weights)
                .apart("workspace", workspace, "dy", dy)
                .apart("dx", dx, "workspace", workspace)
                .apart("dx", dx, "dy", dy)
                .apart("dx", dx, "weights", weights);
        stream.launch(
                library.kernel(FILE, "conv_transpose_weights"),
                LaunchGeometry.linear(shape.weights(), TRANSPOSE_BLOCK),
                new KernelArguments()
                        .i32(shape.channels())
                        .struct(Divider.by(shape.filters()).fields())
                        .struct(Divider.by(shape.filterHeight() * shape.filterWidth())
                                .fields())
                        .pointer(weights)
                        .pointer(workspace));
        int groups = groups(shape.input());
        GemmTile tile = GemmTile.leastWork(TILES, shape.channels(), groups);
        stream.launch(
                library.kernel(FILE, "conv_data_gradient" + tile.suffix()),
                tile.geometry(shape.channels(), groups, 1),
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(workspace)
                        .pointer(dy)
                        .pointer(dx));
    }

    /**
     * Queues dWeights = the gradient with respect to the weights, summed over the batch.
     *
     * @param x (C,H,W,N)
     * @param dy (K,P,Q,N), the gradient with respect to the output before its activation
     * @param workspace at least {@link #workspaceBytes} bytes; any buffer when that is 0. Its contents are lost.
     * @param dWeights (K,C,R,S), written in full
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void filterGradient(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        filterGradient.launch(stream, shape, x, dy, workspace, dWeights);
    }

    /** Groups of 32 columns in an activation: pixels times chunks of the batch. */
    static int groups(ActivationShape shape) {
        return shape.height() * shape.width() * GemmTile.ceilDivide(shape.batch(), GemmTile.LANES);
    }
}
