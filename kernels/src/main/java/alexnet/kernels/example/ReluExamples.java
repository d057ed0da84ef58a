package alexnet.kernels.example;

import alexnet.kernels.Relu;
import alexnet.kernels.reference.ReluReference;
import java.util.List;

/** {@link Relu} against {@link ReluReference}. */
public final class ReluExamples extends KernelExamples {

    private static final String FILE = "relu";

    ReluExamples() {
        super(30, 100);
    }

    /** y from x. Many values are 0; results must be the same, not near. */
    public static ExampleCall forward(int elements) {
        ExampleCall.Preparation preparation = UnaryCall.exact(
                elements,
                (random, count) -> random.whole(count, 2),
                (kernels, stream, x, y) -> new Relu(kernels).forward(stream, elements, x, y),
                (x, y) -> ReluReference.forward(elements, x, y));
        return new ExampleCall(FILE, "forward", Lengths.text(elements), 2L * elements * Float.BYTES, preparation);
    }

    /** dx from y, which is 0 in many places, and dy. */
    public static ExampleCall backward(int elements) {
        return new ExampleCall(FILE, "backward", Lengths.text(elements), 3L * elements * Float.BYTES, operands -> {
            Floats y = operands.floats("y", elements, ReluExamples::rectified);
            Floats dy = operands.floats("dy", elements);
            Floats dx = operands.output("dx", elements);
            Relu relu = new Relu(operands.kernels());
            return new Prepared(
                    stream -> relu.backward(stream, elements, y.buffer(), dy.buffer(), dx.buffer()),
                    () -> dx.compareExactly(
                            (read, out) -> ReluReference.backward(elements, read.apply(y), read.apply(dy), out)));
        });
    }

    private static float[] rectified(Drawing random, int count) {
        float[] y = random.whole(count, 2);
        for (int i = 0; i < count; i++) {
            y[i] = Math.max(y[i], 0);
        }
        return y;
    }

    @Override
    List<ExampleCall> checks() {
        return each(Lengths.AROUND_BLOCKS, (elements, i) -> List.of(forward(elements), backward(elements)));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch("ReLU behind pool1", "relu_forward", n -> forward(48 * 27 * 27 * n)),
                new RepresentativeLaunch(
                        "ReLU behind pool1 backward", "relu_backward", n -> backward(48 * 27 * 27 * n)));
    }
}
