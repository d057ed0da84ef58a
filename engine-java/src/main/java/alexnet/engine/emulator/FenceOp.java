package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** {@code membar} and {@code fence} in a kernel's observed form: nothing to do but to tell. */
final class FenceOp extends Op {

    FenceOp(PtxInstruction source) {
        super(source);
    }

    @Override
    void some(Frame f, LaneRuns active) {
        f.observer.fence(source, active);
    }
}
