package alexnet.model;

import alexnet.model.Safetensors.Entry;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which part of a merged tensor each GPU holds, derived from the network.
 *
 * <p>Merged, a layer has one {@code conv1.weight} and one {@code conv1.bias} instead of a {@code conv1.0.weight},
 * {@code conv1.1.weight}, ... per GPU. The parts are concatenated along the axis of the outputs, in the order of their
 * GPUs. If each part reads all parts of the layer before it, that is all: its input channels are in that order on every
 * GPU. If each part reads the part on its own GPU only, convolutions become one grouped convolution, with the channels
 * of one group, as in Caffe and PyTorch; matrices become the blocks of a block-diagonal matrix.
 */
public final class WeightLayout {

    private static final String PART = ".+\\.[0-9]+\\.[^.]+";

    /** A tensor as trained, and the corner of the merged tensor at which it starts. */
    private record Slice(Entry part, int[] corner) {}

    /** A merged tensor with its slices in the order of the GPUs. */
    private record Join(PlannedLayer layer, Parameter parameter, Entry merged, List<Slice> slices) {
        /** Whether the slices leave out a part of the merged tensor, which is zero then. */
        boolean hasRest() {
            return Tensor.elements(merged.shape())
                    != slices.stream()
                            .mapToInt(slice -> Tensor.elements(slice.part().shape()))
                            .sum();
        }
    }

    private final Network network;
    private final Map<String, Join> joins = new LinkedHashMap<>();
    private final Map<String, Slice> slices = new LinkedHashMap<>();
    private final Map<String, Join> joinOfPart = new LinkedHashMap<>();
    private String obstacle;

    private WeightLayout(Network network) {
        this.network = network;
        for (PlannedLayer layer : network.layers()) {
            for (Parameter parameter : layer.parameters()) {
                add(layer, parameter);
            }
        }
    }

    /** The layout of a network's weights. */
    public static WeightLayout of(Network network) {
        return new WeightLayout(network);
    }

    private void add(PlannedLayer layer, Parameter parameter) {
        List<Integer> gpus = layer.spec().gpus();
        boolean isSplit = gpus.size() > 1;
        boolean ownInput = isSplit && !layer.spec().readsData() && layer.spec().from() == LayerSpec.From.OWN;
        int groups = (Integer) layer.spec().settings().getOrDefault("groups", 1);
        if (isSplit && !ownInput && groups > 1 && obstacle == null) {
            obstacle = layer.spec().name() + ": each GPU's part has groups of its own over the same input, which one"
                    + " grouped layer has not (expected groups 1 or from: own, found groups " + groups + ")";
        }
        int[] part = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
        int outputs = layer.kind().outputAxis(parameter);
        boolean isBlocks = ownInput && part.length == 2;
        int[] whole = part.clone();
        whole[outputs] = Math.multiplyExact(part[outputs], gpus.size());
        if (isBlocks) {
            whole[1] = Math.multiplyExact(part[1], gpus.size());
        }
        String name = layer.spec().name() + "." + parameter.role();
        List<Slice> parts = new ArrayList<>();
        for (int i = 0; i < gpus.size(); i++) {
            int[] corner = new int[part.length];
            corner[outputs] = i * part[outputs];
            if (isBlocks) {
                corner[1] = i * part[1];
            }
            parts.add(new Slice(new Entry(layer.tensorName(gpus.get(i), parameter), part), corner));
        }
        Join join = new Join(layer, parameter, new Entry(name, whole), parts);
        joins.put(name, join);
        parts.forEach(slice -> {
            slices.put(slice.part().name(), slice);
            joinOfPart.put(slice.part().name(), join);
        });
    }

    /** Names and shapes as trained, in the order of the layers. */
    public List<Entry> parts() {
        return slices.values().stream().map(Slice::part).toList();
    }

    /**
     * Names and shapes of the merged tensors, in the order of the layers.
     *
     * @throws WeightsException when a layer has no merged form, naming it
     */
    public List<Entry> merged() {
        if (obstacle != null) {
            throw new WeightsException(obstacle);
        }
        return joins.values().stream().map(Join::merged).toList();
    }

    /** Whether tensors of these names are named as trained, by GPU, rather than merged. */
    public static boolean isByGpu(List<Entry> entries) {
        return entries.stream().anyMatch(entry -> entry.name().matches(PART));
    }

    /**
     * The tensors as trained, from a source in either layout; closing it closes the source.
     *
     * @throws WeightsException when the source's names or shapes are not exactly this network's
     */
    public WeightSource parts(WeightSource source) {
        if (isByGpu(source.entries())) {
            requireExactly(source.origin(), parts(), source.entries());
            return source;
        }
        requireExactly(source.origin(), merged(), source.entries());
        return new View(source, parts(), name -> cut(source, name));
    }

    /**
     * The merged tensors, from a source in either layout; closing it closes the source.
     *
     * @throws WeightsException when the source's names or shapes are not exactly this network's
     */
    public WeightSource merged(WeightSource source) {
        if (!isByGpu(source.entries())) {
            requireExactly(source.origin(), merged(), source.entries());
            return source;
        }
        requireExactly(source.origin(), parts(), source.entries());
        return new View(source, merged(), name -> join(source, name));
    }

