package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Settings of layers that change nothing where values are all different, or nothing in training, or nothing in a test. */
final class LayerSettingsTest {

    private static final int BATCH = 5;
    private static final int SOURCE = 10;

    private static final String FRAME = NetworkText.of("frame", 1, 8, 5, """
            - {name: first, kind: conv, gpus: [0], reads: data, filters: 6, size: 3, padding: 1, activation: none, deviation: 0.01, bias: 0.5}
            - {name: tested, kind: %s, gpus: [0], reads: first, %s}
            - {name: head, kind: fully_connected, gpus: [0], reads: tested, outputs: classes, activation: none, deviation: 0.05, bias: 0}
            - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """);

    @Test
    void tiesDecideHowManyInputsReceiveTheGradientOfAWindow() {
        // With weights of 0 all four inputs of a window are the bias.
        float[] first = biasGradientOfEqualInputs("size: 2, stride: 2");
        float[] all = biasGradientOfEqualInputs("size: 2, stride: 2, ties: all");
        assertThat(biasGradientOfEqualInputs("size: 2, stride: 2, ties: first")).isEqualTo(first);
        for (int i = 0; i < first.length; i++) {
            assertThat(Math.abs(first[i])).isGreaterThan(1e-4f);
            assertThat(all[i]).isCloseTo(4 * first[i], within(1e-5f));
        }
    }

    @Test
    void invertedDropoutLeavesAnEvaluationAlone() {
        float[][] without = probabilities("dropout", "probability: 0");
        assertThat(probabilities("dropout", "probability: 0.5, form: inverted")).isDeepEqualTo(without);
        assertThat(probabilities("dropout", "probability: 0.5, form: paper")).isNotEqualTo(without);
        assertThat(probabilities("dropout", "probability: 0.5"))
                .isDeepEqualTo(probabilities("dropout", "probability: 0.5, form: paper"));
    }

    /** A network in the order of the original program, with every kind of layer that the shipped one has not. */
    private static final String ORDERED = NetworkText.of("ordered", 2, 16, 5, """
            - {name: conv1, kind: conv, gpus: [0, 1], reads: data, filters: 6, size: 5, padding: 2, activation: none, deviation: 0.01, bias: 0}
            - {name: norm1, kind: lrn, gpus: [0, 1], reads: conv1, size: 5, k: 2, alpha: 0.00002, beta: 0.75}
            - {name: pool1, kind: max_pool, gpus: [0, 1], reads: norm1, size: 3, stride: 2, ties: all}
            - {name: relu1, kind: relu, gpus: [0, 1], reads: pool1}
            - {name: conv2, kind: conv, gpus: [0, 1], reads: relu1, from: both, filters: 4, size: 3, padding: 1, activation: none, deviation: 0.1, bias: 0}
            - {name: tanh2, kind: tanh, gpus: [0, 1], reads: conv2, scale: 1.7159, slope: 0.6666667}
            - {name: map2, kind: within_map_norm, gpus: [0, 1], reads: tanh2, size: 5, k: 1, alpha: 0.04, beta: 0.75}
            - {name: pool2, kind: avg_pool, gpus: [0, 1], reads: map2, size: 3, stride: 2}
            - {name: drop, kind: dropout, gpus: [0, 1], reads: pool2, probability: 0.5, form: inverted}
            - {name: head, kind: fully_connected, gpus: [0], reads: drop, from: both, outputs: classes, activation: none, deviation: 0.05, bias: 0}
            - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """);

    @Test
    void everyKindHasTheSameBitsOnTwoDevicesAndOnOne() {
        List<Tensor> two = trained("emulator");
        assertThat(trained("emulator:0,emulator:0")).isEqualTo(two);
        assertThat(two).hasSize(10);
        for (Tensor tensor : two) {
            for (float value : tensor.data()) {
                assertThat(Float.isFinite(value)).as(tensor.name()).isTrue();
            }
        }
    }

    private static List<Tensor> trained(String devices) {
        Network network = Network.parse("ordered.yaml", ORDERED);
        try (DeviceSet set = Devices.open(devices);
                SplitNetwork model =
                        new SplitNetwork(network, ModelOptions.of(BATCH, 20).withSeed(3), set.devices());
                HostBatch batch = model.newHostBatch()) {
            model.setMean(Batches.mean(20, 4));
            model.initialise(11);
            for (int step = 0; step < 3; step++) {
                Batches.fillRandomly(batch, network, BATCH - step, step);
                model.trainStep(batch, step, new Hyperparameters(0.01, 0.9, 0.0005));
            }
            return model.tensors().stream()
                    .map(entry -> model.readMomentum(entry.name()))
                    .toList();
        }
    }

    private static float[] biasGradientOfEqualInputs(String settings) {
        return with("max_pool", settings, model -> {
            model.writeTensor(new Tensor("first.0.weight", new int[] {6, 3, 3, 3}, new float[6 * 27]));
            try (HostBatch batch = model.newHostBatch()) {
                Batches.fillRandomly(batch, model.network(), BATCH, 2);
                model.trainStep(batch, 0, new Hyperparameters(0, 0, 0));
            }
            return model.readGradient("first.0.bias").data();
        });
    }

    private static float[][] probabilities(String kind, String settings) {
        return with(kind, settings, model -> {
            try (HostBatch batch = model.newHostBatch()) {
                Batches.fillRandomly(batch, model.network(), BATCH, 2);
                return model.evaluate(batch).probabilities();
            }
        });
    }

    private static <T> T with(String kind, String settings, Function<SplitNetwork, T> use) {
        Network network = Network.parse("frame.yaml", FRAME.formatted(kind, settings));
        try (DeviceSet devices = Devices.open("emulator:0");
                SplitNetwork model =
                        new SplitNetwork(network, ModelOptions.of(BATCH, SOURCE).withSeed(3), devices.devices())) {
            model.setMean(Batches.mean(SOURCE, 4));
            model.initialise(11);
            return use.apply(model);
        }
    }
}
