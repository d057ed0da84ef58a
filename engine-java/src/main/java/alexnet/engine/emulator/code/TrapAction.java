package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;

/** {@code trap}: the kernel itself reports a fault. */
public record TrapAction() implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        throw new LaneFault("trap instruction", active.from[0]);
    }
}
