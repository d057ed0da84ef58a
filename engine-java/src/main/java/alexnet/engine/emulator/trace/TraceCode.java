package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.MemoryOp;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneShape;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.RowAddresses;

/** Byte code for a {@link TraceOp}; made by {@link TraceWriter}. */
abstract class TraceCode {

    /** The input is the same for all threads. */
    static final long UNIFORM = Long.MIN_VALUE;
    /** The input is neither the same for all threads nor known by rows. */
    static final long ARRAY = Long.MIN_VALUE + 1;

    /** For each input {@link #UNIFORM}, {@link #ARRAY}, or the step along rows with which it grows. */
    long[] kinds;
    /** The blocks for which it is made. */
    LaneShape shape;
    /** For each input whether its numbers have to go on over whole warps. */
    boolean[] byWarps;
    /** How often it gave up, less the runs that it did; then it is not tried any more. */
    private int failures;

    /** Byte code that gives up as often as this more than it succeeds is not tried any more. */
    private static final int MOST_FAILURES = 64;

    /** Whether it keeps numbers of warps, so that there is other code for the same kinds. */
    final boolean keepsWarps() {
        for (boolean warps : byWarps) {
            if (warps) {
                return true;
            }
        }
        return false;
    }

    final boolean refused() {
        return failures >= MOST_FAILURES;
    }

    /** Runs for all threads of the block, or changes nothing and returns false. */
    final boolean tried(BlockState state) {
        boolean done = run(state);
        failures = done ? Math.max(0, failures - 1) : failures + 1;
        return done;
    }

    /** Runs for all threads of the block, or changes nothing and returns false. */
    abstract boolean run(BlockState state);

    /** Whether shared memory holds {@code bytes} bytes at an address which is a multiple of that number. */
    static boolean readable(BlockState state, long address, int bytes) {
        return (address & bytes - 1) == 0 && address >= 0 && address + bytes <= state.sharedBytes();
    }

    /** Does an access by rows, which is good for all lanes. */
    static void access(BlockState state, MemoryOp op, Memory memory, RowAddresses rows, int stride) {
        if (rows.count == 0) {
            return;
        }
        if (rows.takeAll(state.lanes)) {
            op.prepareAll(state);
        } else {
            op.preparePart(state);
        }
        op.rows(state, memory, rows, stride);
    }
}
