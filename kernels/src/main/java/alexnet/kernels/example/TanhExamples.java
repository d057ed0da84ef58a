package alexnet.kernels.example;

import alexnet.kernels.Tanh;
import alexnet.kernels.reference.TanhReference;
import java.util.List;

/** {@link Tanh} against {@link TanhReference}. */
public final class TanhExamples extends KernelExamples {

    private static final String FILE = "tanh";
    private static final Tanh.Parameters PLAIN = new Tanh.Parameters(1, 1);
    private static final List<Tanh.Parameters> PARAMETERS =
            List.of(PLAIN, new Tanh.Parameters(1.7159f, 2 / 3f), new Tanh.Parameters(0.3f, 5));

    TanhExamples() {
        super(40, 110);
    }

    /** y from x. */
    public static ExampleCall forward(int elements, Tanh.Parameters parameters) {
        // 2 ulp of the tangent are at most 4 roundings; b x, which counts no more than once, and a times it add one
        // each.
        ExampleCall.Preparation preparation = UnaryCall.relative(
                elements,
                TanhExamples::arguments,
                (kernels, stream, x, y) -> new Tanh(kernels).forward(stream, elements, parameters, x, y),
                (x, y) -> TanhReference.forward(elements, parameters, x, y),
                6);
        return new ExampleCall(FILE, "forward", shape(elements, parameters), 2L * elements * Float.BYTES, preparation);
    }

    /** Magnitudes from 2^-40 to 8: linear, curved and saturated. */
    private static float[] arguments(Drawing random, int count) {
        float[] x = random.uniform(count, -1, 1);
        for (int i = 0; i < count; i++) {
            x[i] = Math.scalb(x[i], random.below(44) - 40);
        }
        return x;
    }

    /** dx from y and dy. */
    public static ExampleCall backward(int elements, Tanh.Parameters parameters) {
        return new ExampleCall(FILE, "backward", shape(elements, parameters), 3L * elements * Float.BYTES, operands -> {
            Floats y = operands.floats("y", elements, parameters.scale());
            Floats dy = operands.floats("dy", elements);
            Floats dx = operands.output("dx", elements);
            Tanh tanh = new Tanh(operands.kernels());
            return new Prepared(
                    stream -> tanh.backward(stream, elements, parameters, y.buffer(), dy.buffer(), dx.buffer()),
                    () -> dx.compareRelative(
                            (read, out) ->
                                    TanhReference.backward(elements, parameters, read.apply(y), read.apply(dy), out),
                            7));
        });
    }

    private static String shape(int elements, Tanh.Parameters parameters) {
        return Lengths.text(elements) + ", " + parameters.scale() + " tanh " + parameters.slope() + "x";
    }

    /** Plain tanh and scaled ones in turn. */
    @Override
    List<ExampleCall> checks() {
        return each(Lengths.AROUND_BLOCKS, (elements, i) -> {
            Tanh.Parameters parameters = PARAMETERS.get(i % PARAMETERS.size());
            return List.of(forward(elements, parameters), backward(elements, parameters));
        });
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch("tanh behind pool1", "tanh_forward", n -> forward(48 * 27 * 27 * n, PLAIN)),
                new RepresentativeLaunch(
                        "tanh behind pool1 backward", "tanh_backward", n -> backward(48 * 27 * 27 * n, PLAIN)));
    }
}
