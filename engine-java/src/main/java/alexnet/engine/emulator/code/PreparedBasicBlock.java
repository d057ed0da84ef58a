package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.Place;
import alexnet.engine.ptx.PtxInstruction;

/**
 * A basic block ready to run.
 *
 * @param ops instructions without the control transfer
 * @param end what follows them
 * @param transfer the control transfer in the PTX, or null
 * @param predicate slot of the transfer's guard, or -1
 * @param negated true where the transfer happens when the predicate is false
 * @param target block of the transfer; for {@link End#TABLE} the slot of its index
 * @param next block that follows where the transfer does not happen, or behind a barrier or call; -1 at the kernel's end
 * @param table blocks of {@link End#TABLE}; blocks to which {@link End#RETURN} may go
 * @param barrier what {@link End#BARRIER} asks for
 * @param saved registers that a recursive {@link End#CALL} keeps for its thread
 */
public record PreparedBasicBlock(
        Op[] ops,
        End end,
        PtxInstruction transfer,
        int predicate,
        boolean negated,
        int target,
        int next,
        int[] table,
        BarrierUse barrier,
        Place[] saved) {

    public static final int[] NO_BLOCKS = {};
    private static final Place[] NO_PLACES = {};

    public enum End {
        /** Goes on with {@code next}. */
        FALL,
        /** Goes to {@code target}, where there is a predicate only when it holds. */
        BRANCH,
        /** Goes to the block that an index picks from the table, where there is a predicate only when it holds. */
        TABLE,
        /** The thread ends, where there is a predicate only when it holds. */
        EXIT,
        /** Waits as {@code barrier} says, where there is a predicate only when it holds; goes on with {@code next}. */
        BARRIER,
        /** Goes to {@code target}, and later comes back to {@code next}. */
        CALL,
        /** Goes back to where the thread's last call came from, where there is a predicate only when it holds. */
        RETURN
    }

    /** The end of the kernel's text. */
    public static PreparedBasicBlock last(Op[] ops) {
        return new PreparedBasicBlock(ops, End.EXIT, null, -1, false, -1, -1, NO_BLOCKS, null, NO_PLACES);
    }

    /** A block without a control transfer. */
    public static PreparedBasicBlock falling(Op[] ops, int next) {
        return new PreparedBasicBlock(ops, End.FALL, null, -1, false, -1, next, NO_BLOCKS, null, NO_PLACES);
    }

    /** A block with a branch, return or exit. */
    public static PreparedBasicBlock ending(
            Op[] ops, End end, PtxInstruction transfer, int predicate, int target, int next) {
        return new PreparedBasicBlock(
                ops, end, transfer, predicate, transfer.guardNegated(), target, next, NO_BLOCKS, null, NO_PLACES);
    }

    public PreparedBasicBlock with(int[] blocks) {
        return new PreparedBasicBlock(ops, end, transfer, predicate, negated, target, next, blocks, barrier, saved);
    }

    public PreparedBasicBlock with(BarrierUse use) {
        return new PreparedBasicBlock(ops, end, transfer, predicate, negated, target, next, table, use, saved);
    }

    public PreparedBasicBlock with(Place[] places) {
        return new PreparedBasicBlock(ops, end, transfer, predicate, negated, target, next, table, barrier, places);
    }
}
