package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Sum;
import alexnet.kernels.reference.SumReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Sum} against {@link SumReference}. */
public final class SumChecks {

    private SumChecks() {}

    /** Lengths around the edges of warps and blocks. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[] lengths = {
            1, 2, 3, 7, 31, 32, 33, 63, 65, 127, 128, 255, 256, 257, 511, 1000, 1023, 1025, 4099, 21632, 65536, 65537
        };
        for (int elements : lengths) {
            checks.add(new ShapedCheck("sum", "add", elements + " elements", bench -> add(bench, elements)));
        }
        return checks;
    }

    private static CheckResult add(CheckBench bench, int elements) {
        float[] x = bench.uniform(elements, -1, 1);
        float[] y = bench.uniform(elements, -1, 1);
        DeviceBuffer out = bench.output("out", elements);
        new Sum(bench.kernels()).add(bench.stream(), elements, bench.input("x", x), bench.input("y", y), out);
        double[] expected = new double[elements];
        SumReference.add(elements, CheckBench.widen(x), CheckBench.widen(y), expected);
        return Comparison.compare("out", out.toFloats(), expected, CheckBench.magnitudes(expected), 1);
    }
}
