package alexnet.kernels.example;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Local;
import alexnet.kernels.reference.LocalReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Local} against {@link LocalReference}: every tile, odd sizes, batches of several chunks and tiles. */
public final class LocalExamples extends KernelExamples {

    private static final String FILE = "local";

    /** Channels, height, width, batch, filters, filter height and width, stride, padding. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1, 1, 1, 1, 1, 0},
        {3, 5, 7, 3, 7, 3, 3, 1, 1},
        {4, 6, 5, 31, 12, 5, 5, 1, 2},
        {7, 5, 4, 33, 17, 3, 3, 1, 1},
        {6, 3, 3, 127, 33, 3, 3, 1, 1},
        {5, 4, 4, 32, 49, 3, 3, 1, 0},
        {64, 2, 3, 128, 64, 3, 3, 1, 1},
        {48, 2, 2, 129, 20, 2, 2, 1, 1},
        {16, 4, 4, 64, 32, 1, 1, 1, 0},
        {2, 9, 8, 2, 5, 7, 3, 1, 2},
        {3, 4, 9, 40, 10, 2, 5, 1, 0},
        {8, 3, 3, 260, 8, 3, 3, 1, 2},
        {9, 1, 5, 96, 6, 1, 3, 1, 1},
        {33, 3, 2, 31, 47, 3, 3, 1, 1},
        {12, 4, 4, 65, 40, 3, 3, 1, 1},
        {1, 8, 8, 5, 3, 4, 4, 1, 1},
        {20, 2, 2, 17, 65, 2, 2, 1, 0},
        {5, 7, 3, 161, 16, 3, 3, 1, 1},
        {130, 2, 2, 4, 9, 2, 2, 1, 1},
        {2, 3, 3, 9, 3, 2, 2, 1, 3},
        {3, 11, 9, 33, 24, 5, 5, 2, 2},
        {2, 9, 9, 70, 8, 3, 3, 3, 0},
    };

    private static final List<ConvolutionLayer> LAYERS = List.of(
            new ConvolutionLayer(
                    "CIFAR-10's local3", n -> new ConvShape(64, 8, 8, n, 32, 3, 3, 1, 1), "32x128", "64x128"),
            new ConvolutionLayer(
                    "32 to 64 channels, local", n -> new ConvShape(32, 4, 4, n, 64, 3, 3, 1, 1), "64x128", "32x128"),
            ConvolutionLayer.even(", local", 48, 4),
            ConvolutionLayer.even(", local", 16, 4));

    LocalExamples() {
        super(100, 20);
    }

    /** y from x, weights and bias. */
    public static ExampleCall forward(ConvShape shape, Activation activation) {
        return call("forward" + BiasReluExamples.suffix(activation), shape, operands -> {
            Floats x = operands.floats("x", shape.input().elements());
            Floats weights = operands.floats("weights", shape.unsharedWeights());
            Floats bias = operands.floats("bias", shape.output().features());
            Floats y = operands.output("y", shape.output().elements());
            Local local = new Local(operands.kernels());
            return new Prepared(
                    stream -> local.forward(
                            stream, shape, x.buffer(), weights.buffer(), bias.buffer(), activation, y.buffer()),
                    () -> y.compareSums(
                            (read, out) -> LocalReference.forward(
                                    shape, read.apply(x), read.apply(weights), read.apply(bias), activation, out),
                            Floats.roundings(shape.fanIn())));
        });
    }

    /** dx from weights and dy, for stride 1. */
    public static ExampleCall dataGradient(ConvShape shape) {
        return call("data gradient", shape, operands -> {
            Floats weights = operands.floats("weights", shape.unsharedWeights());
            Floats dy = operands.floats("dy", shape.output().elements());
            Floats dx = operands.output("dx", shape.input().elements());
            Local local = new Local(operands.kernels());
            return new Prepared(
                    stream -> local.dataGradient(stream, shape, weights.buffer(), dy.buffer(), dx.buffer()),
                    () -> dx.compareSums(
                            (read, out) -> LocalReference.dataGradient(shape, read.apply(weights), read.apply(dy), out),
                            Floats.roundings((double) shape.weights() / shape.channels())));
        });
    }

    /** dWeights from x and dy. */
    public static ExampleCall weightGradient(ConvShape shape) {
        return call("weight gradient", shape, operands -> {
            Floats x = operands.floats("x", shape.input().elements());
            Floats dy = operands.floats("dy", shape.output().elements());
            Floats dWeights = operands.output("dWeights", shape.unsharedWeights());
            Local local = new Local(operands.kernels());
            return new Prepared(
                    stream -> local.weightGradient(stream, shape, x.buffer(), dy.buffer(), dWeights.buffer()),
                    () -> dWeights.compareSums(
                            (read, out) -> LocalReference.weightGradient(shape, read.apply(x), read.apply(dy), out),
                            Floats.roundings(shape.batch())));
        });
    }

    private static ExampleCall call(String operation, ConvShape shape, ExampleCall.Preparation preparation) {
        long bytes = shape.input().bytes() + shape.output().bytes() + (long) shape.unsharedWeights() * Float.BYTES;
        return new ExampleCall(FILE, operation, shape.toString(), bytes, preparation)
                .withFlops(2L * shape.unsharedWeights() * shape.batch());
    }

    /** Forward with and without ReLU, data gradient where the stride is 1, and weight gradient of each shape. */
    @Override
    List<ExampleCall> checks() {
        List<ExampleCall> checks = new ArrayList<>();
        for (ConvShape shape : ConvolutionLayer.shapes(SHAPES)) {
            checks.add(forward(shape, checks.size() % 2 == 0 ? Activation.RELU : Activation.NONE));
            if (shape.stride() == 1) {
                checks.add(dataGradient(shape));
            }
            checks.add(weightGradient(shape));
        }
        return checks;
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return each(
                LAYERS,
                (layer, i) -> List.of(
                        layer.forward(FILE, LocalExamples::forward),
                        layer.launch(
                                "data gradient",
                                List.of("local_data_gradient_" + layer.channelTile()),
                                LocalExamples::dataGradient),
                        layer.launch(
                                "weight gradient",
                                List.of("local_weight_gradient_" + layer.filterTile()),
                                LocalExamples::weightGradient)));
    }
}
