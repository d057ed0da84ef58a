package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** Tells of a {@code bar.warp.sync}, or goes before another {@code .sync} instruction, in a kernel's observed form. */
public final class WarpSyncOp extends Op {

    private final int members;

    /** @param members 32-bit slot of the member mask */
    public WarpSyncOp(PtxInstruction source, int members) {
        super(source);
        this.members = members;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        state.observer.warpSync(source, active, (int[]) state.ints.array(members));
    }
}
