package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvShape;
import alexnet.kernels.reference.ConvReference;
import java.util.List;

/** {@link Conv} against {@link ConvReference}. */
public final class ConvExamples extends KernelExamples {

    private static final String FILE = "conv";

    /** Channels, height, width, batch, filters, filter height and width, stride, padding. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1, 1, 1, 1, 1, 0},
        {3, 5, 7, 3, 7, 3, 3, 1, 1},
        {4, 11, 7, 31, 12, 5, 5, 1, 2},
        {7, 13, 11, 33, 17, 3, 3, 1, 1},
        {6, 7, 7, 127, 33, 3, 3, 1, 1},
        {5, 13, 13, 32, 49, 3, 3, 1, 1},
        {48, 5, 5, 32, 128, 3, 3, 1, 1},
        {100, 3, 3, 33, 20, 3, 3, 1, 1},
        {64, 4, 3, 5, 192, 3, 3, 1, 1},
        {16, 6, 6, 64, 32, 1, 1, 1, 0},
        {2, 17, 19, 2, 5, 7, 3, 1, 2},
        {3, 4, 9, 40, 10, 2, 5, 1, 0},
        {9, 3, 3, 128, 30, 3, 3, 1, 1},
        {12, 7, 7, 32, 32, 5, 5, 1, 2},
        {64, 3, 3, 32, 48, 3, 3, 1, 1},
        {33, 3, 3, 31, 47, 3, 3, 1, 1},
        {13, 23, 2, 1, 11, 3, 2, 1, 1},
        {26, 6, 6, 96, 96, 3, 3, 1, 0},
        {8, 5, 5, 65, 8, 5, 5, 1, 4},
        {3, 29, 31, 7, 6, 3, 3, 1, 1},
        {130, 2, 2, 4, 70, 2, 2, 1, 1},
        {2, 3, 3, 9, 3, 2, 2, 1, 3},
        {3, 23, 19, 33, 24, 5, 5, 2, 2},
        {6, 15, 15, 31, 40, 3, 3, 2, 1},
        {3, 31, 29, 5, 16, 7, 7, 4, 3},
        {2, 9, 9, 127, 8, 3, 3, 3, 0},
    };

    private static final List<ConvolutionLayer> LAYERS = List.of(
            new ConvolutionLayer("conv2", n -> new ConvShape(48, 27, 27, n, 128, 5, 5, 1, 2), "64x128", "48x128"),
            new ConvolutionLayer("conv3", n -> new ConvShape(256, 13, 13, n, 192, 3, 3, 1, 1), "64x128", "64x128"),
            new ConvolutionLayer("conv4", n -> new ConvShape(192, 13, 13, n, 192, 3, 3, 1, 1), "64x128", "64x128"),
            new ConvolutionLayer("conv5", n -> new ConvShape(192, 13, 13, n, 128, 3, 3, 1, 1), "64x128", "64x128"),
            ConvolutionLayer.even("", 48, 13),
            ConvolutionLayer.even("", 32, 13),
            ConvolutionLayer.even("", 16, 13));

    ConvExamples() {
        super(90, 10);
    }

    /** y from x, weights and bias. */
    public static ExampleCall forward(ConvShape shape, Activation activation) {
        return ConvolutionCalls.forward(FILE, shape, activation, Conv::new);
    }

    /** dx from weights and dy, for stride 1. */
    public static ExampleCall dataGradient(ConvShape shape) {
        return ConvolutionCalls.call(FILE, "data gradient", shape, operands -> {
            Floats weights = operands.floats("weights", shape.weights());
            Floats dy = operands.floats("dy", shape.output().elements());
            Floats dx = operands.output("dx", shape.input().elements());
            Conv conv = new Conv(operands.kernels());
            DeviceBuffer workspace = operands.workspace(conv.workspaceBytes(shape));
            return new Prepared(
                    stream -> conv.dataGradient(stream, shape, weights.buffer(), dy.buffer(), workspace, dx.buffer()),
                    () -> dx.compareSums(
                            (read, out) -> ConvReference.dataGradient(shape, read.apply(weights), read.apply(dy), out),
                            Floats.roundings((double) shape.weights() / shape.channels())),
                    ConvolutionCalls.vendor(
                            operands,
                            shape,
                            (library, stream, theirs) ->
                                    library.dataGradient(stream, theirs, weights.buffer(), dy.buffer(), dx.buffer())));
        });
    }

    /** dWeights from x and dy. */
    public static ExampleCall filterGradient(ConvShape shape) {
        return ConvolutionCalls.filterGradient(FILE, shape, Conv::new);
    }

    /** The shapes that are checked: every tile, with and without slices, strides above 1 where they are allowed. */
    public static List<ConvShape> shapes() {
        return ConvolutionLayer.shapes(SHAPES);
    }

    /** Forward (with and without ReLU in turn), data gradient where the stride is 1, and filter gradient of each shape. */
    @Override
    List<ExampleCall> checks() {
        return each(shapes(), (shape, i) -> {
            ExampleCall forward = forward(shape, BiasReluExamples.inTurn(i));
            return shape.stride() == 1
                    ? List.of(forward, dataGradient(shape), filterGradient(shape))
                    : List.of(forward, filterGradient(shape));
        });
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return each(
                LAYERS,
                (layer, i) -> List.of(
                        layer.forward(FILE, ConvExamples::forward),
                        layer.launch(
                                "data gradient",
                                List.of("conv_transpose_weights", "conv_data_gradient_" + layer.channelTile()),
                                ConvExamples::dataGradient),
                        layer.filterGradient(FILE, ConvExamples::filterGradient)));
    }
}
