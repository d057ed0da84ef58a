package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** One executable instruction. Immutable: all state is in the frame. */
public abstract class Op {

    /** The instruction it came from, for fault reports. */
    final PtxInstruction source;

    Op(PtxInstruction source) {
        this.source = source;
    }

    /**
     * Runs for all live threads. Lanes of threads that have exited may be computed along: nothing reads them. Memory is
     * touched for live threads only. Operations that gain nothing from a whole block leave this to {@link #some}.
     */
    void all(Frame f) {
        some(f, f.live);
    }

    /** Runs for some of the live threads. */
    abstract void some(Frame f, LaneRuns active);
}
