package alexnet.kernels.example;

import alexnet.kernels.Sum;
import alexnet.kernels.reference.SumReference;
import java.util.List;

/** {@link Sum} against {@link SumReference}. */
public final class SumExamples extends KernelExamples {

    private static final int[] LENGTHS = {
        1, 2, 3, 7, 31, 32, 33, 63, 65, 127, 128, 255, 256, 257, 511, 1000, 1023, 1025, 4099, 21632, 65536, 65537
    };

    SumExamples() {
        super(160, 150);
    }

    /** x + y into memory of its own. */
    static ExampleCall add(int elements) {
        return add(elements, false);
    }

    /** y added to x, as a step adds up the gradients of both GPUs. */
    public static ExampleCall addInPlace(int elements) {
        return add(elements, true);
    }

    private static ExampleCall add(int elements, boolean inPlace) {
        return new ExampleCall("sum", "add", Lengths.text(elements), 3L * elements * Float.BYTES, operands -> {
            Floats x = operands.floats("x", elements);
            Floats y = operands.floats("y", elements);
            Floats out = inPlace ? x : operands.output("out", elements);
            Sum sum = new Sum(operands.kernels());
            return new Prepared(
                    stream -> sum.add(stream, elements, x.buffer(), y.buffer(), out.buffer()),
                    () -> out.compareRelative(
                            (read, result) -> SumReference.add(elements, read.apply(x), read.apply(y), result), 1));
        });
    }

    @Override
    List<ExampleCall> checks() {
        return Lengths.of(LENGTHS).stream().map(SumExamples::add).toList();
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(new RepresentativeLaunch(
                "conv3 gradients of both GPUs", "sum_add", n -> addInPlace(128 * 13 * 13 * n)));
    }
}
