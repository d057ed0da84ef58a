package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** Stands first in every basic block of a kernel's observed form. */
final class BlockEntryOp extends Op {

    private final int number;

    /** @param source the block's first instruction, or null where it is empty */
    BlockEntryOp(PtxInstruction source, int number) {
        super(source);
        this.number = number;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        f.observer.basicBlock(number, active);
    }
}
