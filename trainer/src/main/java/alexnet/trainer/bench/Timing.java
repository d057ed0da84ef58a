package alexnet.trainer.bench;

import java.util.Arrays;

/**
 * The time of one call, from the rounds of one measurement. Times are wall-clock, but for {@code cpuSeconds}.
 *
 * @param seconds per call: median of the rounds
 * @param fastest per call, of the fastest round
 * @param slowest per call, of the slowest round
 * @param cpuSeconds processor time per call on all threads of the program but those of the JVM itself: median. On a
 *     machine that is busy with other work it says more than the wall clock
 * @param rounds rounds that counted
 * @param callsPerRound calls that one round timed together
 * @param discardedRounds rounds before them, that warmed up
 * @param steady whether times had settled when warm-up ended; false where its time was over first, or where the number
 *     of its rounds was given
 */
public record Timing(
        double seconds,
        double fastest,
        double slowest,
        double cpuSeconds,
        int rounds,
        int callsPerRound,
        int discardedRounds,
        boolean steady) {

    static Timing of(double[] seconds, double[] cpuSeconds, int callsPerRound, int discarded, boolean steady) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return new Timing(
                median(sorted),
                sorted[0],
                sorted[sorted.length - 1],
                median(cpuSeconds),
                sorted.length,
                callsPerRound,
                discarded,
                steady);
    }

    /** The middle value, or the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** From the fastest round to the slowest, as a share of the median. */
    double spread() {
        return (slowest - fastest) / seconds;
    }

    /** 10^9 of {@code amount} per second. */
    double giga(double amount) {
        return amount / seconds / 1e9;
    }

    /** 10^9 of {@code amount} per second of processor time; null where the clock of the threads saw none. */
    Double gigaPerCpuSecond(double amount) {
        return cpuSeconds > 0 ? amount / cpuSeconds / 1e9 : null;
    }
}
