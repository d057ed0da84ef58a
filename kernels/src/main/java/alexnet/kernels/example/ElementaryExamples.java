package alexnet.kernels.example;

import alexnet.kernels.Elementary;
import alexnet.kernels.reference.ElementaryReference;
import java.util.List;

/** {@link Elementary} against {@link ElementaryReference}. */
public final class ElementaryExamples extends KernelExamples {

    /** One ulp is at most two roundings. */
    private static final int ROUNDINGS = 2;

    ElementaryExamples() {
        super(150, 170);
    }

    /** e^x, over the whole range of finite results. */
    static ExampleCall exponential(int elements) {
        return call("exponential", elements, operands -> {
            Floats x = operands.floats("x", elements, (random, count) -> random.uniform(count, -86, 88));
            Floats y = operands.output("y", elements);
            Elementary elementary = new Elementary(operands.kernels());
            return new Prepared(
                    stream -> elementary.exponential(stream, elements, x.buffer(), y.buffer()),
                    () -> y.compareRelative(
                            (read, out) -> ElementaryReference.exponential(elements, read.apply(x), out), ROUNDINGS));
        });
    }

    /** ln x; every positive finite bit pattern is as likely as any other. */
    static ExampleCall logarithm(int elements) {
        return call("logarithm", elements, operands -> {
            Floats x = operands.floats("x", elements, ElementaryExamples::positive);
            Floats y = operands.output("y", elements);
            Elementary elementary = new Elementary(operands.kernels());
            return new Prepared(
                    stream -> elementary.logarithm(stream, elements, x.buffer(), y.buffer()),
                    () -> y.compareRelative(
                            (read, out) -> ElementaryReference.logarithm(elements, read.apply(x), out), ROUNDINGS));
        });
    }

    private static float[] positive(Drawing random, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = Float.intBitsToFloat(1 + random.below(0x7f800000 - 1));
        }
        return x;
    }

    private static ExampleCall call(String operation, int elements, ExampleCall.Preparation preparation) {
        return new ExampleCall(
                "elementary", operation, Lengths.text(elements), 2L * elements * Float.BYTES, preparation);
    }

    @Override
    List<ExampleCall> checks() {
        return each(Lengths.AROUND_BLOCKS, (elements, i) -> List.of(exponential(elements), logarithm(elements)));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch(
                        "a million values", List.of("elementary_exponential"), 0, n -> exponential(1 << 20)),
                new RepresentativeLaunch(
                        "a million values", List.of("elementary_logarithm"), 0, n -> logarithm(1 << 20)));
    }
}
