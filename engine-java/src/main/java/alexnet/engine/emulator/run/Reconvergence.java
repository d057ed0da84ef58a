package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.PreparedBasicBlock;

/** Where threads that took different paths meet again. */
public enum Reconvergence {
    /** Of all places where threads stand, the first in the order of the code runs next. */
    LOWEST {
        @Override
        PathOrder order(int[] at, PreparedBasicBlock[] blocks) {
            return new LowestFirst(at);
        }
    },
    /** Threads meet at the immediate post-dominator of the branch that parted them. */
    POST_DOMINATOR {
        @Override
        PathOrder order(int[] at, PreparedBasicBlock[] blocks) {
            return new PostDominatorOrder(at, blocks);
        }
    };

    /**
     * Chooses which threads run next.
     *
     * @param at for each lane the basic block at which it stands
     */
    abstract PathOrder order(int[] at, PreparedBasicBlock[] blocks);
}
