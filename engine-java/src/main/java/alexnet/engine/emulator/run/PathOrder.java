package alexnet.engine.emulator.run;

import alexnet.engine.emulator.state.LaneRuns;

/**
 * Chooses which threads run next while the threads of a block are diverged.
 *
 * <p>The runner keeps each thread's next block in an array; blocks from {@link #WAITING} up mean that the thread waits
 * at the barrier that ends the block {@code place - WAITING}, and {@link #EXITED} that it has ended.
 */
interface PathOrder {

    /** Added to a block's number while a thread waits at the barrier that ends it. */
    int WAITING = 1 << 24;

    int EXITED = Integer.MAX_VALUE;

    /** Result of {@link #choose} when all threads that have not exited wait. */
    int NOBODY = -1;

    /** The threads in {@code live} were converged until now, and have just run {@code block}. */
    void begin(int block, LaneRuns live);

    /** Puts those that run next into {@code chosen} and returns their block, or {@link #NOBODY}. */
    int choose(LaneRuns live, LaneRuns chosen);

    /** The threads chosen have run {@code block}. */
    void ran(int block);
}
