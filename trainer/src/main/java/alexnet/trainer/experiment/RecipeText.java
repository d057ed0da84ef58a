package alexnet.trainer.experiment;

import alexnet.model.text.Words;
import alexnet.trainer.experiment.Recipe.Evaluation;
import alexnet.trainer.experiment.Recipe.Row;
import alexnet.trainer.experiment.Recipe.Run;
import alexnet.trainer.experiment.Recipe.Speed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** Recipes and their cost as text. */
public final class RecipeText {

    private static final double SECONDS_PER_HOUR = 3600;

    private RecipeText() {}

    /** The list of all recipes with their cost at full size. */
    public static List<String> list(List<ExperimentPlan> plans, OptionalDouble imagesPerSecond) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("EXPERIMENT", "PICTURES", "IMG/S", "HOURS", "GPU-HOURS", "SMALL", "WHAT"));
        for (ExperimentPlan plan : plans) {
            Recipe recipe = plan.recipe();
            Speed speed = speed(recipe, imagesPerSecond);
            double hours = hours(plan, speed);
            boolean runs = recipe.cannotRun().isEmpty();
            rows.add(List.of(
                    recipe.name(),
                    runs ? millions(plan.images()) : "-",
                    runs ? String.format(Locale.ROOT, "%.0f", speed.imagesPerSecond()) : "-",
                    runs ? String.format(Locale.ROOT, "%.1f", hours) : "-",
                    runs && speed.gpus() > 0 ? String.format(Locale.ROOT, "%.0f", hours * speed.gpus()) : "-",
                    recipe.small().drawn() ? "drawn" : "--data",
                    recipe.title()));
        }
        return AlignedColumns.of(rows, column -> column >= 1 && column <= 4);
    }

    /** All that a reader wants to know before it is started. */
    public static List<String> describe(ExperimentPlan plan, OptionalDouble imagesPerSecond) {
        Recipe recipe = plan.recipe();
        List<String> lines = new ArrayList<>();
        lines.add(recipe.name() + ": " + recipe.title());
        lines.add("  paper: " + recipe.paper());
        lines.add("  original program: " + recipe.original());
        recipe.cannotRun().ifPresent(reason -> lines.add("  cannot be run at full size: " + reason));
        if (plan.small()) {
            lines.add("  small size: " + recipe.small().note());
        } else {
            sets(recipe, lines);
        }
        for (Run run : recipe.runs()) {
            lines.add("  run " + run.name() + ":" + options(plan.options(run)));
            plan.candidates(run)
                    .forEach((name, options) -> lines.add("    tried for " + options.get("epochs") + " epochs: --"
                            + run.tuning().option() + " "
                            + options.get(run.tuning().option())));
        }
        for (Evaluation evaluation : recipe.evaluations()) {
            lines.add("  measured: " + String.join(" + ", evaluation.runs()) + " on the "
                    + Words.of(evaluation.on()) + " set, "
                    + (evaluation.tenCrop() ? "ten views" : "centre view"));
        }
        lines.add("  after each epoch: " + TrainingCurve.meaning(recipe.validation()) + " (training error)");
        for (Row row : recipe.rows()) {
            StringJoiner expected = new StringJoiner(", ", " (", ")").setEmptyValue("");
            if (row.paper() != null) {
                expected.add("paper " + row.paper());
            }
            if (row.original() != null) {
                expected.add("original notes " + row.original());
            }
            lines.add("  compared: " + row.what() + expected);
        }
        if (recipe.cannotRun().isEmpty() && !plan.small()) {
            lines.add("  cost: " + cost(plan, imagesPerSecond));
        }
        recipe.uncertain().forEach(each -> lines.add("  not certain: " + each));
        if (!plan.small()) {
            lines.add("  with --small: " + recipe.small().note());
        }
        return lines;
    }

    private static void sets(Recipe recipe, List<String> lines) {
        lines.add("  --data: " + set(recipe.data().train()));
        recipe.data().val().ifPresent(set -> lines.add("  --val: " + set(set)));
        recipe.data().test().ifPresent(set -> lines.add("  --test: " + set(set) + "; without it --val is measured on"));
    }

    private static String set(Recipe.Set set) {
        return String.format(Locale.ROOT, "%s, %,d pictures", set.name(), set.pictures());
    }

    private static String options(Map<String, String> options) {
        StringJoiner joined = new StringJoiner(" ", " ", "");
        options.forEach((key, value) -> joined.add("--" + key + "=" + value));
        return joined.toString();
    }

    /** Pictures, hours and GPU-hours at full size, with what they are reckoned from. */
    static String cost(ExperimentPlan plan, OptionalDouble imagesPerSecond) {
        Speed speed = speed(plan.recipe(), imagesPerSecond);
        double hours = hours(plan, speed);
        return String.format(
                Locale.ROOT,
                "%d passes over %,d pictures = %s; %.1f hours at %.0f images/s%s; %s",
                plan.passes(),
                plan.recipe().data().train().pictures(),
                millions(plan.images()),
                hours,
                speed.imagesPerSecond(),
                speed.gpus() > 0
                        ? String.format(Locale.ROOT, " on %d GPUs = %.0f GPU-hours", speed.gpus(), hours * speed.gpus())
                        : "",
                speed.source());
    }

    private static Speed speed(Recipe recipe, OptionalDouble imagesPerSecond) {
        return imagesPerSecond.isPresent()
                ? new Speed(imagesPerSecond.getAsDouble(), recipe.speed().gpus(), "--images-per-second")
                : recipe.speed();
    }

    private static double hours(ExperimentPlan plan, Speed speed) {
        return plan.images() / speed.imagesPerSecond() / SECONDS_PER_HOUR;
    }

    private static String millions(long images) {
        return String.format(Locale.ROOT, "%.1f M", images / 1e6);
    }
}
