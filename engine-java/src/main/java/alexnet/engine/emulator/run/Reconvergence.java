package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.PreparedBasicBlock;

/** Where diverged threads reconverge. */
public enum Reconvergence {
    /** Of all places at which threads are, the first in code order runs next. */
    LOWEST {
        @Override
        PathOrder order(int[] at, PreparedBasicBlock[] blocks) {
            return new LowestFirst(at);
        }
    },
    /** Threads reconverge at the immediate post-dominator of the branch at which they diverged. */
    POST_DOMINATOR {
        @Override
        PathOrder order(int[] at, PreparedBasicBlock[] blocks) {
            return new PostDominatorOrder(at, blocks);
        }
    };

    /**
     * Chooses which threads run next.
     *
     * @param at for each lane the basic block at which it is
     */
    abstract PathOrder order(int[] at, PreparedBasicBlock[] blocks);
}
