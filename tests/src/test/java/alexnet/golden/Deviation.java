package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Norm-wise distances of what our devices gave from what PyTorch gave in double precision, tensor by tensor. */
final class Deviation {

    private final Map<String, Double> byTensor = new TreeMap<>();

    /** Takes in ||found - expected|| / ||expected||; infinite where a value is not finite or the lengths differ. */
    void add(String tensor, float[] found, double[] expected) {
        put(tensor, distance(found, expected) / norm(expected));
    }

    /** Takes in a value that was measured otherwise. */
    void put(String tensor, double deviation) {
        if (byTensor.put(tensor, Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : deviation) != null) {
            throw new IllegalArgumentException(tensor + ": compared twice");
        }
    }

    int tensors() {
        return byTensor.size();
    }

    double of(String tensor) {
        return byTensor.get(tensor);
    }

    double largest() {
        return byTensor.values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.POSITIVE_INFINITY);
    }

    /** Fails, naming every tensor with its deviation, unless all are within {@code limit}. */
    void requireWithin(double limit) {
        assertThat(byTensor).isNotEmpty();
        assertThat(byTensor.values()).as("deviations from PyTorch: %s", this).allMatch(found -> found <= limit);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byTensor.forEach((tensor, deviation) -> text.append(String.format(Locale.ROOT, " %s %.1e", tensor, deviation)));
        return text.toString().strip();
    }

    static double distance(float[] found, double[] expected) {
        if (found.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double squares = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = found[i] - expected[i];
            squares += difference * difference;
        }
        return Double.isFinite(squares) ? Math.sqrt(squares) : Double.POSITIVE_INFINITY;
    }

    static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }
}
