package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.AvgPool;
import alexnet.kernels.PoolShape;
import alexnet.kernels.reference.AvgPoolReference;
import java.util.ArrayList;
import java.util.List;

/** {@link AvgPool} against {@link AvgPoolReference}. */
public final class AvgPoolChecks {

    private AvgPoolChecks() {}

    /** Windows with and without overlap, over the edge, and one window only. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
            {1, 3, 3, 1, 3, 2}, {3, 5, 7, 3, 3, 2}, {2, 13, 13, 31, 3, 2}, {5, 7, 11, 33, 3, 2},
            {1, 4, 4, 127, 3, 2}, {7, 6, 9, 1, 3, 2}, {3, 27, 27, 5, 3, 2}, {11, 4, 17, 33, 3, 2},
            {3, 31, 3, 31, 3, 2}, {1, 1, 1, 1, 1, 1}, {4, 8, 8, 31, 2, 2}, {3, 7, 5, 33, 2, 2},
            {5, 6, 6, 3, 3, 3}, {2, 8, 7, 127, 3, 3}, {3, 5, 5, 33, 3, 1}, {2, 11, 13, 3, 5, 2},
            {1, 13, 11, 31, 4, 3}, {2, 17, 16, 1, 5, 4}, {3, 2, 9, 33, 2, 1}, {1, 15, 15, 3, 15, 15},
            {2, 19, 23, 2, 15, 7}, {1, 9, 10, 127, 5, 5}, {13, 3, 4, 31, 1, 1}
        };
        for (int[] s : shapes) {
            PoolShape shape = new PoolShape(s[0], s[1], s[2], s[3], s[4], s[5]);
            checks.add(new ShapedCheck("avg_pool", "forward", shape.toString(), bench -> forward(bench, shape)));
            checks.add(new ShapedCheck("avg_pool", "backward", shape.toString(), bench -> backward(bench, shape)));
        }
        return checks;
    }

    private static CheckResult forward(CheckBench bench, PoolShape shape) {
        float[] x = bench.uniform(shape.input().elements(), -1, 1);
        DeviceBuffer y = bench.output("y", shape.output().elements());
        new AvgPool(bench.kernels()).forward(bench.stream(), shape, bench.input("x", x), y);
        double[] wide = CheckBench.widen(x);
        double[] expected = new double[shape.output().elements()];
        double[] magnitudes = new double[expected.length];
        AvgPoolReference.forward(shape, wide, expected);
        AvgPoolReference.forward(shape, CheckBench.magnitudes(wide), magnitudes);
        return Comparison.compare("y", y.toFloats(), expected, magnitudes, shape.size() * shape.size());
    }

    private static CheckResult backward(CheckBench bench, PoolShape shape) {
        float[] dy = bench.uniform(shape.output().elements(), -1, 1);
        DeviceBuffer dx = bench.output("dx", shape.input().elements());
        new AvgPool(bench.kernels()).backward(bench.stream(), shape, bench.input("dy", dy), dx);
        double[] wide = CheckBench.widen(dy);
        double[] expected = new double[shape.input().elements()];
        double[] magnitudes = new double[expected.length];
        AvgPoolReference.backward(shape, wide, expected);
        AvgPoolReference.backward(shape, CheckBench.magnitudes(wide), magnitudes);
        int windows = (shape.size() + shape.stride() - 1) / shape.stride();
        // Each addition is fused with its product and rounds once; so does the share of a window.
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, windows * windows + 1);
    }
}
