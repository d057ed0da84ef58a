package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;

/** The rule for all {@code .sync} instructions of a warp. */
final class WarpMembers {

    private WarpMembers() {}

    /**
     * Checks that every executing thread names itself, and that every thread named is here or has exited. Threads of a
     * warp that are on another path at that moment cannot take part, which CUDA leaves undefined.
     */
    static void check(BlockState state, LaneRuns active, int[] members, String instruction) {
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                int mask = members[lane];
                if ((mask >>> (lane & 31) & 1) == 0) {
                    throw new LaneFault(
                            instruction + ": the member mask 0x" + Integer.toHexString(mask)
                                    + " does not name the thread itself",
                            lane);
                }
            }
        }
        if (active.count == state.live.count && active.size() == state.live.size()) {
            return;
        }
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                int warp = lane & ~31;
                for (int other = warp; other < Math.min(state.lanes, warp + 32); other++) {
                    if ((members[lane] >>> (other & 31) & 1) != 0
                            && state.live.contains(other)
                            && !active.contains(other)) {
                        throw new LaneFault(
                                instruction + ": the member mask 0x" + Integer.toHexString(members[lane])
                                        + " names lane " + (other & 31) + ", which is on another path",
                                lane);
                    }
                }
            }
        }
    }

    /** The lanes of a lane's warp that are named by a mask and here, as bits. */
    static int present(BlockState state, LaneRuns active, int lane, int mask) {
        int warp = lane & ~31;
        int here = 0;
        for (int other = warp; other < Math.min(state.lanes, warp + 32); other++) {
            int bit = 1 << (other & 31);
            if ((mask & bit) != 0 && active.contains(other)) {
                here |= bit;
            }
        }
        return here;
    }

    /**
     * Checks what {@code .aligned} instructions on matrices demand: that all 32 threads of each warp that executes them
     * are there.
     */
    static void requireWhole(BlockState state, LaneRuns active, String instruction) {
        for (int i = 0; i < active.count; i++) {
            for (int warp = active.from[i] & ~31; warp < active.to[i]; warp += 32) {
                int here = present(state, active, warp, -1);
                if (here != -1) {
                    throw new LaneFault(
                            instruction + ": all 32 threads of the warp have to execute it together, lane "
                                    + Integer.numberOfTrailingZeros(~here) + " does not",
                            Math.max(warp, active.from[i]));
                }
            }
        }
    }
}
