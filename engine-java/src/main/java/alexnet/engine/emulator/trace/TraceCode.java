package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.MemoryOp;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.RowAddresses;

/** One specialisation of a {@link TraceOp} as byte code; made by {@link TraceWriter}. */
abstract class TraceCode {

    /** The block and the inputs for which it is made. */
    InputShapes inputs;
    /** How often it bailed out, less the runs that it did; then it is not tried any more. */
    private int failures;

    /** Byte code that bails out as often as this more than it succeeds is not tried any more. */
    private static final int MOST_FAILURES = 64;

    final boolean refused() {
        return failures >= MOST_FAILURES;
    }

    /** Runs for all threads of the block, or bails out: then it has changed nothing and returns false. */
    final boolean tried(BlockState state) {
        boolean done = run(state);
        failures = done ? Math.max(0, failures - 1) : failures + 1;
        return done;
    }

    /** As {@link #tried}, without keeping count. */
    abstract boolean run(BlockState state);

    /** Whether shared memory holds {@code bytes} bytes at an address which is a multiple of that number. */
    static boolean readable(BlockState state, long address, int bytes) {
        return (address & bytes - 1) == 0 && address >= 0 && address <= state.sharedBytes() - bytes;
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
