package alexnet.engine.emulator.observe;

import alexnet.engine.ptx.PtxInstruction;

/**
 * Observes the blocks of one launch. Blocks run one after the other, in ascending order with x first, on one thread, so an
 * observer needs no locks and sees the same events in every run.
 */
public interface BlockObserver {

    /** A block of the grid starts. */
    default void blockStart(int x, int y, int z) {}

    /** Threads enter a basic block, whose number is an index into {@link Launch#blocks()}. */
    default void basicBlock(int number, Lanes active) {}

    /** Threads are about to access memory. */
    default void access(Access access) {}

    /** Threads execute {@code membar} or {@code fence}. */
    default void fence(PtxInstruction instruction, Lanes active) {}

    /**
     * Threads execute an instruction that joins the members of a mask within each warp.
     *
     * @param members member mask by lane
     */
    default void warpSync(PtxInstruction instruction, Lanes active, int[] members) {}

    /**
     * Threads read each other's registers with {@code shfl.sync}.
     *
     * @param sources by lane the lane of the block that it reads, -1 where it keeps its own value; the lane read may have
     *     ended, be on another path or lie outside the block
     */
    default void shuffle(PtxInstruction instruction, Lanes active, int[] sources) {}

    /** A barrier of the block is complete: {@code arrived} waited at it and go on. */
    default void barrier(PtxInstruction instruction, Lanes arrived) {}

    /** Some threads exit; {@code left} are the others. Not called when the last threads exit. */
    default void exit(Lanes left) {}

    /** The block has ended, or the launch stops here because of a fault. */
    default void blockEnd() {}

    /** All blocks have ended, or the launch stops because of a fault. */
    default void launchEnd() {}
}
