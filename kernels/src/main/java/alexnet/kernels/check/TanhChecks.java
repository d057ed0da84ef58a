package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Tanh;
import alexnet.kernels.reference.TanhReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Tanh} against {@link TanhReference}. */
public final class TanhChecks {

    private TanhChecks() {}

    /** Lengths around the edges of warps and blocks, plain tanh and scaled ones. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        Tanh.Parameters[] parameters = {
            new Tanh.Parameters(1, 1), new Tanh.Parameters(1.7159f, 2 / 3f), new Tanh.Parameters(0.3f, 5)
        };
        int[] lengths = {1, 2, 3, 5, 7, 31, 32, 33, 64, 97, 127, 128, 255, 256, 257, 509, 1000, 1023, 1024, 4099, 20011
        };
        for (int i = 0; i < lengths.length; i++) {
            int elements = lengths[i];
            Tanh.Parameters constants = parameters[i % parameters.length];
            String shape = elements + " elements, " + constants.scale() + " tanh " + constants.slope() + "x";
            checks.add(new ShapedCheck("tanh", "forward", shape, bench -> forward(bench, elements, constants)));
            checks.add(new ShapedCheck("tanh", "backward", shape, bench -> backward(bench, elements, constants)));
        }
        return checks;
    }

    private static CheckResult forward(CheckBench bench, int elements, Tanh.Parameters parameters) {
        float[] x = bench.uniform(elements, -1, 1);
        for (int e = 0; e < elements; e++) {
            // Magnitudes from 2^-40 to 8: linear, curved and saturated.
            x[e] = Math.scalb(x[e], bench.random().nextInt(44) - 40);
        }
        DeviceBuffer y = bench.output("y", elements);
        new Tanh(bench.kernels()).forward(bench.stream(), elements, parameters, bench.input("x", x), y);
        double[] expected = new double[elements];
        TanhReference.forward(elements, parameters, CheckBench.widen(x), expected);
        // 2 ulp of the tangent are at most 4 roundings; b x, which counts no more than once, and a times it add one
        // each.
        return Comparison.compare("y", y.toFloats(), expected, CheckBench.magnitudes(expected), 6);
    }

    private static CheckResult backward(CheckBench bench, int elements, Tanh.Parameters parameters) {
        float[] y = bench.uniform(elements, -parameters.scale(), parameters.scale());
        float[] dy = bench.uniform(elements, -1, 1);
        DeviceBuffer dx = bench.output("dx", elements);
        new Tanh(bench.kernels())
                .backward(bench.stream(), elements, parameters, bench.input("y", y), bench.input("dy", dy), dx);
        double[] expected = new double[elements];
        TanhReference.backward(elements, parameters, CheckBench.widen(y), CheckBench.widen(dy), expected);
        return Comparison.compare("dx", dx.toFloats(), expected, CheckBench.magnitudes(expected), 7);
    }
}
