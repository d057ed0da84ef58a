package alexnet.engine.emulator.code;

import alexnet.engine.emulator.math.AtomicFunctions;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.DirectMemory;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.Registers;

/**
 * {@code atom} and {@code red}: lanes in ascending order, each atomic towards other blocks, also those that other
 * workers run. Results that depend on the order of blocks are the kernel's own choice.
 *
 * @param bytes 2, 4 or 8
 * @param globalFunction what is computed where the address is in global memory
 * @param file file of result and operands, which hold raw bits
 * @param target slot of the old value, or -1
 */
public record AtomicAction(
        LaneAddress address,
        int bytes,
        AtomicFunctions.Function function,
        AtomicFunctions.Function globalFunction,
        int file,
        int target,
        int a,
        int b)
        implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        Registers registers = state.files[file];
        Object bases = address.bases(state);
        Object x = registers.array(a);
        Object y = registers.array(b);
        Object results = target < 0 ? null : registers.partTarget(target);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                long at = address.at(bases, lane);
                Memory memory = state.access(address.space(), at, bytes, lane, "atomic access");
                int offset = (int) (at - memory.base);
                if (file == Registers.INT) {
                    long old = update(memory, offset, ((int[]) x)[lane], ((int[]) y)[lane]);
                    if (results != null) {
                        ((int[]) results)[lane] = (int) old;
                    }
                } else {
                    long old = update(memory, offset, ((long[]) x)[lane], ((long[]) y)[lane]);
                    if (results != null) {
                        ((long[]) results)[lane] = old;
                    }
                }
            }
        }
    }

    private long update(Memory memory, int offset, long x, long y) {
        AtomicFunctions.Function chosen = memory instanceof DirectMemory ? globalFunction : function;
        return switch (bytes) {
            case 2 -> update16(memory, offset, chosen, x & 0xffff, y & 0xffff);
            case 4 -> update32(memory, offset, chosen, x & 0xffff_ffffL, y & 0xffff_ffffL);
            default -> update64(memory, offset, chosen, x, y);
        };
    }

    /** There is no smaller atomic access than that of a word: the other half is written back as it was. */
    private static long update16(Memory memory, int offset, AtomicFunctions.Function function, long x, long y) {
        int shift = 8 * (offset & 2);
        while (true) {
            int word = memory.getInt(offset & ~3);
            int old = word >>> shift & 0xffff;
            int value = (int) function.apply(old, x, y) & 0xffff;
            if (memory.compareAndSet(offset & ~3, word, word & ~(0xffff << shift) | value << shift)) {
                return old;
            }
        }
    }

    private static long update32(Memory memory, int offset, AtomicFunctions.Function function, long x, long y) {
        while (true) {
            int old = memory.getInt(offset);
            if (memory.compareAndSet(offset, old, (int) function.apply(old & 0xffff_ffffL, x, y))) {
                return old;
            }
        }
    }

    private static long update64(Memory memory, int offset, AtomicFunctions.Function function, long x, long y) {
        while (true) {
            long old = memory.getLong(offset);
            if (memory.compareAndSet(offset, old, function.apply(old, x, y))) {
                return old;
            }
        }
    }
}
