package alexnet.engine.emulator.profile;

import java.util.Arrays;

/**
 * Counts in how many passes the shared memory serves a warp. Not for use by several threads at once.
 *
 * <p>The model: 32 banks of 4 bytes; word w lies in bank w mod 32. In one pass each bank gives one word, to any number of
 * lanes. A warp that accesses 8 bytes per lane is served in two halves, one of 16 bytes per lane in four quarters, each
 * with its own passes. Where every pair of active lanes (n, n xor 1), or every pair (n, n xor 2), reads the same address,
 * two such parts are served as one, so a broadcast of 16 bytes takes two passes and not four (NVIDIA's answer "Unexpected
 * shared memory bank conflict", developer forum, topic 77228, for compute capability 7.x; taken here for all). Accesses
 * of 1 and 2 bytes count by the word they lie in. Stores of several lanes to one word take one pass.
 */
public final class BankConflicts {

    private static final int BANKS = 32;

    private final long[] words = new long[BANKS * BANKS];
    private final int[] count = new int[BANKS];
    private int passes;
    private int parts;

    /**
     * Counts for one warp; {@link #passes()} and {@link #parts()} then give the results.
     *
     * @param addresses byte address per lane, from index {@code from} on; inactive lanes' are not looked at
     * @param active bit n set where lane n takes part
     * @param bytes 1, 2, 4, 8 or 16 per lane
     * @param load false for stores and atomics, whose parts are never joined
     */
    public void count(long[] addresses, int from, int active, int bytes, boolean load) {
        passes = 0;
        parts = 0;
        int wordsPerLane = Math.max(1, bytes / 4);
        int lanesPerPart = BANKS / wordsPerLane;
        if (load
                && wordsPerLane > 1
                && (pairsEqual(addresses, from, active, 1) || pairsEqual(addresses, from, active, 2))) {
            lanesPerPart *= 2;
        }
        for (int first = 0; first < BANKS; first += lanesPerPart) {
            int mask = active >>> first & (lanesPerPart == 32 ? -1 : (1 << lanesPerPart) - 1);
            if (mask != 0) {
                parts++;
                passes += part(addresses, from + first, mask, wordsPerLane);
            }
        }
    }

    /** Passes of the warp counted last. */
    public int passes() {
        return passes;
    }

    /** Passes that it would have needed without bank conflicts: one for each part that has active lanes. */
    public int parts() {
        return parts;
    }

    private static boolean pairsEqual(long[] addresses, int from, int active, int distance) {
        for (int lane = 0; lane < BANKS; lane++) {
            int other = lane ^ distance;
            if (lane < other
                    && (active >>> lane & active >>> other & 1) != 0
                    && addresses[from + lane] != addresses[from + other]) {
                return false;
            }
        }
        return true;
    }

    private int part(long[] addresses, int from, int mask, int wordsPerLane) {
        if (wordsPerLane == 1 && plain(addresses, from, mask)) {
            return 1;
        }
        Arrays.fill(count, 0);
        int most = 0;
        for (int left = mask; left != 0; left &= left - 1) {
            long first = addresses[from + Integer.numberOfTrailingZeros(left)] >>> 2;
            for (int i = 0; i < wordsPerLane; i++) {
                most = Math.max(most, add(first + i));
            }
        }
        return most;
    }

    /** Whether all words are the same, or ascend one by one: the usual cases, at little cost. */
    private static boolean plain(long[] addresses, int from, int mask) {
        int lane = Integer.numberOfTrailingZeros(mask);
        long first = addresses[from + lane] >>> 2;
        boolean same = true;
        boolean ascending = true;
        for (int left = mask; left != 0; left &= left - 1) {
            int next = Integer.numberOfTrailingZeros(left);
            long word = addresses[from + next] >>> 2;
            same &= word == first;
            ascending &= word - first == next - lane;
        }
        return same || ascending;
    }

    /** Adds a word to its bank unless it is there, and gives the number of different words of the bank. */
    private int add(long word) {
        int bank = (int) (word & BANKS - 1);
        int known = count[bank];
        for (int i = 0; i < known; i++) {
            if (words[bank * BANKS + i] == word) {
                return known;
            }
        }
        words[bank * BANKS + known] = word;
        count[bank] = known + 1;
        return known + 1;
    }
}
