package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;

/**
 * {@code mma.sync}: D = A * B + C by the threads of a warp.
 *
 * <p>Sums start with C and go through the products in ascending order of k, in double precision. Products of 16-bit
 * floats, tf32 and integers are exact in it; f64 products are fused with the addition. The sum is rounded once, to the
 * result's type. GPUs add in other orders and with fewer bits (PTX leaves both open), so their results differ in the
 * last bits of f32 and f16 results unless all sums are exact.
 */
public final class MatrixMultiplyOp extends Op {

    private final MatrixFragment left;
    private final MatrixFragment right;
    private final MatrixFragment addend;
    private final MatrixFragment result;
    private final int[] a;
    private final int[] b;
    private final int[] c;
    private final int[] d;
    private final boolean clamp;

    /** Slots are of the files of the fragments' elements. */
    public MatrixMultiplyOp(
            PtxInstruction source, MatrixFragment[] fragments, int[] a, int[] b, int[] c, int[] d, boolean clamp) {
        super(source);
        this.left = fragments[0];
        this.right = fragments[1];
        this.addend = fragments[2];
        this.result = fragments[3];
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
        this.clamp = clamp;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        WarpMembers.requireWhole(state, active, "mma.sync");
        double[] x = new double[left.rows * left.columns];
        double[] y = new double[right.rows * right.columns];
        double[] sums = new double[result.rows * result.columns];
        Object[] as = arrays(state, left, a, false);
        Object[] bs = arrays(state, right, b, false);
        Object[] cs = arrays(state, addend, c, false);
        Object[] ds = arrays(state, result, d, true);
        for (int i = 0; i < active.count; i++) {
            for (int warp = active.from[i]; warp < active.to[i]; warp += 32) {
                left.gather(as, warp, x);
                right.gather(bs, warp, y);
                addend.gather(cs, warp, sums);
                multiply(x, y, sums);
                result.scatter(sums, ds, warp, clamp);
            }
        }
    }

    private static Object[] arrays(BlockState state, MatrixFragment fragment, int[] slots, boolean written) {
        Registers file = state.files[fragment.element.file()];
        Object[] arrays = new Object[slots.length];
        for (int i = 0; i < slots.length; i++) {
            arrays[i] = written ? file.partTarget(slots[i]) : file.array(slots[i]);
        }
        return arrays;
    }

    private void multiply(double[] x, double[] y, double[] sums) {
        int depth = left.columns;
        int width = right.columns;
        for (int row = 0; row < left.rows; row++) {
            for (int column = 0; column < width; column++) {
                double sum = sums[row * width + column];
                for (int k = 0; k < depth; k++) {
                    double one = x[row * depth + k];
                    double other = y[k * width + column];
                    sum = switch (left.element) {
                        case B1 -> one != other ? sum + 1 : sum;
                        case F64 -> Math.fma(one, other, sum);
                        default -> sum + one * other;
                    };
                }
                sums[row * width + column] = sum;
            }
        }
    }
}
