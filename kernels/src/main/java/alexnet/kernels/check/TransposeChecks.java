package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Transpose;
import alexnet.kernels.reference.TransposeReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Transpose} against {@link TransposeReference}. */
public final class TransposeChecks {

    private TransposeChecks() {}

    /** Extents around the edges of tiles, tall, wide and single. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        int[][] shapes = {
            {1, 1}, {1, 3}, {3, 1}, {1, 127}, {127, 1}, {31, 31}, {32, 32}, {33, 33}, {31, 33}, {33, 31}, {32, 1},
            {1, 32}, {64, 32}, {32, 64}, {63, 65}, {128, 3}, {3, 128}, {507, 31}, {33, 507}, {7, 1031}, {1031, 7},
            {4097, 2}
        };
        for (int[] shape : shapes) {
            checks.add(new ShapedCheck(
                    "transpose", "matrix", shape[0] + "x" + shape[1], bench -> apply(bench, shape[0], shape[1])));
        }
        return checks;
    }

    private static CheckResult apply(CheckBench bench, int rows, int columns) {
        float[] x = bench.uniform(rows * columns, -1, 1);
        DeviceBuffer y = bench.output("y", x.length);
        new Transpose(bench.kernels()).apply(bench.stream(), rows, columns, bench.input("x", x), y);
        double[] expected = new double[x.length];
        TransposeReference.apply(rows, columns, CheckBench.widen(x), expected);
        return Comparison.compare("y", y.toFloats(), expected, 0, 0);
    }
}
