package alexnet.engine.emulator.state;

import alexnet.engine.ptx.PtxInstruction;

/** Something a kernel did that it must not do; becomes a KernelFaultException where block and instruction are known. */
public final class LaneFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The thread's lane, or -1 where all threads are concerned. */
    public final int lane;

    /** The instruction, where it is a part of the operation that the runner knows of; else null. */
    public final transient PtxInstruction instruction;

    public LaneFault(String reason, int lane) {
        this(reason, lane, null);
    }

    private LaneFault(String reason, int lane, PtxInstruction instruction) {
        super(reason, null, false, false);
        this.lane = lane;
        this.instruction = instruction;
    }

    /** The same fault, of a certain instruction. */
    public LaneFault at(PtxInstruction where) {
        return new LaneFault(getMessage(), lane, where);
    }
}
