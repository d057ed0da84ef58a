package alexnet.kernels.example;

import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.reference.BiasReluReference;
import java.util.List;

/** {@link BiasRelu} against {@link BiasReluReference}. */
public final class BiasReluExamples extends KernelExamples {

    private static final String FILE = "bias_relu";

    /** Channels, height, width, batch. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1}, {3, 1, 1, 1}, {7, 1, 1, 3}, {5, 3, 2, 31}, {12, 15, 15, 32},
        {33, 1, 1, 33}, {10, 7, 7, 127}, {2, 55, 55, 5}, {48, 13, 13, 1}, {9, 11, 13, 17},
        {100, 1, 1, 32}, {1031, 1, 1, 2}, {4, 29, 31, 3}, {6, 1, 257, 1}, {6, 1, 1, 256},
        {17, 5, 5, 64}, {3, 2, 2, 128}, {31, 3, 3, 33}, {2, 67, 61, 7}, {13, 19, 1, 127},
        {1, 127, 127, 1}, {64, 2, 2, 96}
    };

    BiasReluExamples() {
        super(20, 50);
    }

    /** Bias and activation added to y in place. */
    static ExampleCall forward(ActivationShape shape, Activation activation) {
        String operation = "forward" + suffix(activation);
        return new ExampleCall(FILE, operation, shape.toString(), 2 * shape.bytes(), operands -> {
                    Floats y = operands.floats("y", shape.elements());
                    Floats bias = operands.floats("bias", shape.channels());
                    BiasRelu biasRelu = new BiasRelu(operands.kernels());
                    return new Prepared(
                            stream -> biasRelu.forward(stream, shape, bias.buffer(), activation, y.buffer()), () -> {
                                double[] expected = y.values();
                                BiasReluReference.forward(shape, bias.values(), activation, expected);
                                // One addition of numbers below 1.
                                return y.compare(expected, 2.0, 1);
                            });
                })
                .drawnFromSeedAlone();
    }

    /** dBias from y and dy, and dy behind the activation in place. */
    public static ExampleCall backward(ActivationShape shape, Activation activation) {
        // Behind a ReLU dy is read, masked by y and written; else only read.
        long bytes = activation == Activation.RELU ? 3 * shape.bytes() : shape.bytes();
        String operation = "backward" + suffix(activation);
        return new ExampleCall(FILE, operation, shape.toString(), bytes, operands -> {
                    Floats y = operands.floats("y", shape.elements(), BiasReluExamples::rectified);
                    Floats dy = operands.floats("dy", shape.elements());
                    Floats dBias = operands.output("dBias", shape.channels());
                    BiasRelu biasRelu = new BiasRelu(operands.kernels());
                    return new Prepared(
                            stream -> biasRelu.backward(
                                    stream, shape, activation, y.buffer(), dy.buffer(), dBias.buffer()),
                            () -> compare(shape, activation, y, dy, dBias));
                })
                .drawnFromSeedAlone();
    }

    /** Where ReLU stood at 0 the gradient is 0 too. */
    private static float[] rectified(Drawing random, int count) {
        float[] y = random.uniform(count, -1, 1);
        for (int i = 0; i < count; i += 3) {
            y[i] = 0;
        }
        return y;
    }

    private static CheckResult compare(
            ActivationShape shape, Activation activation, Floats y, Floats dy, Floats dBias) {
        double[] magnitudes = new double[shape.channels()];
        BiasReluReference.backward(shape, Activation.NONE, y.values(), dy.magnitudes(), magnitudes);
        double[] expectedDy = dy.values();
        double[] expected = new double[shape.channels()];
        BiasReluReference.backward(shape, activation, y.values(), expectedDy, expected);
        double terms = (double) shape.elements() / shape.channels();
        // The gradient is passed on or set to 0, so no rounding is allowed.
        return dy.compare(expectedDy, 1.0, 0).and(dBias.compare(expected, magnitudes, Floats.roundings(terms)));
    }

    /** With and without ReLU in turn. */
    static Activation inTurn(int index) {
        return index % 2 == 0 ? Activation.RELU : Activation.NONE;
    }

    /** What the names of operations with this activation end in. */
    static String suffix(Activation activation) {
        return activation == Activation.RELU ? " with relu" : "";
    }

    /** The shapes that are checked: odd sizes, every size of block. */
    public static List<ActivationShape> shapes() {
        return ActivationShapes.of(SHAPES);
    }

    /** Forward and backward of each shape, each with and without ReLU. */
    @Override
    List<ExampleCall> checks() {
        return each(
                shapes(),
                (shape, i) -> List.of(
                        forward(shape, Activation.NONE),
                        backward(shape, Activation.NONE),
                        forward(shape, Activation.RELU),
                        backward(shape, Activation.RELU)));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch(
                        "conv2 bias",
                        "bias_relu_forward",
                        n -> forward(new ActivationShape(128, 27, 27, n), Activation.RELU)),
                new RepresentativeLaunch(
                        "conv2 bias gradient",
                        "bias_relu_backward",
                        n -> backward(new ActivationShape(128, 27, 27, n), Activation.RELU)));
    }
}
