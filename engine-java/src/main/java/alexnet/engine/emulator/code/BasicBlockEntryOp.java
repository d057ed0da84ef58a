package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** Stands first in every basic block of a kernel's observed form. */
public final class BasicBlockEntryOp extends Op {

    private final int number;

    /** @param source the block's first instruction, or null where it is empty */
    public BasicBlockEntryOp(PtxInstruction source, int number) {
        super(source);
        this.number = number;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        state.observer.basicBlock(number, active);
    }
}
