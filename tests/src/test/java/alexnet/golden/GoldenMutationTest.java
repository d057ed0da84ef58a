package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Preset;
import alexnet.model.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The golden comparison with networks and rules that are wrong in one thing: each must be far outside of the limits, or
 * the goldens would not see such a mistake. docs/agreement.md has mistakes made in the kernels themselves.
 */
final class GoldenMutationTest {

    private static final double FAR_OUTSIDE = 1e-4;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "LRN over 3 maps in layer 1 | reads: conv1, size: 5 | reads: conv1, size: 3",
                "LRN over 7 maps in layer 2 | reads: conv2, size: 5 | reads: conv2, size: 7",
                "alpha divided by the size | alpha: 0.0001 | alpha: 0.00002",
                "k of 1 in place of 2 | k: 2 | k: 1",
                "no dropout behind fc7 | reads: fc7, probability: 0.5 | reads: fc7, probability: 0",
                "conv5 without its ReLU | reads: conv4, filters: 12, size: 3, padding: 1, activation: relu"
                        + " | reads: conv4, filters: 12, size: 3, padding: 1, activation: none",
            })
    void anotherNetworkIsFarFromTheGolden(String mutation, String found, String instead) {
        try (GoldenTraining training = new GoldenTraining("paper", SmallAlexNet.paperWith(found, instead), 1)) {
            training.stepWithoutUpdate(0);
            Deviation first = training.firstStep();
            AgreementReport report = new AgreementReport("mutation-" + mutation.replace(' ', '-'));
            report.add(mutation, first);
            report.write();
            assertThat(first.of("logits")).isGreaterThan(FAR_OUTSIDE);
            assertThat(first.of("d conv1.weight")).isGreaterThan(FAR_OUTSIDE);
        }
    }

    /** As if GPU 1 found the two halves of what was exchanged in front of conv3 in the wrong places. */
    @Test
    void swappedHalvesOfAnExchangeAreFarFromTheGolden() {
        try (GoldenTraining training = new GoldenTraining("paper", SmallAlexNet.in(Preset.PAPER), 1)) {
            training.model().writeTensor(withHalvesSwapped(training.model().readTensor("conv3.1.weight")));
            training.stepWithoutUpdate(0);
            Deviation first = training.firstStep();
            AgreementReport report = new AgreementReport("mutation-swapped-halves");
            report.add("halves of conv3's input swapped on GPU 1", first);
            report.write();
            assertThat(first.of("logits")).isGreaterThan(FAR_OUTSIDE);
            assertThat(first.of("d conv3.weight")).isGreaterThan(FAR_OUTSIDE);
        }
    }

    /** Ten steps with the rule as it is, computed here from the gradients, and with two that are nearly the same. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"the rule, true", "momentum after the decay, false", "no decay, false", "decay of the biases too, false"
    })
    void anotherUpdateRuleIsFarFromTheGolden(String rule, boolean isRight) {
        try (GoldenTraining training = new GoldenTraining("paper", SmallAlexNet.in(Preset.PAPER), 1)) {
            Map<String, float[]> velocities = new HashMap<>();
            for (int step = 0; step < GoldenTraining.STEPS; step++) {
                training.stepWithoutUpdate(step);
                for (Tensor before : training.weights()) {
                    Tensor weight = training.model().readTensor(before.name());
                    float[] velocity =
                            velocities.computeIfAbsent(before.name(), name -> new float[weight.data().length]);
                    update(
                            rule,
                            weight,
                            velocity,
                            training.model().readGradient(before.name()).data());
                    training.model().writeTensor(weight);
                }
            }
            Deviation way = training.wayOfWeights();
            AgreementReport report = new AgreementReport("mutation-" + rule.replace(' ', '-'));
            report.add(rule, way);
            report.write();
            if (isRight) {
                way.requireWithin(FAR_OUTSIDE);
            } else {
                assertThat(way.largest()).isGreaterThan(4 * FAR_OUTSIDE);
            }
        }
    }

    private static void update(String rule, Tensor weight, float[] velocity, float[] gradient) {
        float rate = GoldenTraining.RATE;
        float momentum = GoldenTraining.MOMENTUM;
        boolean isBias = weight.name().endsWith(".bias");
        float decay = switch (rule) {
            case "no decay" -> 0;
            case "decay of the biases too" -> GoldenTraining.DECAY;
            default -> isBias ? 0 : GoldenTraining.DECAY;
        };
        for (int i = 0; i < velocity.length; i++) {
            float w = weight.data()[i];
            float decayed = rate * decay * w;
            velocity[i] = rule.equals("momentum after the decay")
                    ? momentum * (velocity[i] - decayed) - rate * gradient[i]
                    : momentum * velocity[i] - decayed - rate * gradient[i];
            weight.data()[i] = w + velocity[i];
        }
    }

    private static Tensor withHalvesSwapped(Tensor weight) {
        int[] shape = weight.shape();
        int row = shape[1] * shape[2] * shape[3];
        float[] swapped = new float[weight.data().length];
        for (int i = 0; i < swapped.length; i++) {
            swapped[i] = weight.data()[i / row * row + (i + row / 2) % row];
        }
        return new Tensor(weight.name(), shape, swapped);
    }
}
