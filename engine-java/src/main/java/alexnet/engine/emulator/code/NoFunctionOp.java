package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** Reached by threads whose call through a pointer finds no function. */
public final class NoFunctionOp extends Op {

    private final int pointer;

    /** @param pointer 64-bit slot */
    public NoFunctionOp(PtxInstruction source, int pointer) {
        super(source);
        this.pointer = pointer;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        int lane = active.from[0];
        throw new LaneFault(
                "call of address 0x" + Long.toHexString(((long[]) state.longs.array(pointer))[lane])
                        + ": no function with these parameters is there",
                lane);
    }
}
