package alexnet.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.trainer.experiment.Recipe.Measure;
import alexnet.trainer.experiment.Recipe.Row;
import alexnet.trainer.failure.UsageException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that come with the program: they can be read, their figures are the paper's. */
final class RecipesTest {

    /** (recipe, row, paper) as the paper's tables and sections have them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "table-1-cnn|top-1|37.5",
                "table-1-cnn|top-5|17.0",
                "centre-patch|top-1, centre|39.0",
                "centre-patch|top-5, centre|18.3",
                "table-2-1-cnn|top-1|40.7",
                "table-2-1-cnn|top-5|18.2",
                "table-2-5-cnns|top-1|38.1",
                "table-2-5-cnns|top-5|16.4",
                "table-2-1-cnn-pretrained|top-1, here without pre-training|39.0",
                "table-2-1-cnn-pretrained|top-5, here without pre-training|16.6",
                "table-2-7-cnns-pretrained|top-1, here without pre-training|36.7",
                "table-2-7-cnns-pretrained|top-5, here without pre-training|15.4",
                "two-gpus|top-1, gain of two GPUs|1.7",
                "two-gpus|top-5, gain of two GPUs|1.2",
                "overlapping-pooling|top-1, gain|0.4",
                "overlapping-pooling|top-5, gain|0.3",
                "lrn|top-1, gain|1.4",
                "lrn|top-5, gain|1.2",
                "cifar10-lrn|13 % network|13",
                "cifar10-lrn|11 % network|11"
            })
    void figuresAreThePapers(String line) {
        String[] parts = line.split("\\|");
        Row row = ShippedRecipes.recipe(parts[0]).rows().stream()
                .filter(each -> each.what().equals(parts[1]))
                .findFirst()
                .orElseThrow();
        assertThat(row.paper()).isEqualTo(Double.parseDouble(parts[2]));
        boolean rate = row.minus() == null && row.original() != null;
        if (rate) {
            assertThat(Math.round(row.original() * 10) / 10.0).isEqualTo(row.paper());
        }
    }

    /** A difference in the notes is that of the rates beside it. */
    @ParameterizedTest
    @FieldSource("alexnet.trainer.experiment.ShippedRecipes#NAMES")
    void differencesAreThoseOfTheirRates(String name) {
        Recipe recipe = ShippedRecipes.recipe(name);
        for (Row row : recipe.rows()) {
            if (row.minus() == null || row.original() == null) {
                continue;
            }
            double of = original(recipe, row.of(), row.measure());
            double minus = original(recipe, row.minus(), row.measure());
            assertThat(row.original()).as(row.what()).isCloseTo(of - minus, within(6e-4));
        }
    }

    private static double original(Recipe recipe, String evaluation, Measure measure) {
        return recipe.rows().stream()
                .filter(row -> row.minus() == null && row.of().equals(evaluation) && row.measure() == measure)
                .mapToDouble(Row::original)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void costsArePassesTimesPictures() {
        assertThat(ShippedRecipes.plan("table-2-1-cnn", false).images()).isEqualTo(91L * 1_281_167);
        assertThat(ShippedRecipes.plan("two-gpus", false).passes()).isEqualTo(93 + 96);
        assertThat(ShippedRecipes.plan("table-2-5-cnns", false).passes()).isEqualTo(5 * 91);
        // 116,586,197 pictures at 227 a second are 142.7 hours, on two GPUs 285.
        assertThat(RecipeText.cost(ShippedRecipes.plan("table-2-1-cnn", false), OptionalDouble.empty()))
                .startsWith("91 passes over 1,281,167 pictures = 116.6 M; 142.7 hours at 227 images/s on 2 GPUs"
                        + " = 285 GPU-hours");
    }

    @Test
    void seedsOfAnEnsembleDiffer() {
        ExperimentPlan plan = ShippedRecipes.plan("table-2-5-cnns", true);
        assertThat(plan.recipe().runs().stream()
                        .map(run -> plan.options(run).get("seed"))
                        .toList())
                .containsExactly("1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table-2-1-cnn-pretrained", "table-2-7-cnns-pretrained"})
    void preTrainingIsRefusedAndSaidSo(String name) {
        assertThatThrownBy(ShippedRecipes.plan(name, false)::check)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(name + ": cannot be run at full size: the paper trained these networks first")
                .hasMessageContaining("Fall 2011");
        assertThat(ShippedRecipes.plan(name, true).draws()).isTrue();
        ShippedRecipes.plan(name, true).check();
    }

    private static final String RECIPE = """
            title: a
            paper: b
            original: c
            data: {train: {name: d, pictures: 4}}
            speed: {images-per-second: 1, gpus: 0, source: e}
            runs:
              - {name: one, options: {network: alexnet}}
            evaluations:
              - {name: first, runs: [one]}
            compare:
              - {what: f, evaluation: first, measure: top1-error}
            small: {data: given, note: g}
            """;

    /** What is replaced, by what, and where and how it is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: a|titel: a|1:1: a recipe: unknown key (expected one of title",
                "paper: b|# none|1:1: a recipe: 'paper' is missing",
                "pictures: 4|pictures: many|4:35: pictures: wrong value (expected a whole number of at least 1, found 'many')",
                "images-per-second: 1|images-per-second: 0|5:28: images-per-second: wrong value (expected a number above 0, found '0')",
                "{network: alexnet}|{networt: alexnet}|7:27: options: unknown key (expected one of",
                "{network: alexnet}|[alexnet]|7:26: options: wrong value (expected keys and values, found a list)",
                "name: one|name: One run|7:12: name: wrong value (expected small letters, digits and -, found 'One run')",
                "runs: [one]|runs: [two]|9:26: runs: unknown name (expected one of one, found 'two')",
                "evaluation: first|evaluation: fist|11:27: evaluation: unknown name (expected one of first, found 'fist')",
                "evaluation: first|run: one|11:5: a row of top1-error: 'evaluation' is missing",
                "top1-error|top-1-error|11:43: measure: unknown name (expected one of",
                "data: given|data: drawn|12:8: small: 'size' goes with drawn pictures, and only with them"
            })
    void badRecipesAreRefusedWithTheirPlace(String line) {
        String[] parts = line.split("\\|");
        assertThat(RECIPE).contains(parts[0]);
        assertThatThrownBy(() ->
                        RecipeReader.read("x", "x.yaml", RECIPE.replace(parts[0], parts[1]), ShippedRecipes.OPTIONS))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("x.yaml:" + parts[2]);
    }

    @Test
    void aMisspeltOptionIsGuessed() {
        assertThatThrownBy(() -> RecipeReader.read(
                        "x", "x.yaml", RECIPE.replace("network:", "networt:"), ShippedRecipes.OPTIONS))
                .isInstanceOfSatisfying(
                        UsageException.class,
                        thrown -> assertThat(thrown.hint()).contains("did you mean network?"));
    }
}
