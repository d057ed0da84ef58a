package alexnet.engine.emulator.code;

/**
 * What a barrier instruction asks for.
 *
 * @param kind what happens at the barrier
 * @param id slot of the barrier's number; for {@link Kind#WARP} of the member mask
 * @param count slot of the number of threads that take part, or -1 for all threads of the block
 * @param aligned true where all threads of a warp have to be at the same instruction
 * @param vote slot of the predicate that a reduction combines, or -1
 * @param voteNegated true where it combines the opposite
 * @param result where a reduction's result goes: a 32-bit slot, or -1
 */
public record BarrierUse(Kind kind, int id, int count, boolean aligned, int vote, boolean voteNegated, int result) {

    public static final int COUNT = 16;

    public enum Kind {
        SYNC,
        /** Counts as an arrival and waits for nobody outside the warp. */
        ARRIVE,
        /** Number of threads whose predicate holds. */
        POPC,
        AND,
        OR,
        /** {@code bar.warp.sync}: waits for the members of a mask. */
        WARP;

        public boolean reduces() {
            return this == POPC || this == AND || this == OR;
        }
    }
}
