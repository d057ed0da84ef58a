package alexnet.engine.emulator;

/** Something a kernel did that it must not do; becomes a KernelFaultException where block and instruction are known. */
final class LaneFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The thread's lane, or -1 where all threads are concerned. */
    final int lane;

    /** The operation, where it is a part of the one that the runner knows of; else null. */
    final transient Op op;

    LaneFault(String reason, int lane) {
        this(reason, lane, null);
    }

    private LaneFault(String reason, int lane, Op op) {
        super(reason, null, false, false);
        this.lane = lane;
        this.op = op;
    }

    /** The same fault, of a certain operation. */
    LaneFault at(Op where) {
        return new LaneFault(getMessage(), lane, where);
    }
}
