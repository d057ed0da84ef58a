package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** {@code cp.async.commit_group}, {@code cp.async.wait_group} and {@code cp.async.wait_all}. */
public final class AsyncWaitOp extends Op {

    private final boolean commits;
    private final int pending;

    /**
     * @param commits whether the copies so far become a group first
     * @param pending groups that may stay under way, or -1 where nothing is waited for
     */
    public AsyncWaitOp(PtxInstruction source, boolean commits, int pending) {
        super(source);
        this.commits = commits;
        this.pending = pending;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        if (commits) {
            state.copies.commit(active);
        }
        if (pending >= 0) {
            state.copies.finish(active, pending);
        }
    }
}
