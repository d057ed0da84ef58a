package alexnet.kernels.example;

import alexnet.kernels.Augment;
import alexnet.kernels.AugmentRule;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.reference.AugmentReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Augment} against {@link AugmentReference}. */
public final class AugmentExamples extends KernelExamples {

    /** Batch, source, crop, output. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1}, {1, 8, 5, 5}, {3, 8, 5, 8}, {31, 7, 7, 7}, {33, 9, 5, 6}, {127, 5, 3, 3},
        {1, 76, 67, 67}, {3, 40, 32, 35}, {31, 37, 31, 31}, {33, 36, 33, 33}, {2, 71, 64, 67}, {5, 34, 32, 64},
        {1, 65, 65, 70}, {4, 13, 11, 47}, {32, 32, 24, 24}, {64, 12, 11, 11}, {65, 6, 5, 5}, {127, 11, 7, 10},
        {1, 100, 33, 33}, {7, 29, 29, 32}, {2, 129, 97, 99}, {13, 28, 28, 28}
    };

    AugmentExamples() {
        super(0, 40);
    }

    /** The input of a network from pictures, with the mean of the central crop. */
    public static ExampleCall apply(AugmentShape shape) {
        return apply(shape, AugmentRule.central(shape), shape.toString());
    }

    private static ExampleCall apply(AugmentShape shape, AugmentRule rule, String text) {
        return new ExampleCall(
                "augment", "apply", text, shape.imageBytes() + shape.output().bytes(), operands -> {
                    int places = shape.sourceSize() - shape.cropSize() + 1;
                    Bytes images = operands.bytes("images", shape.imageBytes(), 256, random -> pictures(random, shape));
                    Ints cropX = operands.below("cropX", shape.batch(), places);
                    Ints cropY = operands.below("cropY", shape.batch(), places);
                    Ints mirror = operands.below("mirror", shape.batch(), 2);
                    Floats colour = operands.floats("colour", 3L * shape.batch(), 20);
                    Floats mean = operands.floats(
                            "mean",
                            3L * shape.sourceSize() * shape.sourceSize(),
                            (random, count) -> random.uniform(count, 0, 255));
                    Floats out = operands.output("out", shape.output().elements());
                    Augment augment = new Augment(operands.kernels());
                    return new Prepared(
                            stream -> augment.apply(
                                    stream,
                                    shape,
                                    images.buffer(),
                                    cropX.buffer(),
                                    cropY.buffer(),
                                    mirror.buffer(),
                                    colour.buffer(),
                                    mean.buffer(),
                                    rule,
                                    out.buffer()),
                            () -> {
                                double[] expected = new double[shape.output().elements()];
                                AugmentReference.apply(
                                        shape,
                                        images.values(),
                                        cropX.values(),
                                        cropY.values(),
                                        mirror.values(),
                                        colour.values(),
                                        mean.values(),
                                        rule,
                                        expected);
                                return compare(out, expected);
                            });
                });
    }

    private static byte[] pictures(Drawing random, AugmentShape shape) {
        byte[] images = new byte[Math.toIntExact(shape.imageBytes())];
        for (int i = 0; i < images.length; i++) {
            images[i] = (byte) random.below(256);
        }
        return images;
    }

    /** The border is exactly 0, so its tolerance is no more than the smallest normal float. */
    private static CheckResult compare(Floats out, double[] expected) {
        double[] magnitudes = new double[expected.length];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = expected[i] == 0 ? 0 : 255 + 20 + 255;
        }
        return out.compare(expected, magnitudes, 3);
    }

    /**
     * Crops as large as the source and far smaller, outputs with and without a zero border, partly filled tiles; then every
     * rule.
     */
    @Override
    List<ExampleCall> checks() {
        List<ExampleCall> checks = new ArrayList<>();
        for (int[] s : SHAPES) {
            checks.add(apply(new AugmentShape(s[0], s[1], s[2], s[3])));
        }
        AugmentShape shape = new AugmentShape(35, 40, 33, 35);
        for (int meanOffset : new int[] {0, 3, 7, AugmentRule.ALIGNED}) {
            for (boolean isBlueFirst : new boolean[] {false, true}) {
                AugmentRule rule = new AugmentRule(meanOffset, isBlueFirst, isBlueFirst ? 1 : (float) (1 / 1.1));
                checks.add(apply(shape, rule, shape + ", " + rule));
            }
        }
        return checks;
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch("input", "augment_apply", n -> apply(new AugmentShape(n, 256, 224, 227))));
    }
}
