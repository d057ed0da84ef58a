package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.Stream;
import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnected;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.reference.FullyConnectedReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** {@link FullyConnected} against {@link FullyConnectedReference}; cuBLAS has the same products without bias and activation. */
public final class FullyConnectedExamples extends KernelExamples {

    private static final String FILE = "fully_connected";
    private static final String ADD = "fully_connected_add_slices";

    /** Inputs, outputs, batch. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {7, 5, 3},
        {31, 33, 31},
        {64, 10, 32},
        {100, 25, 33},
        {129, 127, 127},
        {37, 41, 128},
        {256, 200, 64},
        {576, 512, 32},
        {512, 512, 1},
        {1000, 30, 2},
        {2304, 16, 5},
        {17, 300, 96},
        {500, 499, 31},
        {1153, 129, 3},
        {96, 1000, 7},
        {2048, 64, 32},
        {301, 131, 65},
        {25, 512, 40},
        {2000, 7, 100},
        {640, 130, 127},
        {1024, 1031, 4},
    };

    FullyConnectedExamples() {
        super(120, 30);
    }

    /** y from x, weights and bias. */
    public static ExampleCall forward(FullyConnectedShape shape, Activation activation) {
        return call("forward" + BiasReluExamples.suffix(activation), shape, operands -> {
            Floats x = operands.floats("x", inputs(shape));
            Floats weights = operands.floats("weights", weights(shape));
            passOver(operands, outputs(shape));
            Floats bias = operands.floats("bias", shape.outputs());
            FullyConnected product = new FullyConnected(operands.kernels());
            DeviceBuffer workspace = operands.workspace(product.workspaceBytes(shape));
            Floats y = operands.output("y", outputs(shape));
            return new Prepared(
                    stream -> product.forward(
                            stream,
                            shape,
                            x.buffer(),
                            weights.buffer(),
                            bias.buffer(),
                            activation,
                            workspace,
                            y.buffer()),
                    () -> y.compareSums(
                            (read, out) -> FullyConnectedReference.forward(
                                    shape, read.apply(x), read.apply(weights), read.apply(bias), activation, out),
                            Floats.roundings(shape.inputs())),
                    vendor(
                            operands,
                            (library, stream) -> library.multiply(
                                    stream,
                                    false,
                                    false,
                                    shape.outputs(),
                                    shape.batch(),
                                    shape.inputs(),
                                    weights.buffer(),
                                    x.buffer(),
                                    y.buffer())));
        });
    }

    /** dx from weights and dy. */
    public static ExampleCall dataGradient(FullyConnectedShape shape) {
        return call("data gradient", shape, operands -> {
            passOver(operands, inputs(shape));
            Floats weights = operands.floats("weights", weights(shape));
            Floats dy = operands.floats("dy", outputs(shape));
            FullyConnected product = new FullyConnected(operands.kernels());
            DeviceBuffer workspace = operands.workspace(product.workspaceBytes(shape));
            Floats dx = operands.output("dx", inputs(shape));
            return new Prepared(
                    stream ->
                            product.dataGradient(stream, shape, weights.buffer(), dy.buffer(), workspace, dx.buffer()),
                    () -> dx.compareSums(
                            (read, out) -> FullyConnectedReference.dataGradient(
                                    shape, read.apply(weights), read.apply(dy), out),
                            Floats.roundings(shape.outputs())),
                    vendor(
                            operands,
                            (library, stream) -> library.multiply(
                                    stream,
                                    true,
                                    false,
                                    shape.inputs(),
                                    shape.batch(),
                                    shape.outputs(),
                                    weights.buffer(),
                                    dy.buffer(),
                                    dx.buffer())));
        });
    }

    /** dWeights from x and dy. */
    public static ExampleCall weightGradient(FullyConnectedShape shape) {
        return call("weight gradient", shape, operands -> {
            Floats x = operands.floats("x", inputs(shape));
            passOver(operands, weights(shape));
            Floats dy = operands.floats("dy", outputs(shape));
            FullyConnected product = new FullyConnected(operands.kernels());
            DeviceBuffer workspace = operands.workspace(product.workspaceBytes(shape));
            Floats dWeights = operands.output("dWeights", weights(shape));
            return new Prepared(
                    stream -> product.weightGradient(
                            stream, shape, x.buffer(), dy.buffer(), workspace, dWeights.buffer()),
                    () -> dWeights.compareSums(
                            (read, out) ->
                                    FullyConnectedReference.weightGradient(shape, read.apply(x), read.apply(dy), out),
                            Floats.roundings(shape.batch())),
                    vendor(
                            operands,
                            (library, stream) -> library.multiply(
                                    stream,
                                    false,
                                    true,
                                    shape.outputs(),
                                    shape.inputs(),
                                    shape.batch(),
                                    dy.buffer(),
                                    x.buffer(),
                                    dWeights.buffer())));
        });
    }

