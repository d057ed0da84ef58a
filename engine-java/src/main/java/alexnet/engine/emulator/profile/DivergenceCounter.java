package alexnet.engine.emulator.profile;

import java.util.Arrays;

/**
 * Tracks which lanes of each warp are converged, and counts divergence.
 *
 * <p>It is told every execution of a basic block. Lanes that executed one together and do not execute the next one together
 * went different ways at its end; lanes that exited are not missed.
 */
final class DivergenceCounter {

    private final int[] alive;
    private final int[] full;
    /** Per lane: the lanes of its warp with which it executed its last basic block; 0 at the start. */
    private final int[] companions;
    /** Per warp: these lanes, where they are the same for all lanes alive; 0 where not. */
    private final int[] together;

    /** @param lanes threads of a block */
    DivergenceCounter(int lanes) {
        int warps = (lanes + 31) / 32;
        alive = new int[warps];
        full = new int[warps];
        companions = new int[32 * warps];
        together = new int[warps];
        for (int warp = 0; warp < warps; warp++) {
            int size = Math.min(32, lanes - 32 * warp);
            full[warp] = size == 32 ? -1 : (1 << size) - 1;
        }
        startBlock();
    }

    /** All threads are at the start of the kernel. */
    void startBlock() {
        System.arraycopy(full, 0, alive, 0, full.length);
        Arrays.fill(companions, 0);
        System.arraycopy(full, 0, together, 0, full.length);
    }

    /** Only these lanes, a mask per warp, are left. */
    void left(int[] masks) {
        System.arraycopy(masks, 0, alive, 0, alive.length);
    }

    /**
     * Lanes execute a basic block.
     *
     * @param masks per warp the lanes that do
     * @return how many warps diverged at the end of the block before
     */
    int enter(int[] masks) {
        int parted = 0;
        for (int warp = 0; warp < full.length; warp++) {
            int mask = masks[warp];
            if (mask != 0 && (together[warp] & alive[warp]) != mask) {
                parted += enter(warp, mask);
            }
        }
        return parted;
    }

    private int enter(int warp, int mask) {
        if (together[warp] != 0) {
            spread(warp, full[warp], together[warp]);
        }
        int parted = 0;
        for (int left = mask; left != 0; ) {
            int lane = Integer.numberOfTrailingZeros(left);
            int group = companions[32 * warp + lane] & alive[warp] | 1 << lane;
            int missing = group & ~mask;
            if (missing != 0) {
                parted++;
                spread(warp, missing, missing);
            }
            left &= ~group;
        }
        spread(warp, mask, mask);
        together[warp] = mask == alive[warp] ? mask : 0;
        return parted;
    }

    private void spread(int warp, int lanes, int value) {
        for (int left = lanes; left != 0; left &= left - 1) {
            companions[32 * warp + Integer.numberOfTrailingZeros(left)] = value;
        }
    }
}