    /**
     * The merged tensors with red and blue exchanged: the planes 0 and 2 of weights that read the images.
     *
     * @param merged what {@link #merged(WeightSource)} gave
     * @throws WeightsException when the images have no three colours
     */
    public WeightSource withSwappedColours(WeightSource merged) {
        if (network.channels() != 3) {
            throw new WeightsException(merged.origin()
                    + ": has no red and blue to exchange (expected 3 channels, found " + network.channels() + ")");
        }
        return new View(merged, merged.entries(), name -> {
            Tensor tensor = merged.get(name);
            Join join = joins.get(name);
            boolean readsColours = join.layer().spec().readsData() && tensor.shape().length > 1;
            return readsColours ? swapped(tensor, join.parameter().fanIn()) : tensor;
        });
    }

    /**
     * The same tensors, each of which is looked through when it is read.
     *
     * @throws WeightsException from reading, when a value is not finite
     */
    public static WeightSource finite(WeightSource source) {
        return new View(source, source.entries(), name -> {
            Tensor tensor = source.get(name);
            for (int i = 0; i < tensor.data().length; i++) {
                if (!Float.isFinite(tensor.data()[i])) {
                    throw new WeightsException(source.origin() + ": " + name + ": value " + i
                            + " is not finite (expected a finite number, found " + tensor.data()[i] + ")");
                }
            }
            return tensor;
        });
    }

    /** Every fan-in of (3,...) values has its first and last third exchanged. */
    private static Tensor swapped(Tensor tensor, int fanIn) {
        float[] values = tensor.data().clone();
        int plane = fanIn / 3;
        for (int start = 0; start < values.length; start += fanIn) {
            System.arraycopy(tensor.data(), start + 2 * plane, values, start, plane);
            System.arraycopy(tensor.data(), start, values, start + 2 * plane, plane);
        }
        return new Tensor(tensor.name(), tensor.shape(), values);
    }

    /**
     * How many classes a file is for: the biases of the last layer that has any.
     *
     * @throws WeightsException when it has none of them
     */
    public int classes(WeightSource source) {
        Join last = joins.values().stream()
                .filter(join -> join.parameter().role().equals("bias"))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new WeightsException(network.name() + ": no layer has biases"));
        Set<String> names = new LinkedHashSet<>(List.of(last.merged().name()));
        last.slices().forEach(slice -> names.add(slice.part().name()));
        int classes = source.entries().stream()
                .filter(entry -> names.contains(entry.name()))
                .mapToInt(entry -> Tensor.elements(entry.shape()))
                .sum();
        if (classes == 0) {
            throw new WeightsException(source.origin() + ": holds no biases of the last layer of " + network.name()
                    + " (expected " + String.join(" or ", names) + ", found "
                    + source.entries().stream().map(Entry::name).sorted().toList() + ")");
        }
        return classes;
    }

    /**
     * Requires the same names and shapes as {@code expected}, in any order.
     *
     * @throws WeightsException naming what is missing, too many or of another shape
     */
    static void requireExactly(String origin, List<Entry> expected, List<Entry> found) {
        Map<String, Entry> surplus = new LinkedHashMap<>();
        found.forEach(entry -> surplus.put(entry.name(), entry));
        Set<String> missing = new TreeSet<>();
        List<Runnable> shapes = new ArrayList<>();
        for (Entry entry : expected) {
            Entry there = surplus.remove(entry.name());
            if (there == null) {
                missing.add(entry.name());
            } else {
                shapes.add(() -> Safetensors.requireShape(origin, entry, there.shape()));
            }
        }
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            throw new WeightsException(
                    origin + ": other tensors than the network's (missing " + missing + ", too many "
                            + new TreeSet<>(surplus.keySet()) + ")",
                    "the weights belong to another network, or to another layout of it");
        }
        shapes.forEach(Runnable::run);
    }

    private Tensor join(WeightSource source, String name) {
        Join join = joins.get(name);
        Entry merged = join.merged();
        float[] values = new float[Tensor.elements(merged.shape())];
        for (Slice slice : join.slices()) {
            float[] part = source.get(slice.part().name()).data();
            new Box(merged.shape(), slice.corner(), slice.part().shape()).paste(part, values);
        }
        return new Tensor(name, merged.shape(), values);
    }

    private Tensor cut(WeightSource source, String name) {
        Slice slice = slices.get(name);
        Join join = joinOfPart.get(name);
        Tensor merged = source.get(join.merged().name());
        if (join.hasRest()) {
            requireZeroRest(source.origin(), join, merged);
        }
        float[] values = new float[Tensor.elements(slice.part().shape())];
        new Box(merged.shape(), slice.corner(), slice.part().shape()).cut(merged.data(), values);
        return new Tensor(name, slice.part().shape(), values);
    }

    /** What no GPU holds would be lost. */
    private static void requireZeroRest(String origin, Join join, Tensor merged) {
        float[] rest = merged.data().clone();
        for (Slice slice : join.slices()) {
            int[] shape = slice.part().shape();
            new Box(merged.shape(), slice.corner(), shape).paste(new float[Tensor.elements(shape)], rest);
        }
        for (int i = 0; i < rest.length; i++) {
            if (rest[i] != 0) {
                int columns = merged.shape()[1];
                throw new WeightsException(origin + ": " + merged.name() + ": row " + i / columns + " uses column "
                        + i % columns + ", which lies on another GPU (expected 0 outside of the "
                        + join.slices().size() + " blocks, found " + rest[i] + ")");
            }
        }
    }

    /** Tensors that are made from those of another source when asked for. */
    private record View(WeightSource source, List<Entry> entries, Function<String, Tensor> make)
            implements WeightSource {
        @Override
        public String origin() {
            return source.origin();
        }

        @Override
        public Tensor read(String name) {
            return make.apply(name);
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
