package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.MomentumSgd;
import alexnet.kernels.reference.MomentumSgdReference;
import java.util.ArrayList;
import java.util.List;

/** {@link MomentumSgd} against {@link MomentumSgdReference}. */
public final class MomentumSgdChecks {

    private MomentumSgdChecks() {}

    /** Lengths around the edges of warps and blocks, with and without momentum and decay. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[] lengths = {
            1, 2, 3, 5, 31, 32, 33, 96, 127, 128, 255, 256, 257, 363, 509, 1000, 1021, 1024, 2305, 4096, 34848, 65537
        };
        for (int elements : lengths) {
            float momentum = elements % 3 == 0 ? 0 : 0.9f;
            float decay = elements % 2 == 0 ? 0 : 0.0005f;
            String shape = elements + " elements, momentum " + momentum + ", decay " + decay;
            checks.add(new ShapedCheck(
                    "momentum_sgd", "update", shape, bench -> update(bench, elements, 0.01f, momentum, decay)));
        }
        return checks;
    }

    private static CheckResult update(CheckBench bench, int elements, float rate, float momentum, float decay) {
        float[] w = bench.uniform(elements, -1, 1);
        float[] v = bench.uniform(elements, -0.1f, 0.1f);
        float[] g = bench.uniform(elements, -2, 2);
        DeviceBuffer weights = bench.input("weights", w);
        DeviceBuffer velocity = bench.input("velocity", v);
        new MomentumSgd(bench.kernels())
                .update(bench.stream(), elements, rate, momentum, decay, weights, velocity, bench.input("gradient", g));
        double[] expectedW = CheckBench.widen(w);
        double[] expectedV = CheckBench.widen(v);
        MomentumSgdReference.update(elements, rate, momentum, decay, expectedW, expectedV, CheckBench.widen(g));
        double[] magnitudeV = new double[elements];
        double[] magnitudeW = new double[elements];
        for (int i = 0; i < elements; i++) {
            magnitudeV[i] = Math.abs(momentum * v[i]) + Math.abs(rate) * (Math.abs(decay * w[i]) + Math.abs(g[i]));
            magnitudeW[i] = Math.abs(w[i]) + magnitudeV[i];
        }
        // Fused sum, product, fused sum; one more sum for the weights.
        return Comparison.compare("velocity", velocity.toFloats(), expectedV, magnitudeV, 3)
                .and(Comparison.compare("weights", weights.toFloats(), expectedW, magnitudeW, 4));
    }
}
