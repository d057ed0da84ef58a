package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** Does nothing: stands for an access that observers are told of while another operation does it. */
public final class NothingOp extends Op {

    public NothingOp(PtxInstruction source) {
        super(source);
    }

    @Override
    public void all(BlockState state) {}

    @Override
    public void some(BlockState state, LaneRuns active) {}
}
