package alexnet.model;

import alexnet.model.Safetensors.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Weights in memory.
 *
 * @param tensors in order
 */
public record Weights(List<Tensor> tensors) implements WeightSource {

    /** Noise from a seed, in these shapes. */
    public static Weights random(List<Entry> entries, long seed) {
        Random random = new Random(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (Entry entry : entries) {
            float[] values = new float[Tensor.elements(entry.shape())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 0.1f;
            }
            tensors.add(new Tensor(entry.name(), entry.shape(), values));
        }
        return new Weights(tensors);
    }

    /** All tensors of a source, in memory. */
    public static List<Tensor> all(WeightSource source) {
        return source.entries().stream().map(entry -> source.get(entry.name())).toList();
    }

    @Override
    public String origin() {
        return "memory";
    }

    @Override
    public List<Entry> entries() {
        return tensors.stream()
                .map(tensor -> new Entry(tensor.name(), tensor.shape()))
                .toList();
    }

    @Override
    public Tensor read(String name) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {}
}
