package alexnet.trainer.bench;

import java.util.OptionalInt;

/**
 * How long one measurement runs.
 *
 * @param warmupRounds rounds that are discarded; without it as many as it takes until times are steady
 * @param warmupSeconds when waiting for steady times ends
 * @param repetitions rounds that count
 * @param seconds when measuring ends although fewer rounds were made, but for the first three
 */
public record Effort(OptionalInt warmupRounds, double warmupSeconds, int repetitions, double seconds) {

    public Effort {
        if (warmupRounds.isPresent() && warmupRounds.getAsInt() < 0
                || !(warmupSeconds >= 0)
                || repetitions < 1
                || !(seconds >= 0)) {
            throw new IllegalArgumentException("effort: expected at least 1 repetition and nothing negative, found "
                    + warmupRounds + " rounds and " + warmupSeconds + " s of warm-up, " + repetitions
                    + " repetitions, " + seconds + " s");
        }
    }

    /** The same with times that are {@code factor} as long, for what runs for long. */
    Effort longer(double factor) {
        return new Effort(warmupRounds, warmupSeconds * factor, repetitions, seconds * factor);
    }

    /** The same with another number of repetitions, all of which are made. */
    Effort exactly(int rounds) {
        return new Effort(warmupRounds, warmupSeconds, rounds, Double.POSITIVE_INFINITY);
    }
}
