package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.DeviceSet;
import alexnet.engine.Devices;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Settings of layers that change nothing where values are all different, or nothing in training, or nothing in a test. */
final class LayerSettingsTest {

    private static final int BATCH = 5;
    private static final int SOURCE = 10;

    private static final String FRAME = """
            name: frame
            gpus: 1
            input: {channels: 3, crop: 8, size: 8}
            classes: 5
            layers:
              - {name: first, kind: conv, gpus: [0], reads: data, filters: 6, size: 3, padding: 1, activation: none, deviation: 0.01, bias: 0.5}
              - {name: tested, kind: %s, gpus: [0], reads: first, %s}
              - {name: head, kind: fully_connected, gpus: [0], reads: tested, outputs: classes, activation: none, deviation: 0.05, bias: 0}
              - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """;

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
