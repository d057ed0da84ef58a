package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;
import alexnet.kernels.reference.LrnReference;
import java.util.ArrayList;
import java.util.Arrays;
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
        int[][] borders = {
            {2, 1, 1, 1, 2, 0}, {3, 5, 3, 31, 0, 2}, {4, 3, 2, 33, 2, 2}, {48, 5, 5, 4, 0, 2},
            {48, 3, 7, 3, 2, 0}, {64, 1, 1, 127, 2, 2}, {65, 3, 1, 31, 2, 2}, {131, 2, 1, 7, 2, 0},
            {7, 13, 3, 1, 2, 2}, {16, 1, 5, 33, 0, 2}, {96, 1, 3, 31, 2, 0}, {37, 7, 1, 5, 2, 2}
        };
        for (int[] b : borders) {
            addBorder(checks, new ActivationShape(b[0], b[1], b[2], b[3]), PAPER, new Lrn.Border(b[4], b[5]));
        }
        for (int size = 3; size <= Lrn.LARGEST_SIZE; size += 2) {
            Lrn.Parameters parameters = new Lrn.Parameters(size, 1.5f, 3e-4f, 0.75f);
            addBorder(checks, new ActivationShape(19, 3, 2, 33), parameters, new Lrn.Border(size / 2, size / 2));
        }
        addBorder(checks, new ActivationShape(67, 1, 5, 3), WIDE, new Lrn.Border(4, 0));
        addBorder(checks, new ActivationShape(4, 5, 1, 31), WIDE, new Lrn.Border(0, 4));
        return checks;
    }

    private static void add(List<KernelCheck> checks, ActivationShape shape, Lrn.Parameters parameters) {
        String name = shape + " size " + parameters.size();
        checks.add(new ShapedCheck("lrn", "forward", name, bench -> forward(bench, shape, parameters)));
        checks.add(new ShapedCheck("lrn", "backward", name, bench -> backward(bench, shape, parameters)));
    }

    private static void addBorder(
            List<KernelCheck> checks, ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        String name =
                shape + " size " + parameters.size() + ", " + border.lower() + " below, " + border.upper() + " above";
        checks.add(new ShapedCheck(
                "lrn", "border forward", name, bench -> borderForward(bench, shape, parameters, border)));
        checks.add(
                new ShapedCheck("lrn", "border terms", name, bench -> borderTerms(bench, shape, parameters, border)));
        checks.add(new ShapedCheck(
                "lrn", "border backward", name, bench -> borderBackward(bench, shape, parameters, border)));
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
        addUp(absoluteX, absoluteDy, plain, magnitudes);
        // A term has 1.75 (size + 1) roundings from s and 6 others; the sum adds size, the end 3.
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, 3 * parameters.size() + 12);
    }

    private static CheckResult borderForward(
            CheckBench bench, ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        float[] x = activations(bench, border.around(shape));
        DeviceBuffer y = bench.output("y", shape.elements());
        new Lrn(bench.kernels()).borderForward(bench.stream(), shape, parameters, border, bench.input("x", x), y);
        double[] expected = new double[shape.elements()];
        LrnReference.borderForward(shape, parameters, border, CheckBench.widen(x), expected);
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), parameters.size() + 6);
    }

    private static CheckResult borderTerms(
            CheckBench bench, ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        float[] x = activations(bench, border.around(shape));
        float[] dy = bench.uniform(shape.elements(), -1, 1);
        int plane = shape.elements() / shape.channels();
        int rows = parameters.half() * plane;
        // What no neighbour asks for must stay as it is.
        DeviceBuffer terms = bench.input("terms", new float[2 * rows]);
        new Lrn(bench.kernels())
                .borderTerms(
                        bench.stream(), shape, parameters, border, bench.input("x", x), bench.input("dy", dy), terms);
        double[] expected = new double[2 * rows];
        LrnReference.borderTerms(shape, parameters, border, CheckBench.widen(x), CheckBench.widen(dy), expected);
        return Comparison.compare(
                "terms", terms.toFloats(), expected, CheckBench.magnitudes(expected), 2 * parameters.size() + 10);
    }

    private static CheckResult borderBackward(
            CheckBench bench, ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        float[] x = activations(bench, border.around(shape));
        float[] dy = bench.uniform(shape.elements(), -1, 1);
        float[] neighbours = bench.uniform(border.neighbours(shape).elements(), -20, 20);
        DeviceBuffer dx = bench.output("dx", shape.elements());
        new Lrn(bench.kernels())
                .borderBackward(
                        bench.stream(),
                        shape,
                        parameters,
                        border,
                        bench.input("x", x),
                        bench.input("dy", dy),
                        bench.input("neighbours", neighbours),
                        dx);
        double[] expected = new double[shape.elements()];
        LrnReference.borderBackward(
                shape,
                parameters,
                border,
                CheckBench.widen(x),
                CheckBench.widen(dy),
                CheckBench.widen(neighbours),
                expected);
        double[] absoluteX = CheckBench.magnitudes(CheckBench.widen(x));
        double[] absoluteDy = CheckBench.magnitudes(CheckBench.widen(dy));
        double[] plain = new double[expected.length];
        double[] magnitudes = new double[expected.length];
        LrnReference.borderForward(shape, parameters, border, absoluteX, plain);
        LrnReference.borderBackward(
                shape,
                parameters,
                border,
                absoluteX,
                absoluteDy,
                CheckBench.magnitudes(CheckBench.widen(neighbours)),
                magnitudes);
        int from = border.lower() * (shape.elements() / shape.channels());
        double[] own = Arrays.copyOfRange(absoluteX, from, from + expected.length);
        addUp(own, absoluteDy, plain, magnitudes);
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, 3 * parameters.size() + 12);
    }

    /**
     * Turns first - second into first + second, where first is |dy| s^-0.75 = |dy| y / x.
     *
     * @param plain y of the magnitudes of x
     * @param magnitudes first - second, then their sum
     */
    private static void addUp(double[] absoluteX, double[] absoluteDy, double[] plain, double[] magnitudes) {
        for (int i = 0; i < magnitudes.length; i++) {
            double first = absoluteX[i] == 0 ? absoluteDy[i] : absoluteDy[i] * plain[i] / absoluteX[i];
            magnitudes[i] = 2 * first - magnitudes[i];
        }
    }

    /** Large enough that alpha times the sum of squares is of the order of k. */
    private static float[] activations(CheckBench bench, ActivationShape shape) {
        return bench.uniform(shape.elements(), -150, 150);
    }
}
