package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** Runs a {@link LaneAction}. */
public final class ActionOp extends Op {

    private final LaneAction action;

    public ActionOp(PtxInstruction source, LaneAction action) {
        super(source);
        this.action = action;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        action.run(state, active);
    }
}
