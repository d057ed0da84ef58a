package alexnet.trainer.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The pictures whose features lie nearest to those of a query by Euclidean distance, found in one pass. Differences are
 * squared and added as doubles; equal distances are in the order of the pictures' numbers.
 */
public final class Nearest {

    /**
     * A picture that was found.
     *
     * @param image its number in the set
     * @param distance of its features
     */
    public record Neighbour(int image, double distance) {}

    private static final Comparator<Neighbour> ORDER =
            Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::image);

    private final float[] query;
    private final int count;
    private final List<Neighbour> found = new ArrayList<>();

    /** @param count how many to keep */
    public Nearest(float[] query, int count) {
        this.query = query.clone();
        this.count = count;
    }

    /** The distance of a picture's features. */
    public double distance(float[] features) {
        if (features.length != query.length) {
            throw new IllegalArgumentException(
                    "features: number (expected " + query.length + ", found " + features.length + ")");
        }
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            double difference = (double) features[i] - query[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Takes up a picture, to keep it where it is among the nearest. */
    public void add(int image, double distance) {
        Neighbour candidate = new Neighbour(image, distance);
        int place = -1 - Collections.binarySearch(found, candidate, ORDER);
        if (place < count) {
            found.add(place, candidate);
            if (found.size() > count) {
                found.remove(count);
            }
        }
    }

    /** The nearest so far, the nearest first. */
    public List<Neighbour> found() {
        return List.copyOf(found);
    }
}