    private static ExampleCall call(String operation, FullyConnectedShape shape, ExampleCall.Preparation preparation) {
        long bytes = (weights(shape) + inputs(shape) + outputs(shape)) * Float.BYTES;
        return new ExampleCall(FILE, operation, shape.toString(), bytes, preparation)
                .withFlops(2 * weights(shape) * shape.batch())
                .drawnFromSeedAlone();
    }

    /** All operations of a shape draw x, weights and dy in this order, so that they see the same ones; this draws one in vain. */
    private static void passOver(ExampleOperands operands, long count) {
        operands.drawn(random -> random.uniform(Math.toIntExact(count), -1, 1), null);
    }

    private static long inputs(FullyConnectedShape shape) {
        return (long) shape.inputs() * shape.batch();
    }

    private static long outputs(FullyConnectedShape shape) {
        return (long) shape.outputs() * shape.batch();
    }

    private static long weights(FullyConnectedShape shape) {
        return (long) shape.inputs() * shape.outputs();
    }

    private static Supplier<Optional<Prepared.Vendor>> vendor(
            ExampleOperands operands, BiConsumer<MatrixMultiply, Stream> call) {
        return () -> operands.kernels()
                .device()
                .matrixMultiply()
                .map(library -> new Prepared.Vendor(library.description(), stream -> call.accept(library, stream)));
    }

    /** The shapes that are checked: every tile, odd sizes, with and without slices. */
    public static List<FullyConnectedShape> shapes() {
        return Arrays.stream(SHAPES)
                .map(s -> new FullyConnectedShape(s[0], s[1], s[2]))
                .toList();
    }

    /** Forward (with and without ReLU in turn), data gradient and weight gradient of each shape. */
    @Override
    List<ExampleCall> checks() {
        return each(
                shapes(),
                (shape, i) -> List.of(
                        forward(shape, BiasReluExamples.inTurn(i)), dataGradient(shape), weightGradient(shape)));
    }

    /** At a large and a small batch: these take other tiles. */
    @Override
    List<RepresentativeLaunch> launches() {
        List<RepresentativeLaunch> launches = new ArrayList<>();
        launch(launches, "fc6", 9216, 2048, 128, "_128x128", "_128x128");
        launch(launches, "fc7", 4096, 2048, 128, "_128x128", "_128x128");
        launch(launches, "fc8", 4096, 1000, 128, "_128x128", "_128x128");
        launch(launches, "fc7, small batch", 4096, 2048, 32, "_128x32", "_128x128");
        launch(launches, "32 neurons", 32, 32, 128, "_32x128", "_32x128");
        launch(launches, "32 neurons, small batch", 32, 32, 32, "_32x32", "_32x128");
        return launches;
    }

    private static void launch(
            List<RepresentativeLaunch> launches,
            String name,
            int inputs,
            int outputs,
            int batch,
            String tile,
            String weightTile) {
        IntFunction<FullyConnectedShape> shape = n -> new FullyConnectedShape(inputs, outputs, n);
        launches.add(new RepresentativeLaunch(
                name + " forward",
                kernels(FILE + "_forward" + tile, inputs),
                batch,
                n -> forward(shape.apply(n), Activation.RELU)));
        launches.add(new RepresentativeLaunch(
                name + " data gradient",
                kernels(FILE + "_data_gradient" + tile, inputs),
                batch,
                n -> dataGradient(shape.apply(n))));
        launches.add(new RepresentativeLaunch(
                name + " weight gradient",
                List.of(FILE + "_weight_gradient" + weightTile),
                batch,
                n -> weightGradient(shape.apply(n))));
    }

    /** A product with its sum over slices, which only large layers are cut into. */
    private static List<String> kernels(String product, int inputs) {
        return inputs > 32 ? List.of(product, ADD) : List.of(product);
    }
}
