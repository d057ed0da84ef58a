package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.MaxPool;
import alexnet.kernels.PoolShape;
import alexnet.kernels.reference.MaxPoolReference;
import java.util.ArrayList;
import java.util.List;

/** {@link MaxPool} against {@link MaxPoolReference}. */
public final class MaxPoolChecks {

    private MaxPoolChecks() {}

    /** The paper's 3/2 windows and others, with windows over the edge, one window only, and many equal values. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
            {1, 3, 3, 1, 3, 2}, {3, 5, 7, 3, 3, 2}, {2, 13, 13, 31, 3, 2}, {5, 7, 11, 33, 3, 2},
            {1, 4, 4, 127, 3, 2}, {7, 6, 9, 1, 3, 2}, {3, 27, 27, 5, 3, 2}, {2, 55, 19, 3, 3, 2},
            {11, 4, 17, 33, 3, 2}, {3, 31, 3, 31, 3, 2}, {1, 1, 1, 1, 1, 1}, {4, 8, 8, 31, 2, 2},
            {3, 7, 5, 33, 2, 2}, {5, 6, 6, 3, 3, 3}, {2, 8, 7, 127, 3, 3}, {3, 5, 5, 33, 3, 1},
            {2, 11, 13, 3, 5, 2}, {1, 13, 11, 31, 4, 3}, {2, 17, 16, 1, 5, 4}, {3, 2, 9, 33, 2, 1},
            {1, 15, 15, 3, 15, 15}, {2, 19, 23, 2, 15, 7}, {1, 9, 10, 127, 5, 5}, {13, 3, 4, 31, 1, 1}
        };
        for (int[] s : shapes) {
            PoolShape shape = new PoolShape(s[0], s[1], s[2], s[3], s[4], s[5]);
            checks.add(new ShapedCheck(
                    "max_pool",
                    "forward",
                    shape.toString(),
                    bench -> forward(bench, shape, bench.uniform(shape.input().elements(), -1, 1))));
            checks.add(new ShapedCheck(
                    "max_pool",
                    "forward",
                    shape + " with ties",
                    bench -> forward(bench, shape, bench.whole(shape.input().elements(), 1))));
            checks.add(new ShapedCheck("max_pool", "backward", shape.toString(), bench -> backward(bench, shape)));
            checks.add(new ShapedCheck(
                    "max_pool", "backward to all", shape.toString(), bench -> backwardAll(bench, shape)));
        }
        return checks;
    }

    private static CheckResult forward(CheckBench bench, PoolShape shape, float[] x) {
        int outputs = shape.output().elements();
        DeviceBuffer y = bench.output("y", outputs);
        DeviceBuffer index = bench.outputBytes("index", outputs);
        new MaxPool(bench.kernels()).forward(bench.stream(), shape, bench.input("x", x), y, index);
        double[] expected = new double[outputs];
        byte[] expectedIndex = new byte[outputs];
        MaxPoolReference.forward(shape, CheckBench.widen(x), expected, expectedIndex);
        byte[] foundIndex = new byte[outputs];
        index.read(foundIndex);
        return Comparison.same("y", y.toFloats(), expected).and(Comparison.same("index", foundIndex, expectedIndex));
    }

    private static CheckResult backward(CheckBench bench, PoolShape shape) {
        // Few values make many windows share a maximum.
        float[] x = bench.whole(shape.input().elements(), 3);
        float[] dy = bench.uniform(shape.output().elements(), -1, 1);
        byte[] index = new byte[dy.length];
        MaxPoolReference.forward(shape, CheckBench.widen(x), new double[dy.length], index);
        DeviceBuffer dx = bench.output("dx", x.length);
        new MaxPool(bench.kernels())
                .backward(bench.stream(), shape, bench.input("dy", dy), bench.input("index", index), dx);
        double[] expected = new double[x.length];
        MaxPoolReference.backward(shape, CheckBench.widen(dy), index, expected);
        double[] magnitudes = new double[x.length];
        MaxPoolReference.backward(shape, CheckBench.magnitudes(CheckBench.widen(dy)), index, magnitudes);
        int windows = (shape.size() + shape.stride() - 1) / shape.stride();
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, windows * windows);
    }

    private static CheckResult backwardAll(CheckBench bench, PoolShape shape) {
        float[] x = bench.whole(shape.input().elements(), 3);
        float[] dy = bench.uniform(shape.output().elements(), -1, 1);
        double[] y = new double[dy.length];
        MaxPoolReference.forward(shape, CheckBench.widen(x), y, new byte[dy.length]);
        float[] maxima = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            maxima[i] = (float) y[i];
        }
        DeviceBuffer dx = bench.output("dx", x.length);
        new MaxPool(bench.kernels())
                .backwardAll(
                        bench.stream(),
                        shape,
                        bench.input("x", x),
                        bench.input("y", maxima),
                        bench.input("dy", dy),
                        dx);
        double[] expected = new double[x.length];
        MaxPoolReference.backwardAll(shape, CheckBench.widen(x), y, CheckBench.widen(dy), expected);
        double[] magnitudes = new double[x.length];
        MaxPoolReference.backwardAll(
                shape, CheckBench.widen(x), y, CheckBench.magnitudes(CheckBench.widen(dy)), magnitudes);
        int windows = (shape.size() + shape.stride() - 1) / shape.stride();
        return Comparison.compare("dx", dx.toFloats(), expected, magnitudes, windows * windows);
    }
}
