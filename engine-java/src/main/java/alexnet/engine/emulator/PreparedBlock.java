package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/**
 * A basic block ready to run.
 *
 * @param ops instructions without the control transfer
 * @param end what follows them
 * @param transfer the control transfer in the PTX, or null
 * @param predicate slot of the transfer's guard (for {@link End#TABLE} of its index), or -1
 * @param negated true where the transfer happens when the predicate is false
 * @param target block of the transfer
 * @param next block that follows where the transfer does not happen, -1 at the kernel's end
 * @param table blocks of {@link End#TABLE}
 */
record PreparedBlock(
        Op[] ops, End end, PtxInstruction transfer, int predicate, boolean negated, int target, int next, int[] table) {

    enum End {
        /** Goes on with {@code next}. */
        FALL,
        /** Goes to {@code target}, where there is a predicate only when it holds. */
        BRANCH,
        /** Goes to the block that an index picks from the table. */
        TABLE,
        /** The thread ends, where there is a predicate only when it holds. */
        EXIT,
        /** Waits for all threads, then goes on with {@code next}. */
        BARRIER
    }
}
