package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** {@code cp.async.commit_group}, {@code cp.async.wait_group} and {@code cp.async.wait_all}. */
final class AsyncWaitOp extends Op {

    private final boolean commits;
    private final int pending;

    /**
     * @param commits whether the copies so far become a group first
     * @param pending groups that may stay under way, or -1 where nothing is waited for
     */
    AsyncWaitOp(PtxInstruction source, boolean commits, int pending) {
        super(source);
        this.commits = commits;
        this.pending = pending;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        if (commits) {
            f.copies.commit(active);
        }
        if (pending >= 0) {
            f.copies.finish(active, pending);
        }
    }
}
