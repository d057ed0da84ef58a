package alexnet.engine.emulator.run;

import alexnet.engine.emulator.state.LaneRuns;

/** Of all basic blocks at which threads are, the lowest in reverse post-order runs next: "minimum program counter". */
final class LowestFirst implements PathOrder {

    private final int[] at;

    LowestFirst(int[] at) {
        this.at = at;
    }

    @Override
    public void begin(int block, LaneRuns live) {
        // Where the threads stand says everything.
    }

    @Override
    public int choose(LaneRuns live, LaneRuns chosen) {
        int lowest = EXITED;
        for (int i = 0; i < live.count; i++) {
            for (int lane = live.from[i]; lane < live.to[i]; lane++) {
                lowest = Math.min(lowest, at[lane]);
            }
        }
        if (lowest >= WAITING) {
            return NOBODY;
        }
        chosen.select(at, lowest, live);
        return lowest;
    }

    @Override
    public void ran(int block) {
        // Where the threads stand says everything.
    }
}
