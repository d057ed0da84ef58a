package alexnet.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Network;
import alexnet.model.NetworkSummary;
import alexnet.model.Points;
import alexnet.trainer.settings.NetworkChoice;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The networks that recipes name are there and have the sizes that were published. */
final class RecipeNetworksTest {

    @ParameterizedTest
    @FieldSource("alexnet.trainer.experiment.ShippedRecipes#NAMES")
    void networksFitTheirPresetAndSize(String name) {
        for (boolean small : new boolean[] {false, true}) {
            ExperimentPlan plan = ShippedRecipes.plan(name, small);
            for (Recipe.Run run : plan.recipe().runs()) {
                Map<String, String> options = plan.options(run);
                assertThat(Network.names()).contains(options.get("network"));
                String size = options.get("input-size");
                Network network = NetworkChoice.of(
                                options.get("network"),
                                options.get("preset"),
                                size == null ? null : Integer.valueOf(size),
                                Double.parseDouble(options.getOrDefault("width", "1")),
                                Points.NONE)
                        .build(10);
                assertThat(NetworkSummary.of(network, 1).parameters()).isPositive();
                if (plan.draws()) {
                    assertThat(plan.recipe().small().pictureSize()).isGreaterThanOrEqualTo(network.cropSize());
                }
            }
        }
    }

    /** Parameters at full size, worked out by hand from the layers. */
    @Test
    void networksHaveTheirNumberOfParameters() {
        Map<String, Long> expected = Map.of(
                "alexnet", 60_965_224L,
                "alexnet-one-gpu", 59_798_312L,
                "alexnet-no-communication", 60_714_408L,
                "alexnet-six-conv", 61_555_304L);
        Map<String, Long> found = new HashMap<>();
        for (String name : ShippedRecipes.NAMES) {
            for (Recipe.Run run : ShippedRecipes.recipe(name).runs()) {
                String network = ShippedRecipes.plan(name, false).options(run).get("network");
                if (expected.containsKey(network)) {
                    found.put(
                            network,
                            NetworkSummary.of(Network.named(network), 128).parameters());
                }
            }
        }
        assertThat(found).isEqualTo(expected);
    }
}
