package alexnet.kernels.example;

import alexnet.kernels.Dropout;
import alexnet.kernels.Dropout.Form;
import alexnet.kernels.Dropout.Mask;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.reference.DropoutReference;
import java.util.List;

/** {@link Dropout} against {@link DropoutReference}. */
public final class DropoutExamples extends KernelExamples {

    private static final String FILE = "dropout";
    private static final int FC7_OUTPUTS = 2048;

    /** Around the edges of words, warps and blocks. */
    private static final int[] LENGTHS = {
        1, 2, 3, 4, 5, 7, 31, 32, 33, 93, 127, 128, 129, 255, 256, 257, 1021, 1023, 1024, 1025, 1028, 4099, 20011
    };

    private static final float[] PROBABILITIES = {0.5f, 0.5f, 0.1f, 0.9f, 0};

    DropoutExamples() {
        super(130, 120);
    }

    /** Seeds, layers and steps that need all their bits. */
    private static Mask mask(ExampleOperands operands, float p, Form form) {
        return operands.drawn(
                random -> {
                    long seed = (long) random.bits() << 32 | 0x9abcdef1L;
                    long step = (long) random.bits() << 32 | 17;
                    return new Mask(p, form, seed, random.below(Integer.MAX_VALUE), step);
                },
                new Mask(p, form, 1, 7, 1));
    }

    /** y from x and the mask. */
    public static ExampleCall forward(int elements, float p, Form form) {
        return masked("forward", elements, p, form, operands -> {
            Floats x = operands.floats("x", elements);
            Mask mask = mask(operands, p, form);
            Floats y = operands.output("y", elements);
            Dropout dropout = new Dropout(operands.kernels());
            return new Prepared(
                    stream -> dropout.forward(stream, elements, mask, x.buffer(), y.buffer()),
                    () -> compare(
                            form, y, (read, out) -> DropoutReference.forward(elements, mask, read.apply(x), out)));
        });
    }

    /** dx from dy and the mask. */
    static ExampleCall backward(int elements, float p, Form form) {
        return masked("backward", elements, p, form, operands -> {
            Floats dy = operands.floats("dy", elements);
            Mask mask = mask(operands, p, form);
            Floats dx = operands.output("dx", elements);
            Dropout dropout = new Dropout(operands.kernels());
            return new Prepared(
                    stream -> dropout.backward(stream, elements, mask, dy.buffer(), dx.buffer()),
                    () -> compare(
                            form, dx, (read, out) -> DropoutReference.backward(elements, mask, read.apply(dy), out)));
        });
    }

    private static ExampleCall masked(
            String direction, int elements, float p, Form form, ExampleCall.Preparation preparation) {
        String operation = (form == Form.INVERTED ? "inverted " : "") + direction;
        String shape = Lengths.text(elements) + ", p " + p;
        return new ExampleCall(FILE, operation, shape, 2L * elements * Float.BYTES, preparation);
    }

    /** Values of the paper's form must be the same; in the other, factor and product are rounded once each. */
    private static CheckResult compare(Form form, Floats y, Floats.Reference reference) {
        return form == Form.PAPER ? y.compareExactly(reference) : y.compareRelative(reference, 3);
    }

    /** y from x at test time. */
    static ExampleCall scale(int elements, float factor) {
        ExampleCall.Preparation preparation = UnaryCall.relative(
                elements,
                UnaryCall.UNIFORM,
                (kernels, stream, x, y) -> new Dropout(kernels).scale(stream, elements, factor, x, y),
                (x, y) -> DropoutReference.scale(elements, factor, x, y),
                1);
        return new ExampleCall(FILE, "scale", Lengths.text(elements), 2L * elements * Float.BYTES, preparation);
    }

    @Override
    List<ExampleCall> checks() {
        return each(Lengths.of(LENGTHS), (elements, i) -> {
            float p = PROBABILITIES[i % PROBABILITIES.length];
            return List.of(
                    forward(elements, p, Form.PAPER),
                    backward(elements, p, Form.PAPER),
                    forward(elements, p, Form.INVERTED),
                    backward(elements, p, Form.INVERTED),
                    scale(elements, 1 - p));
        });
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch(
                        "fc7 dropout", "dropout_mask", n -> forward(FC7_OUTPUTS * n, 0.5f, Form.PAPER)),
                new RepresentativeLaunch("fc7 at test time", "dropout_scale", n -> scale(FC7_OUTPUTS * n, 0.5f)));
    }
}
