package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** Reached by threads whose call through a pointer finds no function. */
final class NoFunctionOp extends Op {

    private final int pointer;

    /** @param pointer 64-bit slot */
    NoFunctionOp(PtxInstruction source, int pointer) {
        super(source);
        this.pointer = pointer;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        int lane = active.from[0];
        throw new LaneFault(
                "call of address 0x" + Long.toHexString(((long[]) f.longs.array(pointer))[lane])
                        + ": no function with these parameters is there",
                lane);
    }
}
