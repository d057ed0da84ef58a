package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** {@code vprintf}: {@code printf} of CUDA C++. Its result is the number of arguments, -1 without a format. */
final class PrintOp extends Op {

    private final int result;
    private final int format;
    private final int arguments;

    /**
     * @param result 32-bit slot, or -1
     * @param format 64-bit slot with the address of the format
     * @param arguments 64-bit slot with the address of the arguments, one after the other, each aligned to its size
     */
    PrintOp(PtxInstruction source, int result, int format, int arguments) {
        super(source);
        this.result = result;
        this.format = format;
        this.arguments = arguments;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        long[] formats = (long[]) f.longs.array(format);
        long[] addresses = (long[]) f.longs.array(arguments);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                int count = -1;
                if (formats[lane] != 0) {
                    Arguments taken = new Arguments(f, addresses[lane], lane);
                    String text = PrintFormat.format(DeviceText.read(f, formats[lane], lane), taken);
                    if (f.output.length() <= PrintedText.MOST) {
                        f.output.append(text);
                    }
                    count = taken.count;
                }
                if (result >= 0) {
                    ((int[]) f.ints.partTarget(result))[lane] = count;
                }
            }
        }
    }

    /** The arguments of one thread, in memory. */
    private static final class Arguments implements PrintFormat.Source {
        private final Frame f;
        private final int lane;
        private long next;
        private int count;

        Arguments(Frame f, long start, int lane) {
            this.f = f;
            this.next = start;
            this.lane = lane;
        }

        @Override
        public int nextInt() {
            Memory memory = f.access(Frame.GENERIC, next, 4, lane, "read");
            int value = memory.getInt((int) (next - memory.base));
            next += 4;
            count++;
            return value;
        }

        @Override
        public long nextLong() {
            next = next + 7 & ~7L;
            Memory memory = f.access(Frame.GENERIC, next, 8, lane, "read");
            long value = memory.getLong((int) (next - memory.base));
            next += 8;
            count++;
            return value;
        }

        @Override
        public String text(long address) {
            return address == 0 ? "(null)" : DeviceText.read(f, address, lane);
        }
    }
}
