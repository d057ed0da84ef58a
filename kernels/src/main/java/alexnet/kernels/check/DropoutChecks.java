package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Dropout;
import alexnet.kernels.Dropout.Form;
import alexnet.kernels.reference.DropoutReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Dropout} against {@link DropoutReference}. */
public final class DropoutChecks {

    private DropoutChecks() {}

    /** Lengths around the edges of words, warps and blocks; values of the paper's form must be the same, not near. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[] lengths = {
            1, 2, 3, 4, 5, 7, 31, 32, 33, 93, 127, 128, 129, 255, 256, 257, 1021, 1023, 1024, 1025, 1028, 4099, 20011
        };
        float[] probabilities = {0.5f, 0.5f, 0.1f, 0.9f, 0};
        for (int i = 0; i < lengths.length; i++) {
            int elements = lengths[i];
            float p = probabilities[i % probabilities.length];
            String shape = elements + " elements, p " + p;
            checks.add(
                    new ShapedCheck("dropout", "forward", shape, bench -> mask(bench, elements, p, Form.PAPER, true)));
            checks.add(new ShapedCheck(
                    "dropout", "backward", shape, bench -> mask(bench, elements, p, Form.PAPER, false)));
            checks.add(new ShapedCheck(
                    "dropout", "inverted forward", shape, bench -> mask(bench, elements, p, Form.INVERTED, true)));
            checks.add(new ShapedCheck(
                    "dropout", "inverted backward", shape, bench -> mask(bench, elements, p, Form.INVERTED, false)));
            checks.add(new ShapedCheck(
                    "dropout", "scale", elements + " elements", bench -> scale(bench, elements, 1 - p)));
        }
        return checks;
    }

    private static CheckResult mask(CheckBench bench, int elements, float p, Form form, boolean forward) {
        Dropout dropout = new Dropout(bench.kernels());
        float[] x = bench.uniform(elements, -1, 1);
        // Seeds, layers and steps that need all their bits.
        long seed = (long) bench.random().nextInt() << 32 | 0x9abcdef1L;
        long step = (long) bench.random().nextInt() << 32 | 17;
        int layer = bench.random().nextInt(Integer.MAX_VALUE);
        DeviceBuffer y = bench.output("y", elements);
        double[] expected = new double[elements];
        if (forward) {
            dropout.forward(bench.stream(), elements, p, form, seed, layer, step, bench.input("x", x), y);
            DropoutReference.forward(elements, p, form, seed, layer, step, CheckBench.widen(x), expected);
        } else {
            dropout.backward(bench.stream(), elements, p, form, seed, layer, step, bench.input("dy", x), y);
            DropoutReference.backward(elements, p, form, seed, layer, step, CheckBench.widen(x), expected);
        }
        // The factor and the product are rounded once each; a factor of 1 changes no bit.
        return form == Form.PAPER
                ? Comparison.same("y", y.toFloats(), expected)
                : Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), 3);
    }

    private static CheckResult scale(CheckBench bench, int elements, float factor) {
        float[] x = bench.uniform(elements, -1, 1);
        DeviceBuffer y = bench.output("y", elements);
        new Dropout(bench.kernels()).scale(bench.stream(), elements, factor, bench.input("x", x), y);
        double[] expected = new double[elements];
        DropoutReference.scale(elements, factor, CheckBench.widen(x), expected);
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), 1);
    }
}
