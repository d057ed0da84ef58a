package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Relu;
import alexnet.kernels.reference.ReluReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Relu} against {@link ReluReference}. */
public final class ReluChecks {

    private ReluChecks() {}

    /** Lengths around the edges of warps and blocks; many values are 0; results must be the same, not near. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[] lengths = {1, 2, 3, 5, 7, 31, 32, 33, 64, 97, 127, 128, 255, 256, 257, 509, 1000, 1023, 1024, 4099, 20011
        };
        for (int elements : lengths) {
            String shape = elements + " elements";
            checks.add(new ShapedCheck("relu", "forward", shape, bench -> forward(bench, elements)));
            checks.add(new ShapedCheck("relu", "backward", shape, bench -> backward(bench, elements)));
        }
        return checks;
    }

    private static CheckResult forward(CheckBench bench, int elements) {
        float[] x = bench.whole(elements, 2);
        DeviceBuffer y = bench.output("y", elements);
        new Relu(bench.kernels()).forward(bench.stream(), elements, bench.input("x", x), y);
        double[] expected = new double[elements];
        ReluReference.forward(elements, CheckBench.widen(x), expected);
        return Comparison.same("y", y.toFloats(), expected);
    }

    private static CheckResult backward(CheckBench bench, int elements) {
        float[] x = bench.whole(elements, 2);
        float[] dy = bench.uniform(elements, -1, 1);
        float[] y = new float[elements];
        for (int e = 0; e < elements; e++) {
            y[e] = Math.max(x[e], 0);
        }
        DeviceBuffer dx = bench.output("dx", elements);
        new Relu(bench.kernels()).backward(bench.stream(), elements, bench.input("y", y), bench.input("dy", dy), dx);
        double[] expected = new double[elements];
        ReluReference.backward(elements, CheckBench.widen(x), CheckBench.widen(dy), expected);
        return Comparison.same("dx", dx.toFloats(), expected);
    }
}
