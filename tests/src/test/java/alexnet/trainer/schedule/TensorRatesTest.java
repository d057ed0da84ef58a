package alexnet.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.model.Hyperparameters;
import alexnet.model.Network;
import alexnet.trainer.failure.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates and decays of single tensors: the rules' grammar, which of them count, and the original's bias rates. */
final class TensorRatesTest {

    private static final Network ALEXNET = Network.named("alexnet");

    private static TensorRates rates(String rates, String decays) {
        return new TensorRates(
                ALEXNET,
                TensorRules.parse("--rates", rates, "*"),
                TensorRules.parse("--decays", decays, "weight"),
                0.9,
                0.0005);
    }

    @Test
    void withoutRulesAllTensorsAreAlike() {
        Hyperparameters found = rates("none", "").at(0.01, 7, 2);
        assertThat(found).isEqualTo(new Hyperparameters(0.01, 0.9, 0.0005));
    }

    @Test
    void theOriginalsBiasRateFallsOnceAndConv1Freezes() {
        TensorRates rates = rates("*.bias=2x,*.bias@drop1=0.002,conv1.weight@68=1e-5,conv1.*@73=0", "none");
        Schedule schedule = Schedule.parse("steps:25,51,79", 0.01);
        // epoch -> rates of conv1.1.weight, conv1.0.bias, fc8.0.weight and fc8.0.bias
        Map<Integer, double[]> expected = new TreeMap<>(Map.of(
                1, new double[] {0.01, 0.02, 0.01, 0.02},
                25, new double[] {0.01, 0.02, 0.01, 0.02},
                26, new double[] {0.001, 0.002, 0.001, 0.002},
                51, new double[] {0.001, 0.002, 0.001, 0.002},
                52, new double[] {0.0001, 0.002, 0.0001, 0.002},
                67, new double[] {0.0001, 0.002, 0.0001, 0.002},
                68, new double[] {0.00001, 0.002, 0.0001, 0.002},
                73, new double[] {0, 0, 0.0001, 0.002},
                80, new double[] {0, 0, 0.00001, 0.002}));
        for (int epoch = 1; epoch <= 91; epoch++) {
            Hyperparameters found = rates.at(schedule.rate(), epoch, schedule.drops());
            double[] wanted = expected.get(epoch);
            if (wanted != null) {
                assertThat(List.of("conv1.1.weight", "conv1.0.bias", "fc8.0.weight", "fc8.0.bias"))
                        .as("epoch " + epoch)
                        .extracting(found::learningRate)
                        .containsExactly(wanted[0], wanted[1], wanted[2], wanted[3]);
                assertThat(found.isFrozen("conv1.0.weight")).isEqualTo(wanted[0] == 0);
            }
            schedule.epochEnded(epoch, 1);
        }
    }

    @Test
    void laterRulesWinWhereverTheyHold() {
        Hyperparameters found = rates("*=0.5, fc*=0.25, fc7.bias=4x, conv1=0.125, *.bias@9=3", "none")
                .at(0.01, 8, 0);
        assertThat(List.of("conv2.0.weight", "fc6.1.weight", "fc7.0.bias", "conv1.1.bias", "fc8.0.bias"))
                .extracting(found::learningRate)
                .containsExactly(0.5, 0.25, 0.04, 0.125, 0.25);
    }

    @Test
    void decaysAreThoseOfWeightsUnlessBiasesAreNamed() {
        Hyperparameters found =
                rates("none", "conv*=0,fc6=0.004,fc7.bias=0.01,fc8.*=2x").at(0.01, 1, 0);
        var tensors = List.of(
                "conv1.0.weight",
                "conv1.0.bias",
                "fc6.1.weight",
                "fc6.1.bias",
                "fc7.0.weight",
                "fc7.0.bias",
                "fc8.0.weight",
                "fc8.0.bias");
        Map<String, alexnet.model.layer.Parameter> parameters = new TreeMap<>();
        ALEXNET.layers()
                .forEach(layer -> layer.parameters()
                        .forEach(parameter -> layer.spec()
                                .gpus()
                                .forEach(gpu -> parameters.put(layer.tensorName(gpu, parameter), parameter))));
        assertThat(tensors)
                .extracting(name -> found.weightDecay(name, parameters.get(name)))
                .containsExactly(0.0, 0.0, 0.004, 0.0, 0.0005, 0.01, 0.001, 0.001);
    }

    @Test
    void describesWhatDiffers() {
        TensorRates rates = rates("*.bias=2x,*.bias@drop1=0.002,conv1.weight@3=0", "fc8=0.01");
        assertThat(rates.describe(rates.at(0.01, 1, 0))).isEqualTo("rate 0.02 for *.bias; decay 0.01 for fc8.weight");
        assertThat(rates.describe(rates.at(0.0001, 3, 1)))
                .isEqualTo("conv1.weight frozen; rate 0.002 for *.bias; decay 0.01 for fc8.weight");
        assertThat(rates("none", "none").describe(new Hyperparameters(0.01, 0.9, 0)))
                .isEmpty();
    }

    @Test
    void plateausCountTheirDropsAndRememberThem() {
        Schedule schedule = Schedule.parse("plateau:patience=1", 0.01);
        for (int epoch = 1; epoch <= 3; epoch++) {
            assertThat(schedule.drops()).isEqualTo(epoch - 1 == 0 ? 0 : epoch - 2);
            schedule.epochEnded(epoch, 1);
        }
        assertThat(schedule.drops()).isEqualTo(2);
        Schedule resumed = Schedule.parse("plateau:patience=1", 0.01);
        resumed.restore(schedule.state());
        assertThat(resumed.drops()).isEqualTo(2);
        // A checkpoint of an earlier version holds no count.
        Map<String, Double> state = new TreeMap<>(schedule.state());
        state.remove("drops");
        resumed.restore(state);
        assertThat(resumed.drops()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conv1.weight        | is no rule (expected PATTERN=VALUE or PATTERN@EPOCH=VALUE, found 'conv1.weight')",
                "conv1@0=1           | found '@0')",
                "conv1@drop=1        | found '@drop')",
                "conv1@soon=1        | found '@soon')",
                "conv1=-1            | found '-1')",
                "conv1=NaN           | found 'NaN')",
                "conv1=1e400x        | found '1e400')",
                "conv1=              | found '')",
                "conv1=1,,fc8=2      | found '')",
                "conv9.weight=1      | no tensor matches 'conv9.weight'",
                "*.biases=1          | no tensor matches '*.biases'",
                "conv1.0.weight=1    | no tensor matches 'conv1.0.weight'"
            })
    void wrongRulesAreNamed(String rules, String message) {
        assertThatThrownBy(() -> rates(rules, "none"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--rates: ")
                .hasMessageContaining(message);
    }

    @Test
    void aPatternThatMatchesNothingGetsASuggestion() {
        assertThatThrownBy(() -> rates("*.bais=1", "none")).isInstanceOfSatisfying(UsageException.class, thrown -> {
            assertThat(thrown.hint()).hasValue("did you mean *.bias?");
        });
        assertThatThrownBy(() -> rates("none", "fc9=1")).isInstanceOfSatisfying(UsageException.class, thrown -> {
            assertThat(thrown).hasMessageContaining("--decays: no tensor matches 'fc9'");
            assertThat(thrown.hint())
                    .hasValueSatisfying(hint -> assertThat(hint).startsWith("did you mean fc"));
        });
    }
}
