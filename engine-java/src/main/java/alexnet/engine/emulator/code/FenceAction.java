package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** {@code membar} and {@code fence} in a kernel's observed form: nothing to do but to tell. */
public record FenceAction(PtxInstruction source) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        state.observer.fence(source, active);
    }
}
