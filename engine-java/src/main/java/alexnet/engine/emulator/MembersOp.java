package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/**
 * {@code bar.warp.sync}: threads that run together are together already, so only the mask is checked. Threads on another
 * path are not waited for but reported: reading what they have yet to write would go wrong in silence.
 */
final class MembersOp extends Op {

    private final int members;

    /** @param members 32-bit slot of the member mask */
    MembersOp(PtxInstruction source, int members) {
        super(source);
        this.members = members;
    }

    @Override
    void all(Frame f) {
        some(f, f.live);
    }

    @Override
    void some(Frame f, LaneRuns active) {
        WarpMembers.check(f, active, (int[]) f.ints.array(members), "bar.warp.sync");
    }
}
