package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/**
 * Tells of a {@code bar.warp.sync}, or goes before another {@code .sync} instruction, in a kernel's observed form.
 *
 * @param members 32-bit slot of the member mask
 */
public record WarpSyncAction(PtxInstruction source, int members) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        state.observer.warpSync(source, active, (int[]) state.ints.array(members));
    }
}
