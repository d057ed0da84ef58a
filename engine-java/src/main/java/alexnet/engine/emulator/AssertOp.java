package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** {@code __assertfail}: an assertion of the kernel does not hold. */
final class AssertOp extends Op {

    private final int message;
    private final int file;
    private final int line;
    private final int function;

    /** @param line 32-bit slot; the others are 64-bit slots of addresses of texts */
    AssertOp(PtxInstruction source, int message, int file, int line, int function) {
        super(source);
        this.message = message;
        this.file = file;
        this.line = line;
        this.function = function;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        int lane = active.from[0];
        throw new LaneFault(
                "assertion '" + text(f, message, lane) + "' failed in " + text(f, file, lane) + ":"
                        + ((int[]) f.ints.array(line))[lane] + ", " + text(f, function, lane),
                lane);
    }

    private static String text(Frame f, int slot, int lane) {
        long address = ((long[]) f.longs.array(slot))[lane];
        return address == 0 ? "?" : DeviceText.read(f, address, lane);
    }
}
