package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Local;
import alexnet.kernels.reference.LocalReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Local} against {@link LocalReference}: every tile, odd sizes, batches of several chunks and tiles. */
public final class LocalChecks {

    /** Channels, height, width, batch, filters, filter height and width, stride, padding. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1, 1, 1, 1, 1, 0},
        {3, 5, 7, 3, 7, 3, 3, 1, 1},
        {4, 6, 5, 31, 12, 5, 5, 1, 2},
        {7, 5, 4, 33, 17, 3, 3, 1, 1},
        {6, 3, 3, 127, 33, 3, 3, 1, 1},
        {5, 4, 4, 32, 49, 3, 3, 1, 0},
        {64, 2, 3, 128, 64, 3, 3, 1, 1},
        {48, 2, 2, 129, 20, 2, 2, 1, 1},
        {16, 4, 4, 64, 32, 1, 1, 1, 0},
        {2, 9, 8, 2, 5, 7, 3, 1, 2},
        {3, 4, 9, 40, 10, 2, 5, 1, 0},
        {8, 3, 3, 260, 8, 3, 3, 1, 2},
        {9, 1, 5, 96, 6, 1, 3, 1, 1},
        {33, 3, 2, 31, 47, 3, 3, 1, 1},
        {12, 4, 4, 65, 40, 3, 3, 1, 1},
        {1, 8, 8, 5, 3, 4, 4, 1, 1},
        {20, 2, 2, 17, 65, 2, 2, 1, 0},
        {5, 7, 3, 161, 16, 3, 3, 1, 1},
        {130, 2, 2, 4, 9, 2, 2, 1, 1},
        {2, 3, 3, 9, 3, 2, 2, 1, 3},
        {3, 11, 9, 33, 24, 5, 5, 2, 2},
        {2, 9, 9, 70, 8, 3, 3, 3, 0},
    };

    private LocalChecks() {}

    /** Forward, data gradient where the stride is 1, and weight gradient of each shape. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        for (ConvShape shape : shapes()) {
            Activation activation = checks.size() % 2 == 0 ? Activation.RELU : Activation.NONE;
            add(
                    checks,
                    "forward" + (activation == Activation.RELU ? " with relu" : ""),
                    shape,
                    bench -> forward(bench, shape, activation));
            if (shape.stride() == 1) {
                add(checks, "data gradient", shape, bench -> dataGradient(bench, shape));
            }
            add(checks, "weight gradient", shape, bench -> weightGradient(bench, shape));
        }
        return List.copyOf(checks);
    }

    /** The shapes that are checked. */
    public static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>();
        for (int[] s : SHAPES) {
            shapes.add(new ConvShape(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]));
        }
        return List.copyOf(shapes);
    }

    private static void add(List<KernelCheck> checks, String operation, ConvShape shape, ShapedCheck.Body body) {
        checks.add(new ShapedCheck("local", operation, shape.toString(), body));
    }

    private static CheckResult forward(CheckBench bench, ConvShape shape, Activation activation) {
        float[] x = bench.uniform(shape.input().elements(), -1, 1);
        float[] weights = bench.uniform(shape.unsharedWeights(), -1, 1);
        float[] bias = bench.uniform(shape.output().elements() / shape.batch(), -1, 1);
        DeviceBuffer y = bench.output("y", shape.output().elements());
        new Local(bench.kernels())
                .forward(
                        bench.stream(),
                        shape,
                        bench.input("x", x),
                        bench.input("weights", weights),
                        bench.input("bias", bias),
                        activation,
                        y);
        double[] expected = new double[shape.output().elements()];
        double[] magnitude = new double[expected.length];
        LocalReference.forward(
                shape, CheckBench.widen(x), CheckBench.widen(weights), CheckBench.widen(bias), activation, expected);
        LocalReference.forward(shape, magnitudes(x), magnitudes(weights), magnitudes(bias), Activation.NONE, magnitude);
        return compare("y", y, expected, magnitude, shape.fanIn());
    }

    private static CheckResult dataGradient(CheckBench bench, ConvShape shape) {
        float[] weights = bench.uniform(shape.unsharedWeights(), -1, 1);
        float[] dy = bench.uniform(shape.output().elements(), -1, 1);
        DeviceBuffer dx = bench.output("dx", shape.input().elements());
        new Local(bench.kernels())
                .dataGradient(bench.stream(), shape, bench.input("weights", weights), bench.input("dy", dy), dx);
        double[] expected = new double[shape.input().elements()];
        double[] magnitude = new double[expected.length];
        LocalReference.dataGradient(shape, CheckBench.widen(weights), CheckBench.widen(dy), expected);
        LocalReference.dataGradient(shape, magnitudes(weights), magnitudes(dy), magnitude);
        return compare("dx", dx, expected, magnitude, (double) shape.weights() / shape.channels());
    }

    private static CheckResult weightGradient(CheckBench bench, ConvShape shape) {
        float[] x = bench.uniform(shape.input().elements(), -1, 1);
        float[] dy = bench.uniform(shape.output().elements(), -1, 1);
        DeviceBuffer dWeights = bench.output("dWeights", shape.unsharedWeights());
        new Local(bench.kernels())
                .weightGradient(bench.stream(), shape, bench.input("x", x), bench.input("dy", dy), dWeights);
        double[] expected = new double[shape.unsharedWeights()];
        double[] magnitude = new double[expected.length];
        LocalReference.weightGradient(shape, CheckBench.widen(x), CheckBench.widen(dy), expected);
        LocalReference.weightGradient(shape, magnitudes(x), magnitudes(dy), magnitude);
        return compare("dWeights", dWeights, expected, magnitude, shape.batch());
    }

    private static double[] magnitudes(float[] values) {
        return CheckBench.magnitudes(CheckBench.widen(values));
    }

    private static CheckResult compare(
            String name, DeviceBuffer found, double[] expected, double[] magnitude, double terms) {
        return Comparison.compare(name, found.toFloats(), expected, magnitude, CheckOperands.roundings(terms));
    }
}
