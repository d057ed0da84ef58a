package alexnet.engine.emulator.sanitize;

/**
 * One access in 63 bits: the run of a block (25), the time within it (16), the lane (10) and the site (12). So stamps of
 * one run are ordered by time, and all stamps of later runs are greater.
 */
final class Stamp {

    static final int LANE_SHIFT = 12;
    static final int TIME_SHIFT = 22;
    static final int RUN_SHIFT = 38;
    static final int LARGEST_TIME = (1 << 16) - 1;
    /** Runs per generation; a new generation starts with empty shadows. */
    static final int RUNS = 1 << 25;
    /** Stands for all sites of a kernel from this number on. */
    static final int LAST_SITE = (1 << LANE_SHIFT) - 1;

    private Stamp() {}

    static int run(long stamp) {
        return (int) (stamp >>> RUN_SHIFT);
    }

    static int time(long stamp) {
        return (int) (stamp >>> TIME_SHIFT) & LARGEST_TIME;
    }

    static int lane(long stamp) {
        return (int) (stamp >>> LANE_SHIFT) & 1023;
    }

    static int site(long stamp) {
        return (int) stamp & LAST_SITE;
    }

    static long of(int run, int time) {
        return (long) run << RUN_SHIFT | (long) time << TIME_SHIFT;
    }
}
