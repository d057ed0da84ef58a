package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Memory;
import java.util.Arrays;

/**
 * {@code cp.async}: starts a copy of 4, 8 or 16 bytes from global to shared memory for each thread.
 *
 * @param wanted 32-bit slot of the number of bytes that are copied, the rest being zeros; -1 for all
 */
public record AsyncCopyAction(LaneAddress target, LaneAddress source, int bytes, int wanted) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        Object to = target.bases(state);
        Object from = source.bases(state);
        int[] counts = wanted < 0 ? null : (int[]) state.ints.array(wanted);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                issue(state, lane, target.at(to, lane), source.at(from, lane), counts == null ? bytes : counts[lane]);
            }
        }
    }

    private void issue(BlockState state, int lane, long to, long from, int count) {
        if (count < 0 || count > bytes) {
            throw new LaneFault(
                    "the size of the source (expected 0 to " + bytes + " bytes, found "
                            + Integer.toUnsignedString(count) + ")",
                    lane);
        }
        Memory shared = state.access(BlockState.SHARED, to, bytes, lane, "write");
        Memory global = null;
        if (count > 0) {
            global = state.access(BlockState.GLOBAL, from, count, bytes, lane, "read");
        }
        int data = state.copies.issue(lane, shared, (int) (to - shared.base), bytes);
        byte[] into = state.copies.data();
        for (int k = 0; k < count; k++) {
            into[data + k] = global.getByte((int) (from - global.base) + k);
        }
        Arrays.fill(into, data + count, data + bytes, (byte) 0);
    }
}
