package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** {@code trap}: the kernel itself reports a fault. */
public final class TrapOp extends Op {

    public TrapOp(PtxInstruction source) {
        super(source);
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        throw new LaneFault("trap instruction", active.from[0]);
    }
}
