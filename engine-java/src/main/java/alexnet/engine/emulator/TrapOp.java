package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** {@code trap}: the kernel itself reports a fault. */
final class TrapOp extends Op {

    TrapOp(PtxInstruction source) {
        super(source);
    }

    @Override
    void some(Frame f, LaneRuns active) {
        throw new LaneFault("trap instruction", active.from[0]);
    }
}
