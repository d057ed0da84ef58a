package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * Reached by threads whose call through a pointer finds no function.
 *
 * @param pointer 64-bit slot
 */
public record NoFunctionAction(int pointer) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        int lane = active.from[0];
        throw new LaneFault(
                "call of address 0x" + Long.toHexString(((long[]) state.longs.array(pointer))[lane])
                        + ": no function with these parameters is there",
                lane);
    }
}
