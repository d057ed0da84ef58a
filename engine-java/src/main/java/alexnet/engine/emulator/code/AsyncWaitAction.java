package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * {@code cp.async.commit_group}, {@code cp.async.wait_group} and {@code cp.async.wait_all}.
 *
 * @param commits whether the copies so far become a group first
 * @param pending groups that may stay under way, or -1 where nothing is waited for
 */
public record AsyncWaitAction(boolean commits, int pending) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        if (commits) {
            state.copies.commit(active);
        }
        if (pending >= 0) {
            state.copies.finish(active, pending);
        }
    }
}
