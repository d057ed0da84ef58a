package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * A locally connected layer: a convolution whose filters differ from pixel to pixel (Krizhevsky's layers "local"). Forward,
 * data gradient and weight gradient; the gradient of the biases is {@link BiasRelu#backward} over K*P*Q channels.
 *
 * <p>x (C,H,W,N), weights (P,Q,K,C,R,S), bias (K,P,Q), y (K,P,Q,N), float32; the extents are those of a {@link ConvShape}.
 * All methods queue one kernel and return. Results have the same bits on every run and device: each sum has one order,
 * which depends on the shape alone. Where all pixels have the same filters and biases, y has the bits of {@link Conv}.
 */
public record Local(KernelLibrary library) {

    private static final String FILE = "local";
    private static final int MOST_PIXELS = 65535;

    /**
     * Queues y = activation(bias + weights * x).
     *
     * @param x (C,H,W,N)
     * @param weights (P,Q,K,C,R,S)
     * @param bias (K,P,Q)
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
        ForwardOperands operands = new ForwardOperands(x, weights, bias, activation, y);
        operands.require(
                Operands.of("local forward", library, stream),
                shape,
                shape.unsharedWeights(),
                shape.output().elements() / shape.batch());
        int pixels = shape.outputHeight() * shape.outputWidth();
        GemmTile tile = tile(shape, shape.filters(), pixels);
        stream.launch(
                library.kernel(FILE, "local_forward" + tile.suffix()),
                geometry(shape, tile, shape.filters(), pixels),
                operands.arguments(shape));
    }

    /**
     * Queues dx = the gradient with respect to x, for stride 1.
     *
     * @param weights (P,Q,K,C,R,S)
     * @param dy (K,P,Q,N), the gradient with respect to the output before its activation
     * @param dx (C,H,W,N), written in full, apart from dy and weights
     * @throws IllegalArgumentException when the stride is not 1, or a buffer is too small, on another device, or shared
     */
    public void dataGradient(Stream stream, ConvShape shape, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dx) {
        String operation = "local data gradient";
        shape.requireStride1(operation);
        Operands.of(operation, library, stream)
                .floats("weights", weights, shape.unsharedWeights(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("dx", dx, shape.input().elements(), shape)
                .apart("dx", "dy", "weights");
        int pixels = shape.height() * shape.width();
        GemmTile tile = tile(shape, shape.channels(), pixels);
        stream.launch(
                library.kernel(FILE, "local_data_gradient" + tile.suffix()),
                geometry(shape, tile, shape.channels(), pixels),
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(weights)
                        .pointer(dy)
                        .pointer(dx));
    }

    /**
     * Queues dWeights = the gradient with respect to the weights, summed over the batch in the order of its images.
     *
     * @param x (C,H,W,N)
     * @param dy (K,P,Q,N), the gradient with respect to the output before its activation
     * @param dWeights (P,Q,K,C,R,S), written in full, apart from x and dy
     * @throws IllegalArgumentException when the output has more than 65,535 pixels, or a buffer is too small, on another
     *     device, or shared
     */
    public void weightGradient(Stream stream, ConvShape shape, DeviceBuffer x, DeviceBuffer dy, DeviceBuffer dWeights) {
        int pixels = shape.outputHeight() * shape.outputWidth();
        if (pixels > MOST_PIXELS) {
            throw new IllegalArgumentException("local weight gradient: too many pixels in " + shape
                    + " (expected at most " + MOST_PIXELS + ", found " + pixels + ")");
        }
        Operands.of("local weight gradient", library, stream)
                .floats("x", x, shape.input().elements(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("dWeights", dWeights, shape.unsharedWeights(), shape)
                .apart("dWeights", "x", "dy");
        int columns = GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES);
        GemmTile tile = Convolution.filterGradientTile(shape);
        stream.launch(
                library.kernel(FILE, "local_weight_gradient" + tile.suffix()),
                tile.geometry(shape.filters(), columns, pixels),
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(x)
                        .pointer(dy)
                        .pointer(dWeights));
    }

    /** The tiles of a pixel hold its images only; the tiles are those of {@link Convolution}, 4 chunks of 32 images wide. */
    private static int tilesPerPixel(ConvShape shape, GemmTile tile) {
        return GemmTile.ceilDivide(GemmTile.ceilDivide(shape.batch(), GemmTile.LANES), tile.groups());
    }

    private static GemmTile tile(ConvShape shape, int rows, int pixels) {
        GemmTile first = Convolution.TILES.get(0);
        return GemmTile.leastWork(Convolution.TILES, rows, pixels * tilesPerPixel(shape, first) * first.groups());
    }

    private static LaunchGeometry geometry(ConvShape shape, GemmTile tile, int rows, int pixels) {
        return LaunchGeometry.of(
                pixels * tilesPerPixel(shape, tile),
                GemmTile.ceilDivide(rows, tile.rows()),
                1,
                GemmTile.LANES,
                tile.warps());
    }
}
