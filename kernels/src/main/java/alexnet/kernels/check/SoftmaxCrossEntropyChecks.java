package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.SoftmaxCrossEntropy;
import alexnet.kernels.reference.SoftmaxCrossEntropyReference;
import java.util.ArrayList;
import java.util.List;

/** {@link SoftmaxCrossEntropy} against {@link SoftmaxCrossEntropyReference}. */
public final class SoftmaxCrossEntropyChecks {

    private static final String KERNEL = "softmax_cross_entropy";
    private static final int RANGE = 12;

    private SoftmaxCrossEntropyChecks() {}

    /** Fewer classes than slices, the 1000 of the paper, padding columns, and logits with many equal values. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
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
        for (int[] s : shapes) {
            String shape = s[0] + " classes, batch " + s[1];
            checks.add(new ShapedCheck(
                    KERNEL,
                    "forward",
                    shape,
                    bench -> forward(bench, s[0], s[1], bench.uniform(s[0] * s[1], -RANGE, RANGE))));
            checks.add(new ShapedCheck(
                    KERNEL,
                    "forward",
                    shape + " with ties",
                    bench -> forward(bench, s[0], s[1], bench.whole(s[0] * s[1], 2))));
            checks.add(new ShapedCheck(KERNEL, "gradient", shape, bench -> gradient(bench, s[0], s[1])));
        }
        return checks;
    }

    private static CheckResult forward(CheckBench bench, int classes, int batch, float[] logits) {
        int[] labels = labels(bench, classes, batch);
        DeviceBuffer probabilities = bench.output("probabilities", classes * batch);
        DeviceBuffer loss = bench.output("loss", batch);
        DeviceBuffer top1 = bench.output("top1", batch);
        DeviceBuffer top5 = bench.output("top5", batch);
        new SoftmaxCrossEntropy(bench.kernels())
                .forward(
                        bench.stream(),
                        classes,
                        batch,
                        bench.input("logits", logits),
                        bench.input("labels", labels),
                        probabilities,
                        loss,
                        top1,
                        top5);
        double[] expected = new double[classes * batch];
        double[] expectedLoss = new double[batch];
        double[] expectedTop1 = new double[batch];
        double[] expectedTop5 = new double[batch];
        SoftmaxCrossEntropyReference.forward(
                classes, batch, CheckBench.widen(logits), labels, expected, expectedLoss, expectedTop1, expectedTop5);
        // Taking off the maximum rounds a number of up to 2 RANGE, which the exponential turns into as many relative
        // roundings; the exponential has 2, a slice of the sum classes / 16, joining the slices 16.
        double roundings = 2 * RANGE + 2 + classes / 16.0 + 16;
        // Relative errors of the sum are absolute ones of its logarithm; the logarithm and the differences have 4 more.
        double[] lossMagnitudes = new double[batch];
        for (int n = 0; n < batch; n++) {
            lossMagnitudes[n] = 1 + Math.abs(expectedLoss[n]);
        }
        return Comparison.compare(
                        "probabilities",
                        probabilities.toFloats(),
                        expected,
                        CheckBench.magnitudes(expected),
                        // Numerator and denominator have the errors of an exponential each.
                        2 * roundings + 1)
                .and(Comparison.compare("loss", loss.toFloats(), expectedLoss, lossMagnitudes, roundings + 4))
                .and(Comparison.compare("top1", top1.toFloats(), expectedTop1, 1, 1))
                .and(Comparison.compare("top5", top5.toFloats(), expectedTop5, 1, 1));
    }

    private static CheckResult gradient(CheckBench bench, int classes, int batch) {
        float[] probabilities = bench.uniform(classes * batch, 0, 1);
        int[] labels = labels(bench, classes, batch);
        float scale = 1.0f / batch;
        DeviceBuffer dLogits = bench.output("dLogits", classes * batch);
        new SoftmaxCrossEntropy(bench.kernels())
                .gradient(
                        bench.stream(),
                        classes,
                        batch,
                        bench.input("probabilities", probabilities),
                        bench.input("labels", labels),
                        scale,
                        dLogits);
        double[] expected = new double[classes * batch];
        SoftmaxCrossEntropyReference.gradient(classes, batch, CheckBench.widen(probabilities), labels, scale, expected);
        return Comparison.compare("dLogits", dLogits.toFloats(), expected, CheckBench.magnitudes(expected), 2);
    }

    /** Every class may be one, and about every eighth column is padding. */
    private static int[] labels(CheckBench bench, int classes, int batch) {
        int[] labels = bench.below(batch, classes);
        for (int n = 0; n < batch; n++) {
            labels[n] = bench.random().nextInt(8) == 0 ? -1 : labels[n];
        }
        return labels;
    }
}
