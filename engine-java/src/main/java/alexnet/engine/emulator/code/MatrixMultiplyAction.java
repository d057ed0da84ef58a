package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Registers;

/**
 * {@code mma.sync}: D = A * B + C by the threads of a warp.
 *
 * <p>Sums start with C and go through the products in ascending order of k, in double precision. Products of 16-bit
 * floats, tf32 and integers are exact in it; f64 products are fused with the addition. The sum is rounded once, to the
 * result's type. GPUs add in other orders and with fewer bits (PTX leaves both open), so their results differ in the
 * last bits of f32 and f16 results unless all sums are exact.
 */
public record MatrixMultiplyAction(Operand left, Operand right, Operand addend, Operand result, boolean clamp)
        implements LaneAction {

    /**
     * A matrix whose elements lie in registers of the warp's threads.
     *
     * @param slots of the file of the fragment's element
     */
    public record Operand(MatrixFragment fragment, int[] slots) {

        private double[] elements() {
            return new double[fragment.rows * fragment.columns];
        }

        private Object[] arrays(BlockState state, boolean written) {
            Registers file = state.files[fragment.element.file()];
            Object[] arrays = new Object[slots.length];
            for (int i = 0; i < slots.length; i++) {
                arrays[i] = written ? file.partTarget(slots[i]) : file.array(slots[i]);
            }
            return arrays;
        }
    }

    @Override
    public void run(BlockState state, LaneRuns active) {
        WarpMembers.requireWhole(state, active, "mma.sync");
        double[] x = left.elements();
        double[] y = right.elements();
        double[] sums = result.elements();
        Object[] as = left.arrays(state, false);
        Object[] bs = right.arrays(state, false);
        Object[] cs = addend.arrays(state, false);
        Object[] ds = result.arrays(state, true);
        for (int i = 0; i < active.count; i++) {
            for (int warp = active.from[i]; warp < active.to[i]; warp += 32) {
                left.fragment.gather(as, warp, x);
                right.fragment.gather(bs, warp, y);
                addend.fragment.gather(cs, warp, sums);
                multiply(x, y, sums);
                result.fragment.scatter(sums, ds, warp, clamp);
            }
        }
    }

    private void multiply(double[] x, double[] y, double[] sums) {
        int depth = left.fragment.columns;
        int width = right.fragment.columns;
        for (int row = 0; row < left.fragment.rows; row++) {
            for (int column = 0; column < width; column++) {
                double sum = sums[row * width + column];
                for (int k = 0; k < depth; k++) {
                    double one = x[row * depth + k];
                    double other = y[k * width + column];
                    sum = switch (left.fragment.element) {
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
