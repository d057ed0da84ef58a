package alexnet.model;

import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.LayerSpec.From;
import alexnet.model.layer.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buffers that one GPU holds for a network, by name, and how the layers share them.
 *
 * <p>Layers form a chain, so a gradient of an activation lives only until the layer that made the activation has run
 * backward: two buffers serve all of them in turn. Only what other GPUs read has buffers of its own.
 */
final class MemoryPlan {

    /** The float images. */
    static final String DATA = "data";
    /** Where gradients from other GPUs arrive before they are added. */
    static final String RECEIVED = "received gradient";

    private final Network network;
    private final int gpu;
    private final Map<String, Long> buffers = new LinkedHashMap<>();

    private MemoryPlan(Network network, int gpu) {
        this.network = network;
        this.gpu = gpu;
    }

    /** Name and size in bytes of every buffer on {@code gpu}, for batches of that size. */
    static Map<String, Long> of(Network network, int gpu, int batch) {
        MemoryPlan plan = new MemoryPlan(network, gpu);
        for (PlannedLayer layer : network.layers()) {
            if (layer.spec().gpus().contains(gpu)) {
                plan.add(layer, batch);
            }
        }
        return plan.buffers;
    }

    /** All that a layer reads, where it reads from several GPUs. */
    static String input(PlannedLayer layer) {
        return layer.spec().name() + ".input";
    }

    /** The gradient of {@link #input}. */
    static String inputGradient(PlannedLayer layer) {
        return layer.spec().name() + ".input gradient";
    }

    /** What a layer makes for its neighbours' backward pass, where it is from: border. */
    static String terms(PlannedLayer layer) {
        return layer.spec().name() + ".terms";
    }

    /** What the neighbours made for a layer's backward pass. */
    static String neighbourTerms(PlannedLayer layer) {
        return layer.spec().name() + ".terms of neighbours";
    }

    /** A layer's output, if it is not a part of the next layer's input buffer. */
    static String output(PlannedLayer layer) {
        return layer.spec().name() + ".output";
    }

    /** The gradient of {@link #output}, where no layer on this GPU reads it. */
    static String outputGradient(PlannedLayer layer) {
        return layer.spec().name() + ".output gradient";
    }

    /** What a layer keeps from forward to backward besides its output. */
    static String state(PlannedLayer layer) {
        return layer.spec().name() + ".state";
    }

    /** The buffer shared by the input gradients of every second layer. */
    static String gradient(PlannedLayer layer) {
        return "gradient " + layer.index() % 2;
    }

    /** Name of a trained tensor's gradient. */
    static String gradient(String tensor) {
        return tensor + ".gradient";
    }

    /** Name of a trained tensor's momentum. */
    static String momentum(String tensor) {
        return tensor + ".momentum";
    }

    private void add(PlannedLayer layer, int batch) {
        LayerSpec spec = layer.spec();
        for (Parameter parameter : layer.parameters()) {
            String name = layer.tensorName(gpu, parameter);
            long bytes = (long) parameter.elements() * Float.BYTES;
            buffers.put(name, bytes);
            buffers.put(gradient(name), bytes);
            buffers.put(momentum(name), bytes);
        }
        long inputBytes = layer.input().batch(batch).bytes();
        if (spec.readsData()) {
            buffers.put(DATA, inputBytes);
        } else if (spec.readsBoth()) {
            buffers.put(input(layer), inputBytes);
            buffers.put(inputGradient(layer), inputBytes);
        } else {
            buffers.merge(gradient(layer), inputBytes, Math::max);
        }
        if (spec.from() == From.BORDER) {
            long mapBytes = inputBytes / layer.input().channels();
            long neighbourBytes = (layer.lowerMaps(gpu) + layer.upperMaps(gpu)) * mapBytes;
            buffers.put(input(layer), inputBytes + neighbourBytes);
            buffers.put(terms(layer), 2 * layer.borderMaps() * mapBytes);
            buffers.put(neighbourTerms(layer), neighbourBytes);
        }
        long outputBytes = layer.output().batch(batch).bytes();
        PlannedLayer reader = network.reader(layer);
        boolean isReadHere = reader != null && reader.spec().gpus().contains(gpu);
        if (reader == null || reader.spec().from() == From.OWN || !isReadHere) {
            buffers.put(output(layer), outputBytes);
        }
        if (reader != null && !isReadHere) {
            buffers.put(outputGradient(layer), outputBytes);
        }
        if (reader != null
                && reader.spec().gpus().stream().filter(other -> other != gpu).count() > (isReadHere ? 0 : 1)
                && reader.spec().readsBoth()) {
            buffers.merge(RECEIVED, outputBytes, Math::max);
        }
        long stateBytes = layer.kind().stateBytes(spec, layer.input(), batch);
        if (stateBytes > 0) {
            buffers.put(state(layer), stateBytes);
        }
    }
}
