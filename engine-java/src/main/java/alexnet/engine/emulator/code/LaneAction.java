package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * What an instruction does where a whole block gains nothing over some of its lanes; {@link ActionOp} makes an operation
 * of it.
 */
public interface LaneAction {

    /** Runs for some of the live threads. */
    void run(BlockState state, LaneRuns active);
}
