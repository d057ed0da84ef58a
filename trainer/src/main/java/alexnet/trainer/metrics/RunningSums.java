package alexnet.trainer.metrics;

/**
 * Sums over pictures, added up in the order of the steps.
 *
 * @param loss summed cross-entropy
 * @param top1 pictures whose first guess was right
 * @param top5 pictures with the right class among the first five guesses
 */
public record RunningSums(double loss, double top1, double top5, long samples) {

    /** Nothing seen yet. */
    public static final RunningSums NONE = new RunningSums(0, 0, 0, 0);

    /** These and the next ones. */
    public RunningSums plus(double moreLoss, double moreTop1, double moreTop5, long moreSamples) {
        return new RunningSums(loss + moreLoss, top1 + moreTop1, top5 + moreTop5, samples + moreSamples);
    }

    /** Means over the pictures; NaN before the first. */
    public Score score() {
        return new Score(loss / samples, 100 * top1 / samples, 100 * top5 / samples);
    }
}
