package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** One executable instruction. Immutable: all state is in the frame. */
public abstract class Op {

    /** The instruction it came from, for fault reports. */
    public final PtxInstruction source;

    public Op(PtxInstruction source) {
        this.source = source;
    }

    /**
     * Runs for all live threads. Lanes of threads that have exited may be computed along: nothing reads them. Memory is
     * touched for live threads only. Operations that gain nothing from a whole block leave this to {@link #some}.
     */
    public void all(BlockState state) {
        some(state, state.live);
    }

    /** Runs for some of the live threads. */
    public abstract void some(BlockState state, LaneRuns active);
}
