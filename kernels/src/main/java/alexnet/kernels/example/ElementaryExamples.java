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
        return call(
                "exponential",
                elements,
                (random, count) -> random.uniform(count, -86, 88),
                (kernels, stream, x, y) -> new Elementary(kernels).exponential(stream, elements, x, y),
                (x, y) -> ElementaryReference.exponential(elements, x, y));
    }

    /** ln x; every positive finite bit pattern is as likely as any other. */
    static ExampleCall logarithm(int elements) {
        return call(
                "logarithm",
                elements,
                ElementaryExamples::positive,
                (kernels, stream, x, y) -> new Elementary(kernels).logarithm(stream, elements, x, y),
                (x, y) -> ElementaryReference.logarithm(elements, x, y));
    }

    private static float[] positive(Drawing random, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = Float.intBitsToFloat(1 + random.below(0x7f800000 - 1));
        }
        return x;
    }

    private static ExampleCall call(
            String operation,
            int elements,
            ExampleOperands.Draw x,
            UnaryCall.Launch launch,
            UnaryCall.Reference reference) {
        return new ExampleCall(
                "elementary",
                operation,
                Lengths.text(elements),
                2L * elements * Float.BYTES,
                UnaryCall.relative(elements, x, launch, reference, ROUNDINGS));
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
