package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** Does nothing: stands for an access that observers are told of while another operation does it. */
final class NothingOp extends Op {

    NothingOp(PtxInstruction source) {
        super(source);
    }

    @Override
    void all(Frame f) {}

    @Override
    void some(Frame f, LaneRuns active) {}
}
