package alexnet.engine.emulator.code;

import alexnet.engine.emulator.math.PrintFormat;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.PrintedText;

/**
 * {@code vprintf}: {@code printf} of CUDA C++. Its result is the number of arguments, -1 without a format.
 *
 * @param result 32-bit slot, or -1
 * @param format 64-bit slot with the address of the format
 * @param arguments 64-bit slot with the address of the arguments, one after the other, each aligned to its size
 */
public record PrintAction(int result, int format, int arguments) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        long[] formats = (long[]) state.longs.array(format);
        long[] addresses = (long[]) state.longs.array(arguments);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                int count = -1;
                if (formats[lane] != 0) {
                    Arguments taken = new Arguments(state, addresses[lane], lane);
                    String text = PrintFormat.format(DeviceText.read(state, formats[lane], lane), taken);
                    if (state.output.length() <= PrintedText.MOST) {
                        state.output.append(text);
                    }
                    count = taken.count;
                }
                if (result >= 0) {
                    ((int[]) state.ints.partTarget(result))[lane] = count;
                }
            }
        }
    }

    /** The arguments of one thread, in memory. */
    private static final class Arguments implements PrintFormat.Source {
        private final BlockState state;
        private final int lane;
        private long next;
        private int count;

        Arguments(BlockState state, long start, int lane) {
            this.state = state;
            this.next = start;
            this.lane = lane;
        }

        @Override
        public int nextInt() {
            Memory memory = take(4);
            return memory.getInt((int) (next - 4 - memory.base));
        }

        @Override
        public long nextLong() {
            next = next + 7 & ~7L;
            Memory memory = take(8);
            return memory.getLong((int) (next - 8 - memory.base));
        }

        /** The memory of the next argument, which then lies just below {@link #next}. */
        private Memory take(int bytes) {
            Memory memory = state.access(BlockState.GENERIC, next, bytes, lane, "read");
            next += bytes;
            count++;
            return memory;
        }

        @Override
        public String text(long address) {
            return address == 0 ? "(null)" : DeviceText.read(state, address, lane);
        }
    }
}
