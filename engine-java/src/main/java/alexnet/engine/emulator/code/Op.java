package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/**
 * One executable instruction. All blocks of all launches share it, on any worker thread: what it reads and writes is in
 * the block's state, and what it computes depends on that alone.
 *
 * <p>Two kinds keep something of what they have met, which changes their speed and no result: a trace counts its
 * executions and keeps byte code for the inputs that it met, and the loop of a lane function counts until it is worth a
 * loop over vectors.
 */
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

    /**
     * What a trace has to know of it: which registers it reads and writes, and whether it touches memory. Null for an
     * operation that no trace takes in.
     */
    public TraceUse traceUse() {
        return null;
    }

    /** Runs for some of the live threads. */
    public abstract void some(BlockState state, LaneRuns active);
}
