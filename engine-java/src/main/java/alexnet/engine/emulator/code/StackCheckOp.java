package alexnet.engine.emulator.code;

import alexnet.engine.emulator.flow.FunctionLinker;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** Goes before the call of a recursive function with variables of its own. */
public final class StackCheckOp extends Op {

    private final int top;
    private final int start;
    private final long bytes;

    /** Slots are 64-bit; {@code bytes} is what the function needs. */
    public StackCheckOp(PtxInstruction source, int top, int start, long bytes) {
        super(source);
        this.top = top;
        this.start = start;
        this.bytes = bytes;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
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
