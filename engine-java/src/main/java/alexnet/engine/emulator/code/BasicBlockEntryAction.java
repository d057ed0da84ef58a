package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * Stands first in every basic block of a kernel's observed form.
 *
 * @param number the number of the basic block
 */
public record BasicBlockEntryAction(int number) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        state.observer.basicBlock(number, active);
    }
}
