package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Convolution (a cross-correlation, as in the paper) with filters of any size: forward, data gradient and filter gradient.
 *
 * <p>After CUTLASS, media/docs/cpp/implicit_gemm_convolution.md, with the batch innermost as in cuda-convnet2.
 */
public final class Conv extends Convolution {

    private static final String FILE = "conv";
    private static final int TRANSPOSE_BLOCK = 256;

    public Conv(KernelLibrary library) {
        super(library, FILE);
    }

    /** Bytes of workspace that {@link #filterGradient} and {@link #dataGradient} need. */
    @Override
    public long workspaceBytes(ConvShape shape) {
        return Math.max(super.workspaceBytes(shape), (long) shape.weights() * Float.BYTES);
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
        String operation = "conv data gradient";
        shape.requireStride1(operation);
        Operands.of(operation, library(), stream)
                .floats("weights", weights, shape.weights(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("workspace", workspace, shape.weights(), shape)
                .floats("dx", dx, shape.input().elements(), shape)
                .apart("workspace", "weights", "dy")
                .apart("dx", "workspace", "dy", "weights");
        stream.launch(
                library().kernel(FILE, "conv_transpose_weights"),
                LaunchGeometry.linear(shape.weights(), TRANSPOSE_BLOCK),
                new KernelArguments()
                        .i32(shape.channels())
                        .struct(Divider.by(shape.filters()).fields())
                        .struct(Divider.by(shape.filterHeight() * shape.filterWidth())
                                .fields())
                        .pointer(weights)
                        .pointer(workspace));
        GemmTile tile = dataGradientTile(shape);
        stream.launch(
                library().kernel(FILE, "conv_data_gradient" + tile.suffix()),
                tile.geometry(shape.channels(), groups(shape.input()), 1),
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(workspace)
                        .pointer(dy)
                        .pointer(dx));
    }

    static GemmTile dataGradientTile(ConvShape shape) {
        return GemmTile.leastWork(TILES, shape.channels(), groups(shape.input()));
    }
}
