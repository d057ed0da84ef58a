package alexnet.model;

import alexnet.kernels.Philox;
import alexnet.model.layer.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Initialisation: weights from Gaussians with the network file's standard deviations, biases at its constants.
 *
 * <p>At reduced width or input size signals would fade with the same deviations. So deviations are multiplied by
 * sqrt(full fan-in / fan-in), which keeps the spread of a layer's sums, and biases of 1 start at 0.1 (with 1, the loss
 * at quarter width and 67x67 stayed flat for 30 epochs). {@link ModelOptions} can override both.
 */
final class InitialValues {

    /** Start of the biases that the file starts at 1, at reduced size. */
    static final double REDUCED_BIAS = 0.1;
    /** Keeps these numbers apart from the other uses of the seed. */
    private static final int PURPOSE = 0x77;

    private final Network network;
    private final ModelOptions options;

    InitialValues(Network network, ModelOptions options) {
        this.network = network;
        this.options = options;
    }

    /** Standard deviation of a layer's parameter. */
    private double deviation(PlannedLayer layer, Parameter parameter) {
        if (!options.start().scaleDeviations().orElse(network.isReduced())) {
            return parameter.deviation();
        }
        PlannedLayer full = network.full().layers().get(layer.index());
        Parameter whole = full.parameters().stream()
                .filter(other -> other.role().equals(parameter.role()))
                .findFirst()
                .orElseThrow();
        return parameter.deviation() * Math.sqrt((double) whole.fanIn() / parameter.fanIn());
    }

    /** What the Gaussian is added to. */
    private double constant(Parameter parameter) {
        return parameter.constant() == 1
                ? options.start().bias().orElse(network.isReduced() ? REDUCED_BIAS : 1)
                : parameter.constant();
    }

    /** The values of all tensors, by name. */
    Map<String, float[]> all(long seed) {
        Map<String, Supplier<float[]>> makers = new HashMap<>();
        for (PlannedLayer layer : network.layers()) {
            for (int gpu : layer.spec().gpus()) {
                for (Parameter parameter : layer.parameters()) {
                    makers.put(layer.tensorName(gpu, parameter), () -> values(layer, parameter, gpu, seed));
                }
            }
        }
        return makers.entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(
                        Map.Entry::getKey, maker -> maker.getValue().get()));
    }

    /** The values of one tensor; they depend on seed, name, deviation and constant only. */
    private float[] values(PlannedLayer layer, Parameter parameter, int gpu, long seed) {
        double deviation = deviation(layer, parameter);
        double constant = constant(parameter);
        float[] values = new float[parameter.elements()];
        Philox random = new Philox(seed, PURPOSE, hash(layer.tensorName(gpu, parameter)));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation == 0 ? constant : constant + deviation * random.nextGaussian());
        }
        return values;
    }

    /** FNV-1a over the name's bytes: a stream number that is the same everywhere. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
