package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** Tells of a {@code bar.warp.sync}, or goes before another {@code .sync} instruction, in a kernel's observed form. */
final class WarpSyncOp extends Op {

    private final int members;

    /** @param members 32-bit slot of the member mask */
    WarpSyncOp(PtxInstruction source, int members) {
        super(source);
        this.members = members;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        f.observer.warpSync(source, active, (int[]) f.ints.array(members));
    }
}
