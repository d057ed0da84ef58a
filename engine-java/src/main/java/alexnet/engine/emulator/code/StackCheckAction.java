package alexnet.engine.emulator.code;

import alexnet.engine.emulator.flow.FunctionLinker;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * Goes before the call of a recursive function with variables of its own.
 *
 * <p>Slots are 64-bit; {@code bytes} is what the function needs.
 */
public record StackCheckAction(int top, int start, long bytes) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        long[] tops = (long[]) state.longs.array(top);
        long[] starts = (long[]) state.longs.array(start);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                if (tops[lane] - starts[lane] + bytes > FunctionLinker.STACK_BYTES) {
                    throw new LaneFault(
                            "recursion too deep: the variables of its functions need more than the stack of "
                                    + FunctionLinker.STACK_BYTES + " bytes",
                            lane);
                }
            }
        }
    }
}
