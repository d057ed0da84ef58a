package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.PreparedBasicBlock;
import java.util.Arrays;
import java.util.BitSet;

/** Immediate post-dominators: the first basic block that is on every path from a block to the kernel's end. */
final class PostDominators {

    private PostDominators() {}

    /** For each block its immediate post-dominator; -1 if that is the kernel's end. */
    static int[] of(PreparedBasicBlock[] blocks) {
        int count = blocks.length;
        BitSet[] after = new BitSet[count];
        for (int i = 0; i < count; i++) {
            after[i] = new BitSet();
            after[i].set(0, count);
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = count - 1; i >= 0; i--) {
                BitSet met = meet(blocks[i], after, count);
                met.set(i);
                if (!met.equals(after[i])) {
                    after[i] = met;
                    changed = true;
                }
            }
        }
        int[] immediate = new int[count];
        for (int i = 0; i < count; i++) {
            immediate[i] = nearest(after, i);
        }
        return immediate;
    }

    private static BitSet meet(PreparedBasicBlock block, BitSet[] after, int count) {
        BitSet met = new BitSet();
        met.set(0, count);
        boolean ends = block.end() == PreparedBasicBlock.End.EXIT;
        for (int next : successors(block)) {
            if (next < 0) {
                ends = true;
            } else {
                met.and(after[next]);
            }
        }
        if (ends) {
            met.clear();
        }
        return met;
    }

    /** Blocks that may come next; -1 for the kernel's end. */
    private static int[] successors(PreparedBasicBlock block) {
        boolean conditional = block.predicate() >= 0;
        return switch (block.end()) {
            case FALL, BARRIER -> new int[] {block.next()};
            case BRANCH -> conditional ? new int[] {block.target(), block.next()} : new int[] {block.target()};
            case CALL -> new int[] {block.target()};
            case EXIT -> conditional ? new int[] {block.next()} : PreparedBasicBlock.NO_BLOCKS;
            case TABLE, RETURN -> {
                int[] table = block.table();
                int[] all = conditional ? Arrays.copyOf(table, table.length + 1) : table;
                if (conditional) {
                    all[table.length] = block.next();
                }
                yield all;
            }
        };
    }

    /** Post-dominators of a block form a chain; the nearest one has all the others but the block itself. */
    private static int nearest(BitSet[] after, int block) {
        int wanted = after[block].cardinality() - 1;
        for (int other = after[block].nextSetBit(0); other >= 0; other = after[block].nextSetBit(other + 1)) {
            if (other != block && after[other].cardinality() == wanted) {
                return other;
            }
        }
        return -1;
    }
}
