package alexnet.trainer.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recipes that come with the program, read and planned for tests. */
final class ShippedRecipes {

    static final List<String> NAMES = Recipe.NAMES;

    /** The options that recipes use; ExperimentCommandTest holds recipes against those that train really has. */
    static final List<String> OPTIONS = List.of(
            "network",
            "preset",
            "epochs",
            "schedule",
            "rates",
            "decays",
            "colour-noise",
            "colour-noise-until",
            "colour-noise-divisor",
            "augment",
            "input-size",
            "width",
            "batch-size",
            "lr",
            "momentum",
            "weight-decay",
            "dropout",
            "target-error",
            "seed");

    private ShippedRecipes() {}

    static Recipe recipe(String name) {
        return Recipe.find(name, OPTIONS);
    }

    static ExperimentPlan plan(String name, boolean small) {
        return new ExperimentPlan(
                recipe(name), small, Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Path.of("out"));
    }
}
