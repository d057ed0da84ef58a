package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Augment;
import alexnet.kernels.AugmentRule;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.reference.AugmentReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Augment} against {@link AugmentReference}. */
public final class AugmentChecks {

    private AugmentChecks() {}

    /** Crops as large as the source and far smaller, outputs with and without a zero border, partly filled tiles. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
            {1, 1, 1, 1},
            {1, 8, 5, 5},
            {3, 8, 5, 8},
            {31, 7, 7, 7},
            {33, 9, 5, 6},
            {127, 5, 3, 3},
            {1, 76, 67, 67},
            {3, 40, 32, 35},
            {31, 37, 31, 31},
            {33, 36, 33, 33},
            {2, 71, 64, 67},
            {5, 34, 32, 64},
            {1, 65, 65, 70},
            {4, 13, 11, 47},
            {32, 32, 24, 24},
            {64, 12, 11, 11},
            {65, 6, 5, 5},
            {127, 11, 7, 10},
            {1, 100, 33, 33},
            {7, 29, 29, 32},
            {2, 129, 97, 99},
            {13, 28, 28, 28}
        };
        for (int[] s : shapes) {
            AugmentShape shape = new AugmentShape(s[0], s[1], s[2], s[3]);
            AugmentRule rule = AugmentRule.central(shape);
            checks.add(new ShapedCheck("augment", "apply", shape.toString(), bench -> apply(bench, shape, rule)));
        }
        AugmentShape shape = new AugmentShape(35, 40, 33, 35);
        for (int meanOffset : new int[] {0, 3, 7, AugmentRule.ALIGNED}) {
            for (boolean isBlueFirst : new boolean[] {false, true}) {
                AugmentRule rule = new AugmentRule(meanOffset, isBlueFirst, isBlueFirst ? 1 : (float) (1 / 1.1));
                checks.add(
                        new ShapedCheck("augment", "apply", shape + ", " + rule, bench -> apply(bench, shape, rule)));
            }
        }
        return checks;
    }

    private static CheckResult apply(CheckBench bench, AugmentShape shape, AugmentRule rule) {
        byte[] images = new byte[Math.toIntExact(shape.imageBytes())];
        for (int i = 0; i < images.length; i++) {
            images[i] = (byte) bench.random().nextInt(256);
        }
        int places = shape.sourceSize() - shape.cropSize() + 1;
        int[] cropX = bench.below(shape.batch(), places);
        int[] cropY = bench.below(shape.batch(), places);
        int[] mirror = bench.below(shape.batch(), 2);
        float[] colour = bench.uniform(3 * shape.batch(), -20, 20);
        float[] mean = bench.uniform(3 * shape.sourceSize() * shape.sourceSize(), 0, 255);
        DeviceBuffer out = bench.output("out", shape.output().elements());
        new Augment(bench.kernels())
                .apply(
                        bench.stream(),
                        shape,
                        bench.input("images", images),
                        bench.input("cropX", cropX),
                        bench.input("cropY", cropY),
                        bench.input("mirror", mirror),
                        bench.input("colour", colour),
                        bench.input("mean", mean),
                        rule,
                        out);
        double[] expected = new double[shape.output().elements()];
        AugmentReference.apply(
                shape, images, cropX, cropY, mirror, CheckBench.widen(colour), CheckBench.widen(mean), rule, expected);
        // The border is exactly 0, so its tolerance is no more than the smallest normal float.
        double[] magnitudes = CheckBench.magnitudes(expected);
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = magnitudes[i] == 0 ? 0 : 255 + 20 + 255;
        }
        return Comparison.compare("out", out.toFloats(), expected, magnitudes, 3);
    }
}
