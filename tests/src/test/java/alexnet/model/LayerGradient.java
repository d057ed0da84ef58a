package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.layer.ImageShape;
import alexnet.model.layer.LayerSpec;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The gradient check of one layer kind. The layer stands between a convolution, whose gradient must pass through it, and
 * the softmax; the gradients of a training step are compared with central differences of the same network in double
 * precision.
 */
public final class LayerGradient {

    private static final String FRAME = """
            name: frame
            gpus: %1$d
            input: {channels: 3, crop: 8, size: 9}
            classes: 5
            layers:
              - {name: first, kind: conv, gpus: %2$s, reads: data, filters: 6, size: 3, padding: 1, activation: none, deviation: 0.01, bias: 0.1}
              - {name: tested, kind: %3$s, gpus: %2$s, reads: first%4$s}
              - {name: head, kind: fully_connected, gpus: [0], reads: tested, from: both, outputs: classes, activation: none, deviation: 0.05, bias: 0}
              - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """;

    private LayerGradient() {}

    /** The forward pass of a layer without trained tensors, in double precision. */
    @FunctionalInterface
    public interface Definition {

        /**
         * Computes the output of one GPU's part.
         *
         * @param layer with its settings
         * @param input shape of one image of x
         * @param batch N
         * @param x (C,H,W,N)
         * @param y (K,P,Q,N), to be written. If the layer has a kink, it is where the sign of an element of y changes
         */
        void forward(LayerSpec layer, ImageShape input, int batch, double[] x, double[] y);
    }

    /**
     * Checks a layer kind that has no trained tensors.
     *
     * @param settings as in a network file, such as {@code slope: 0.25}; empty for none
     * @param gpus how many GPUs have a part of it
     */
    public static void check(String kind, String settings, int gpus, Definition definition) {
        check(kind, settings, gpus, Map.of(kind, definition));
    }

    /** Checks a layer kind that {@link ReferenceNetwork} itself knows. */
    static void check(String kind, String settings, int gpus) {
        check(kind, settings, gpus, Map.of());
    }

    private static void check(String kind, String settings, int gpus, Map<String, Definition> definitions) {
        Network network = Network.parse("frame.yaml", text(kind, settings, gpus));
        GradientCheck check = run(network, 10, 4, 3, 12, definitions);
        assertThat(check.compared()).isGreaterThan(30);
        assertThat(check.kinks()).isLessThan(check.compared() / 10);
    }

    /** The network around the layer under test, as a file. */
    static String text(String kind, String settings, int gpus) {
        return FRAME.formatted(
                gpus,
                IntStream.range(0, gpus).boxed().toList(),
                kind,
                settings == null || settings.isEmpty() ? "" : ", " + settings);
    }

    /** Runs the check of a whole network on emulated devices. */
    static GradientCheck run(Network network, int source, int capacity, int count, int perTensor) {
        return run(network, source, capacity, count, perTensor, Map.of());
    }

    private static GradientCheck run(
            Network network, int source, int capacity, int count, int perTensor, Map<String, Definition> definitions) {
        try (DeviceSet devices = Devices.open(IntStream.range(0, network.gpus())
                        .mapToObj(gpu -> "emulator:" + gpu)
                        .collect(Collectors.joining(",")));
                SplitNetwork model = new SplitNetwork(
                        network, ModelOptions.of(capacity, source).withSeed(9), devices.devices());
                HostBatch batch = model.newHostBatch()) {
            float[] mean = Batches.mean(source, 4);
            model.setMean(mean);
            model.initialise(11);
            Batches.fillRandomly(batch, network, count, 21);
            GradientCheck check = new GradientCheck(model, definitions);
            check.run(batch, mean, 17, perTensor);
            return check;
        }
    }
}
