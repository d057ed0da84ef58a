package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;
import alexnet.kernels.reference.LrnReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Lrn} against {@link LrnReference}. */
public final class LrnChecks {

    private static final Lrn.Parameters PAPER = new Lrn.Parameters(5, 2, 1e-4f, 0.75f);
    private static final Lrn.Parameters WIDE = new Lrn.Parameters(9, 1, 2e-4f, 0.75f);

    private LrnChecks() {}

    /** Windows wider than the channels, channels cut into slices, and every size from 1 to 15. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
            {1, 1, 1, 1}, {1, 7, 5, 3}, {2, 5, 5, 31}, {3, 3, 3, 33}, {4, 1, 3, 127},
            {5, 2, 3, 1}, {6, 7, 7, 3}, {7, 1, 1, 31}, {11, 13, 3, 1}, {16, 5, 3, 33},
            {17, 3, 2, 127}, {48, 5, 5, 4}, {61, 2, 2, 31}, {64, 1, 1, 257}, {65, 3, 1, 33},
            {96, 1, 3, 31}, {128, 3, 3, 1}, {131, 2, 1, 127}
        };
        for (int[] s : shapes) {
            add(checks, new ActivationShape(s[0], s[1], s[2], s[3]), PAPER);
        }
        for (int size = 1; size <= Lrn.LARGEST_SIZE; size += 2) {
            add(checks, new ActivationShape(19, 3, 2, 33), new Lrn.Parameters(size, 1.5f, 3e-4f, 0.75f));
        }
        add(checks, new ActivationShape(3, 5, 1, 31), WIDE);
        add(checks, new ActivationShape(67, 1, 5, 3), WIDE);
        return checks;
    }

    private static void add(List<KernelCheck> checks, ActivationShape shape, Lrn.Parameters parameters) {
        String name = shape + " size " + parameters.size();
        checks.add(new ShapedCheck("lrn", "forward", name, bench -> forward(bench, shape, parameters)));
        checks.add(new ShapedCheck("lrn", "backward", name, bench -> backward(bench, shape, parameters)));
    }

    private static CheckResult forward(CheckBench bench, ActivationShape shape, Lrn.Parameters parameters) {
        float[] x = activations(bench, shape);
        DeviceBuffer y = bench.output("y", shape.elements());
        new Lrn(bench.kernels()).forward(bench.stream(), shape, parameters, bench.input("x", x), y);
        double[] expected = new double[x.length];
        LrnReference.forward(shape, parameters, CheckBench.widen(x), expected);
        // The sum has positive terms only: size + 1 roundings relative to s, and 5 of roots, product and quotient.
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), parameters.size() + 6);
    }

    private static CheckResult backward(CheckBench bench, ActivationShape shape, Lrn.Parameters parameters) {
        float[] x = activations(bench, shape);
        float[] dy = bench.uniform(shape.elements(), -1, 1);
        DeviceBuffer dx = bench.output("dx", shape.elements());
        new Lrn(bench.kernels())
                .backward(bench.stream(), shape, parameters, bench.input("x", x), bench.input("dy", dy), dx);
        double[] expected = new double[x.length];
        LrnReference.backward(shape, parameters, CheckBench.widen(x), CheckBench.widen(dy), expected);
        // With the signs chosen so that both terms and all of the sum add up, the reference gives the magnitudes:
        // |dy| s^-0.75 + 1.5 alpha |x| sum |dy x| s^-1.75.
        double[] plain = new double[x.length];
        double[] magnitudes = new double[x.length];
        double[] absoluteX = CheckBench.magnitudes(CheckBench.widen(x));
        double[] absoluteDy = CheckBench.magnitudes(CheckBench.widen(dy));
        LrnReference.backward(shape, parameters, absoluteX, absoluteDy, magnitudes);
        LrnReference.forward(shape, parameters, absoluteX, plain);
        for (int i = 0; i < magnitudes.length; i++) {
            // first - second is known, and so is first = |dy| y / x: first + second = 2 first - (first - second).
            double first = absoluteX[i] == 0 ? absoluteDy[i] : absoluteDy[i] * plain[i] / absoluteX[i];
            magnitudes[i] = 2 * first - magnitudes[i];
        }
        // A term has 1.75 (size + 1) roundings from s and 6 others; the sum adds size, the end 3.
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, 3 * parameters.size() + 12);
    }

    /** Large enough that alpha times the sum of squares is of the order of k. */
    private static float[] activations(CheckBench bench, ActivationShape shape) {
        return bench.uniform(shape.elements(), -150, 150);
    }
}
