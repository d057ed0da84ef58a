package alexnet.engine.emulator;

/** Something a kernel did that it must not do; becomes a KernelFaultException where block and instruction are known. */
final class LaneFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The thread's lane, or -1 where all threads are concerned. */
    final int lane;

    LaneFault(String reason, int lane) {
        super(reason, null, false, false);
        this.lane = lane;
    }
}
