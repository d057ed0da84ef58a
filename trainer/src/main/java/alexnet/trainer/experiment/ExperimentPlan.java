package alexnet.trainer.experiment;

import alexnet.trainer.failure.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A recipe with the user's options applied, ready to run.
 *
 * @param small whether at the size that needs no ImageNet
 * @param overrides options of {@code train} that the user gave; they win over all that the recipe says
 * @param train the training set; empty where pictures are drawn
 * @param val the validation set
 * @param test the set of evaluations on the test set; without it they take {@code val}
 * @param out the experiment's folder
 */
public record ExperimentPlan(
        Recipe recipe,
        boolean small,
        Map<String, String> overrides,
        Optional<Path> train,
        Optional<Path> val,
        Optional<Path> test,
        Path out) {

    /** Options that say how and where a run computes and what it prints; they may change when an experiment goes on. */
    static final Set<String> FREE = Set.of(
            "devices",
            "gemm",
            "conv",
            "cache",
            "print-freq",
            "keep",
            "checkpoint-every",
            "no-progress",
            "quiet",
            "verbose",
            "trace",
            "sanitize");

    /** The epochs of a run whose options do not say. */
    private static final String EPOCHS = "90";

    /** Options for {@code train}: those of the recipe, then of the run, then for the small size, then the user's. */
    public Map<String, String> options(Recipe.Run run) {
        Map<String, String> options = new LinkedHashMap<>(recipe.options());
        options.putAll(run.options());
        if (small) {
            options.putAll(recipe.small().options());
            options.putAll(run.small());
        }
        options.putAll(overrides);
        options.putIfAbsent("epochs", EPOCHS);
        return options;
    }

    /** Whether the program draws the pictures. */
    public boolean draws() {
        return small && recipe.small().drawn() && train.isEmpty();
    }

    /** Epochs of a run. */
    public int epochs(Recipe.Run run) {
        return epochs(options(run));
    }

    static int epochs(Map<String, String> options) {
        try {
            return Integer.parseInt(options.get("epochs"));
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "--epochs", "bad value (expected a whole number, found '" + options.get("epochs") + "')");
        }
    }

    /** Times through the training set, over all runs and the short ones that tune them. */
    public long passes() {
        long passes = 0;
        for (Recipe.Run run : recipe.runs()) {
            int epochs = epochs(run);
            passes += epochs;
            if (run.tuning() != null) {
                // The chosen one goes on from where its short run ended.
                passes += (long) (run.tuning().values().size() - 1)
                        * Math.min(run.tuning().epochs(), epochs);
            }
        }
        return passes;
    }

    /** Pictures to be trained on at the full size. */
    public long images() {
        return passes() * recipe.data().train().pictures();
    }

    /** The short runs that choose an option's value, by the name of their folder; none where nothing is tuned. */
    Map<String, Map<String, String>> candidates(Recipe.Run run) {
        Map<String, Map<String, String>> candidates = new LinkedHashMap<>();
        Recipe.Tuning tuning = run.tuning();
        if (tuning == null || overrides.containsKey(tuning.option())) {
            return candidates;
        }
        for (String value : tuning.values()) {
            Map<String, String> options = options(run);
            options.put(tuning.option(), value);
            options.put("epochs", Integer.toString(Math.min(tuning.epochs(), epochs(options))));
            candidates.put(run.name() + "-" + tuning.option() + "-" + value, options);
        }
        return candidates;
    }

    /** The set that an evaluation is made on. */
    Path set(Recipe.On on) {
        Optional<Path> wanted = switch (on) {
            case TRAIN -> train;
            case VAL -> val;
            case TEST -> test.or(() -> val);
        };
        return wanted.orElseThrow(() -> new UsageException(
                "--val", "is missing (expected the set that the networks are measured on, found none)"));
    }

    /** The same over other sets. */
    ExperimentPlan over(Path newTrain, Path newVal) {
        return new ExperimentPlan(recipe, small, overrides, Optional.of(newTrain), Optional.of(newVal), test, out);
    }

    /**
     * Refuses what cannot be run.
     *
     * @throws UsageException naming what is missing
     */
    public void check() {
        if (!small && recipe.cannotRun().isPresent()) {
            throw new UsageException(
                    recipe.name(),
                    "cannot be run at full size: " + recipe.cannotRun().get(),
                    "alexnet experiment " + recipe.name() + " --small runs what can be run");
        }
        if (!draws() && train.isEmpty()) {
            throw new UsageException(
                    "--data",
                    "is missing (expected " + recipe.data().train().name() + ", packed, found none)",
                    small || !recipe.small().drawn() ? null : "--small draws its own pictures");
        }
        boolean measures = recipe.evaluations().stream().anyMatch(each -> each.on() != Recipe.On.TRAIN);
        if (!draws() && measures && val.isEmpty()) {
            throw new UsageException(
                    "--val",
                    "is missing (expected "
                            + recipe.data().val().map(Recipe.Set::name).orElse("a validation set")
                            + ", packed, found none)");
        }
        for (Recipe.Run run : recipe.runs()) {
            epochs(run);
        }
        if (!recipe.curves().isEmpty()) {
            targetError();
        }
    }

    /** The training error, in percent, that runs are counted to; where they differ that of the first run. */
    double targetError() {
        String text = options(recipe.run(recipe.curves().get(0))).get("target-error");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException | NullPointerException e) {
            throw new UsageException(
                    "--target-error",
                    "bad value (expected the percentage that curves are held against, found " + text + ")");
        }
    }
}
