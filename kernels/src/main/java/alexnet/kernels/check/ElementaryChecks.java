package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Elementary;
import alexnet.kernels.reference.ElementaryReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Elementary} against {@link ElementaryReference}. */
public final class ElementaryChecks {

    private ElementaryChecks() {}

    /** Lengths around the edges of warps and blocks; arguments over the whole range of finite results. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[] lengths = {1, 2, 3, 5, 7, 31, 32, 33, 64, 97, 127, 128, 255, 256, 257, 509, 1000, 1023, 1024, 4099, 20011
        };
        for (int elements : lengths) {
            String shape = elements + " elements";
            checks.add(new ShapedCheck("elementary", "exponential", shape, bench -> exponential(bench, elements)));
            checks.add(new ShapedCheck("elementary", "logarithm", shape, bench -> logarithm(bench, elements)));
        }
        return checks;
    }

    private static CheckResult exponential(CheckBench bench, int elements) {
        float[] x = bench.uniform(elements, -86, 88);
        DeviceBuffer y = bench.output("y", elements);
        new Elementary(bench.kernels()).exponential(bench.stream(), elements, bench.input("x", x), y);
        double[] expected = new double[elements];
        ElementaryReference.exponential(elements, CheckBench.widen(x), expected);
        // One ulp is at most two roundings.
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), 2);
    }

    private static CheckResult logarithm(CheckBench bench, int elements) {
        float[] x = new float[elements];
        for (int i = 0; i < elements; i++) {
            // Every positive finite bit pattern is as likely as any other.
            x[i] = Float.intBitsToFloat(1 + bench.random().nextInt(0x7f800000 - 1));
        }
        DeviceBuffer y = bench.output("y", elements);
        new Elementary(bench.kernels()).logarithm(bench.stream(), elements, bench.input("x", x), y);
        double[] expected = new double[elements];
        ElementaryReference.logarithm(elements, CheckBench.widen(x), expected);
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), 2);
    }
}
