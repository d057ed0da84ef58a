package alexnet.kernels.example;

import alexnet.kernels.SoftmaxCrossEntropy;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.reference.SoftmaxCrossEntropyReference;
import java.util.List;

/** {@link SoftmaxCrossEntropy} against {@link SoftmaxCrossEntropyReference}. */
public final class SoftmaxCrossEntropyExamples extends KernelExamples {

    private static final int RANGE = 12;
    private static final int PAPER_CLASSES = 1000;

    /** Classes, batch: fewer classes than slices, and the 1000 of the paper. */
    private static final int[][] SHAPES = {
        {1, 1},
        {1, 33},
        {2, 3},
        {3, 31},
        {5, 127},
        {6, 1},
        {7, 32},
        {10, 33},
        {10, 128},
        {11, 3},
        {15, 31},
        {16, 1},
        {17, 33},
        {31, 5},
        {33, 127},
        {64, 31},
        {97, 3},
        {100, 33},
        {127, 1},
        {257, 31},
        {1000, 3},
        {1000, 33},
        {1009, 1}
    };

    SoftmaxCrossEntropyExamples() {
        super(140, 130);
    }

    /** What forward writes. */
    private record Results(Floats probabilities, Floats loss, Floats top1, Floats top5) {}

    /** Probabilities, loss and scores from logits and labels. */
    public static ExampleCall forward(int classes, int batch) {
        return forward(classes, batch, "", (random, count) -> random.uniform(count, -RANGE, RANGE));
    }

    private static ExampleCall forwardWithTies(int classes, int batch) {
        return forward(classes, batch, " with ties", (random, count) -> random.whole(count, 2));
    }

    private static ExampleCall forward(int classes, int batch, String suffix, ExampleOperands.Draw draw) {
        return call("forward", classes, batch, suffix, operands -> {
            Floats logits = operands.floats("logits", (long) classes * batch, draw);
            Ints labels = labels(operands, classes, batch);
            Results results = new Results(
                    operands.output("probabilities", (long) classes * batch),
                    operands.output("loss", batch),
                    operands.output("top1", batch),
                    operands.output("top5", batch));
            SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(operands.kernels());
            return new Prepared(
                    stream -> softmax.forward(
                            stream,
                            classes,
                            batch,
                            logits.buffer(),
                            labels.buffer(),
                            results.probabilities.buffer(),
                            results.loss.buffer(),
                            results.top1.buffer(),
                            results.top5.buffer()),
                    () -> compare(classes, batch, logits, labels, results));
        });
    }

    private static CheckResult compare(int classes, int batch, Floats logits, Ints labels, Results results) {
        double[] probabilities = new double[classes * batch];
        double[] loss = new double[batch];
        double[] top1 = new double[batch];
        double[] top5 = new double[batch];
        SoftmaxCrossEntropyReference.forward(
                classes, batch, logits.values(), labels.values(), probabilities, loss, top1, top5);
        // Taking off the maximum rounds a number of up to 2 RANGE, which the exponential turns into as many relative
        // roundings; the exponential has 2, a slice of the sum classes / 16, joining the slices 16.
        double roundings = 2 * RANGE + 2 + classes / 16.0 + 16;
        // Relative errors of the sum are absolute ones of its logarithm; the logarithm and the differences have 4 more.
        double[] lossMagnitudes = new double[batch];
        for (int n = 0; n < batch; n++) {
            lossMagnitudes[n] = 1 + Math.abs(loss[n]);
        }
        // Numerator and denominator of a probability have the errors of an exponential each.
        return results.probabilities
                .compare(probabilities, Floats.magnitudes(probabilities), 2 * roundings + 1)
                .and(results.loss.compare(loss, lossMagnitudes, roundings + 4))
                .and(results.top1.compare(top1, 1, 1))
                .and(results.top5.compare(top5, 1, 1));
    }

    /** The gradient of the mean loss of a batch from probabilities and labels. */
    public static ExampleCall gradient(int classes, int batch) {
        return call("gradient", classes, batch, "", operands -> {
            Floats probabilities = operands.floats(
                    "probabilities", (long) classes * batch, (random, count) -> random.uniform(count, 0, 1));
            Ints labels = labels(operands, classes, batch);
            float scale = 1.0f / batch;
            Floats dLogits = operands.output("dLogits", (long) classes * batch);
            SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(operands.kernels());
            return new Prepared(
                    stream -> softmax.gradient(
                            stream, classes, batch, probabilities.buffer(), labels.buffer(), scale, dLogits.buffer()),
                    () -> dLogits.compareRelative(
                            (read, out) -> SoftmaxCrossEntropyReference.gradient(
                                    classes, batch, read.apply(probabilities), labels.values(), scale, out),
                            2));
        });
    }

    private static ExampleCall call(
            String operation, int classes, int batch, String suffix, ExampleCall.Preparation preparation) {
        String shape = classes + " classes, batch " + batch + suffix;
        return new ExampleCall(
                "softmax_cross_entropy", operation, shape, 2L * classes * batch * Float.BYTES, preparation);
    }

    /** Every class may be one, and about every eighth column is padding. */
    private static Ints labels(ExampleOperands operands, int classes, int batch) {
        return operands.ints("labels", batch, classes, random -> {
            int[] labels = random.below(batch, classes);
            for (int n = 0; n < batch; n++) {
                labels[n] = random.below(8) == 0 ? -1 : labels[n];
            }
            return labels;
        });
    }

    @Override
    List<ExampleCall> checks() {
        return each(
                List.of(SHAPES),
                (s, i) -> List.of(forward(s[0], s[1]), forwardWithTies(s[0], s[1]), gradient(s[0], s[1])));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch("loss", "softmax_cross_entropy_forward", n -> forward(PAPER_CLASSES, n)),
                new RepresentativeLaunch(
                        "loss gradient", "softmax_cross_entropy_gradient", n -> gradient(PAPER_CLASSES, n)));
    }
}
