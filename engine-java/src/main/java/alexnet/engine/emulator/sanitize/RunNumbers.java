package alexnet.engine.emulator.sanitize;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers the runs of blocks in this process, so that stamps of an earlier run are never taken for present ones. */
final class RunNumbers {

    private static final AtomicLong NEXT = new AtomicLong(1);

    private RunNumbers() {}

    /**
     * Reserves consecutive unused numbers and returns the first. The low bits of a number are the run in a stamp, the others
     * the generation.
     */
    static long reserve(int count) {
        return NEXT.getAndAdd(count);
    }

    static int run(long number) {
        return (int) (number & Stamp.RUNS - 1);
    }

    static long generation(long number) {
        return number / Stamp.RUNS;
    }
}
