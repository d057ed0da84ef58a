package alexnet.engine.emulator.sanitize;

import java.util.Arrays;

/** The runs of one launch's blocks. A block that needs more time than a stamp can hold continues in another run. */
final class BlockRuns {

    private static final int MOST_AT_ONCE = 1 << 16;

    private final int portion;
    private final long first;
    private long next;
    private int reserved;
    private long number;
    private long blockFirst;
    private int ordinal = -1;
    /** For each run from the first on its block, -1 for runs of other launches. */
    private int[] ordinals = new int[0];
    /** For each run from the first on the first run of its block. */
    private int[] starts = new int[0];

    BlockRuns(long blocks) {
        portion = (int) Math.min(MOST_AT_ONCE, blocks);
        reserved = portion;
        first = RunNumbers.reserve(portion);
        next = first;
        number = first;
        blockFirst = first;
    }

    void startBlock() {
        ordinal++;
        take();
        blockFirst = number;
        starts[(int) (number - first)] = (int) (number - first);
    }

    void continueBlock() {
        take();
        starts[(int) (number - first)] = (int) (blockFirst - first);
    }

    private void take() {
        if (reserved == 0) {
            next = RunNumbers.reserve(portion);
            reserved = portion;
        }
        number = next++;
        reserved--;
        int index = (int) (number - first);
        if (index >= ordinals.length) {
            int before = ordinals.length;
            ordinals = Arrays.copyOf(ordinals, index + portion);
            starts = Arrays.copyOf(starts, index + portion);
            Arrays.fill(ordinals, before, ordinals.length, -1);
        }
        ordinals[index] = ordinal;
    }

    int run() {
        return RunNumbers.run(number);
    }

    long generation() {
        return RunNumbers.generation(number);
    }

    /** Number of the present block, from 0. */
    int ordinal() {
        return ordinal;
    }

    /** The least stamp of this launch; where stamps of its start cannot be compared any more, of this run. */
    long launchFloor() {
        boolean comparable = RunNumbers.generation(first) == generation();
        return Stamp.of(comparable ? RunNumbers.run(first) : run(), 0);
    }

    /** The least stamp of this block; 0 where stamps of its start cannot be compared any more. */
    long blockFloor() {
        boolean comparable = RunNumbers.generation(blockFirst) == generation();
        return comparable ? Stamp.of(RunNumbers.run(blockFirst), 0) : 0;
    }

    /** The block of a stamp of this launch's generation; -1 for another launch. */
    int ordinal(long stamp) {
        int index = Stamp.run(stamp) - RunNumbers.run(first);
        return index >= 0 && index < ordinals.length ? ordinals[index] : -1;
    }

    /** The time within the present block, over all its runs. */
    long clock(int time) {
        return (number - blockFirst) * (Stamp.LARGEST_TIME + 1L) + time;
    }

    /** The time of a stamp of this launch within its block. */
    long clock(long stamp) {
        int index = Stamp.run(stamp) - RunNumbers.run(first);
        return (index - starts[index]) * (Stamp.LARGEST_TIME + 1L) + Stamp.time(stamp);
    }
}
