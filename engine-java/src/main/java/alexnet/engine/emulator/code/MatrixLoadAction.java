package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.WordMemory;

/**
 * {@code ldmatrix}: loads 8x8 matrices of 16-bit elements. Eight threads for each matrix name the addresses of its rows;
 * each thread gets two elements side by side, or two below each other of the transposed matrix.
 *
 * @param targets 32-bit slots, one for each matrix
 */
public record MatrixLoadAction(LaneAddress address, int[] targets, boolean transposed) implements LaneAction {

    private static final int ROW_BYTES = 16;

    @Override
    public void run(BlockState state, LaneRuns active) {
        WarpMembers.requireWhole(state, active, "ldmatrix");
        Object bases = address.bases(state);
        int[][] results = new int[targets.length][];
        for (int j = 0; j < targets.length; j++) {
            results[j] = (int[]) state.ints.partTarget(targets[j]);
        }
        int[] rows = new int[8];
        int[][] loaded = new int[targets.length][32];
        for (int i = 0; i < active.count; i++) {
            for (int warp = active.from[i]; warp < active.to[i]; warp += 32) {
                for (int j = 0; j < targets.length; j++) {
                    load(state, bases, warp + 8 * j, rows, loaded[j]);
                }
                for (int j = 0; j < targets.length; j++) {
                    System.arraycopy(loaded[j], 0, results[j], warp, 32);
                }
            }
        }
    }

    private void load(BlockState state, Object bases, int first, int[] rows, int[] into) {
        Memory memory = null;
        for (int row = 0; row < 8; row++) {
            int lane = first + row;
            long at = address.at(bases, lane);
            memory = state.access(address.space(), at, ROW_BYTES, lane, "read");
            if (!(memory instanceof WordMemory)) {
                throw new LaneFault("ldmatrix: the row is in '" + memory.label + "', not in shared memory", lane);
            }
            rows[row] = (int) (at - memory.base);
        }
        for (int lane = 0; lane < 32; lane++) {
            int g = lane / 4;
            int t = lane % 4;
            into[lane] = transposed
                    ? memory.getShort(rows[2 * t] + 2 * g) & 0xffff | memory.getShort(rows[2 * t + 1] + 2 * g) << 16
                    : memory.getInt(rows[g] + 4 * t);
        }
    }
}
