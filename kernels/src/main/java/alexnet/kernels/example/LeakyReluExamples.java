package alexnet.kernels.example;

import alexnet.kernels.LeakyRelu;
import alexnet.kernels.reference.LeakyReluReference;
import java.util.List;

/** {@link LeakyRelu} against {@link LeakyReluReference}. */
public final class LeakyReluExamples extends KernelExamples {

    private static final String FILE = "leaky_relu";
    /** The slope of the paper by Maas, Hannun and Ng. */
    private static final float USUAL = 0.01f;

    private static final List<Float> SLOPES = List.of(USUAL, 0.25f, 0.99f);

    LeakyReluExamples() {
        super(35, 105);
    }

    /** y from x. A product is rounded once. */
    public static ExampleCall forward(int elements, float slope) {
        ExampleCall.Preparation preparation = UnaryCall.relative(
                elements,
                LeakyReluExamples::arguments,
                (kernels, stream, x, y) -> new LeakyRelu(kernels).forward(stream, elements, slope, x, y),
                (x, y) -> LeakyReluReference.forward(elements, slope, x, y),
                1);
        return new ExampleCall(FILE, "forward", shape(elements, slope), 2L * elements * Float.BYTES, preparation);
    }

    /** dx from y, which has the sign of x, and dy. A product is rounded once. */
    public static ExampleCall backward(int elements, float slope) {
        return new ExampleCall(FILE, "backward", shape(elements, slope), 3L * elements * Float.BYTES, operands -> {
            Floats y = operands.floats("y", elements, LeakyReluExamples::arguments);
            Floats dy = operands.floats("dy", elements);
            Floats dx = operands.output("dx", elements);
            LeakyRelu leakyRelu = new LeakyRelu(operands.kernels());
            return new Prepared(
                    stream -> leakyRelu.backward(stream, elements, slope, y.buffer(), dy.buffer(), dx.buffer()),
                    () -> dx.compareRelative(
                            (read, out) ->
                                    LeakyReluReference.backward(elements, slope, read.apply(y), read.apply(dy), out),
                            1));
        });
    }

    /** Values of either sign, about a quarter of them 0. */
    private static float[] arguments(Drawing random, int count) {
        float[] values = random.uniform(count, -1, 1);
        for (int i = 0; i < count; i++) {
            if (random.below(4) == 0) {
                values[i] = 0;
            }
        }
        return values;
    }

    private static String shape(int elements, float slope) {
        return Lengths.text(elements) + ", slope " + slope;
    }

    /** The usual slope and larger ones in turn. */
    @Override
    List<ExampleCall> checks() {
        return each(Lengths.AROUND_BLOCKS, (elements, i) -> {
            float slope = SLOPES.get(i % SLOPES.size());
            return List.of(forward(elements, slope), backward(elements, slope));
        });
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch(
                        "leaky ReLU behind pool1", "leaky_relu_forward", n -> forward(48 * 27 * 27 * n, USUAL)),
                new RepresentativeLaunch(
                        "leaky ReLU behind pool1 backward",
                        "leaky_relu_backward",
                        n -> backward(48 * 27 * 27 * n, USUAL)));
    }
}
