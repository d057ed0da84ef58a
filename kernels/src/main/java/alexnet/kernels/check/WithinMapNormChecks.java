package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.WithinMapNorm;
import alexnet.kernels.reference.WithinMapNormReference;
import java.util.ArrayList;
import java.util.List;

/** {@link WithinMapNorm} against {@link WithinMapNormReference}. */
public final class WithinMapNormChecks {

    private static final WithinMapNorm.Parameters ORIGINAL = new WithinMapNorm.Parameters(5, 1, 4e-5f, 0.75f);

    private WithinMapNormChecks() {}

    /** Maps smaller than the window, one pixel, long and narrow ones, and every size from 1 to 15. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
            {1, 1, 1, 1},
            {1, 7, 5, 3},
            {2, 5, 5, 31},
            {3, 3, 3, 33},
            {4, 1, 3, 127},
            {5, 2, 3, 1},
            {6, 7, 7, 3},
            {7, 1, 1, 31},
            {9, 13, 3, 1},
            {16, 5, 3, 33},
            {17, 3, 2, 64},
            {8, 4, 19, 5},
            {2, 13, 13, 32}
        };
        for (int[] s : shapes) {
            add(checks, new ActivationShape(s[0], s[1], s[2], s[3]), ORIGINAL);
        }
        for (int size = 1; size <= WithinMapNorm.LARGEST_SIZE; size += 2) {
            add(checks, new ActivationShape(3, 9, 17, 7), new WithinMapNorm.Parameters(size, 1.5f, 3e-4f, 0.75f));
        }
        return checks;
    }

    private static void add(List<KernelCheck> checks, ActivationShape shape, WithinMapNorm.Parameters parameters) {
        String name = shape + " size " + parameters.size();
        checks.add(new ShapedCheck("within_map_norm", "forward", name, bench -> forward(bench, shape, parameters)));
        checks.add(new ShapedCheck("within_map_norm", "backward", name, bench -> backward(bench, shape, parameters)));
    }

    private static CheckResult forward(CheckBench bench, ActivationShape shape, WithinMapNorm.Parameters parameters) {
        float[] x = activations(bench, shape);
        DeviceBuffer y = bench.output("y", shape.elements());
        new WithinMapNorm(bench.kernels()).forward(bench.stream(), shape, parameters, bench.input("x", x), y);
        double[] expected = new double[x.length];
        WithinMapNormReference.forward(shape, parameters, CheckBench.widen(x), expected);
        // The sum has positive terms only: size^2 + 1 roundings relative to s, and 5 of roots, product and quotient.
        int roundings = parameters.size() * parameters.size() + 6;
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), roundings);
    }

    private static CheckResult backward(CheckBench bench, ActivationShape shape, WithinMapNorm.Parameters parameters) {
        float[] x = activations(bench, shape);
        float[] dy = bench.uniform(shape.elements(), -1, 1);
        DeviceBuffer dx = bench.output("dx", shape.elements());
        new WithinMapNorm(bench.kernels())
                .backward(
                        bench.stream(),
                        shape,
                        parameters,
                        bench.input("x", x),
                        bench.input("dy", dy),
                        bench.output("workspace", shape.elements()),
                        dx);
        double[] expected = new double[x.length];
        WithinMapNormReference.backward(shape, parameters, CheckBench.widen(x), CheckBench.widen(dy), expected);
        // Of positive x and dy the gradient is first - second, with first = dy y / x: first + second is the magnitude.
        double[] absoluteX = CheckBench.magnitudes(CheckBench.widen(x));
        double[] absoluteDy = CheckBench.magnitudes(CheckBench.widen(dy));
        double[] plain = new double[x.length];
        double[] magnitudes = new double[x.length];
        WithinMapNormReference.forward(shape, parameters, absoluteX, plain);
        WithinMapNormReference.backward(shape, parameters, absoluteX, absoluteDy, magnitudes);
        for (int i = 0; i < magnitudes.length; i++) {
            double first = absoluteX[i] == 0 ? absoluteDy[i] : absoluteDy[i] * plain[i] / absoluteX[i];
            magnitudes[i] = 2 * first - magnitudes[i];
        }
        // A term has 1.75 (size^2 + 1) roundings from s and 6 others; the sum adds size^2, the end 3.
        int roundings = 3 * parameters.size() * parameters.size() + 12;
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, roundings);
    }

    /** Large enough that alpha times the sum of squares is of the order of k. */
    private static float[] activations(CheckBench bench, ActivationShape shape) {
        return bench.uniform(shape.elements(), -100, 100);
    }
}
