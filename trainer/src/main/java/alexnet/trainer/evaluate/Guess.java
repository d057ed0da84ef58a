package alexnet.trainer.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The score of a network on one picture.
 *
 * @param loss cross-entropy
 * @param top1 1 where the right class came first, 0 where not; in a tie for the first place its share of it
 * @param top5 the same for the first five places
 */
public record Guess(double loss, double top1, double top5) {

    /** Judges probabilities (K) against the right class. A probability that is no number scores nothing. */
    public static Guess of(float[] probabilities, int label) {
        float own = probabilities[label];
        int greater = 0;
        int equal = 0;
        for (float other : probabilities) {
            if (Float.isNaN(other)) {
                return new Guess(Double.NaN, 0, 0);
            }
            if (other > own) {
                greater++;
            } else if (other == own) {
                equal++;
            }
        }
        return new Guess(-Math.log(own), places(1, greater, equal), places(5, greater, equal));
    }

    /** The share of {@code equal} candidates that find room in the places that {@code greater} ones leave. */
    private static double places(int places, int greater, int equal) {
        return Math.max(0, Math.min(1, (double) (places - greater) / equal));
    }

    /** Classes by falling probability, the first {@code count} of them; equals in the order of their numbers. */
    public static int[] ranking(float[] probabilities, int count) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparing((Integer k) -> -probabilities[k]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
