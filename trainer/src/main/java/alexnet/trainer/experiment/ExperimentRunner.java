package alexnet.trainer.experiment;

import alexnet.model.text.Words;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.experiment.ExperimentState.Measured;
import alexnet.trainer.experiment.Recipe.Evaluation;
import alexnet.trainer.experiment.Recipe.Run;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Executes a plan: trains each run, evaluates, draws. Each step is the command that a user would type. Finished steps
 * are skipped, and a run that was stopped resumes from its newest checkpoint.
 */
public final class ExperimentRunner {

    private static final int PICTURE_SIZE = 96;
    private static final int TRAIN_PER_CLASS = 200;
    private static final int HELD_OUT_PER_CLASS = 32;
    private static final long SEED = 2012;
    private static final List<String> COMPUTING = List.of("evaluate", "predict", "similar", "features");
    private static final List<String> DEVICE_OPTIONS = List.of("devices", "gemm", "conv", "cache");

    /** Runs a command of the program inside this process and gives its exit code. */
    @FunctionalInterface
    public interface Commands {
        int run(List<String> arguments);
    }

    private final ExperimentState state;
    private final Consumer<String> lines;
    private final Commands commands;
    private final Map<String, String> folders = new LinkedHashMap<>();
    private ExperimentPlan plan;
    private int exitCode = ExitCode.DONE;

    /**
     * Takes up the experiment in the plan's folder, or starts one.
     *
     * @param lines gets a line for each thing worth telling
     */
    public ExperimentRunner(ExperimentPlan plan, Consumer<String> lines, Commands commands) {
        this.plan = plan;
        this.lines = lines;
        this.commands = commands;
        this.state = ExperimentState.open(plan);
    }

    /**
     * Runs the remaining steps and writes the comparison.
     *
     * @return 0, or the exit code of the first command that failed or was stopped
     */
    public int run() {
        if (plan.draws() && !draw()) {
            return exitCode;
        }
        for (Run run : plan.recipe().runs()) {
            if (!train(run)) {
                return exitCode;
            }
        }
        for (Evaluation evaluation : plan.recipe().evaluations()) {
            if (!evaluate(evaluation)) {
                return exitCode;
            }
        }
        for (Recipe.Picture picture : plan.recipe().pictures()) {
            if (!command(filled(picture))) {
                return exitCode;
            }
        }
        Comparison comparison = Comparison.of(plan, state, folders);
        lines.accept("");
        ComparisonFiles.write(comparison, lines);
        return ExitCode.DONE;
    }

    /** The demo's pictures, packed at the recipe's size. */
    private boolean draw() {
        Path packed = plan.out().resolve("packed");
        Path pictures = plan.out().resolve("pictures");
        if (!Files.isDirectory(packed.resolve("train")) || !Files.isDirectory(packed.resolve("val"))) {
            int classes = DrawnPictures.CLASSES.size();
            lines.accept("drawing " + classes * TRAIN_PER_CLASS + " pictures to train and "
                    + classes * HELD_OUT_PER_CLASS + " to hold out: " + pictures);
            DrawnPictures.write(pictures, PICTURE_SIZE, TRAIN_PER_CLASS, HELD_OUT_PER_CLASS, SEED);
        }
        for (String part : List.of("train", "val")) {
            boolean there = Files.isDirectory(packed.resolve(part));
            if (!there
                    && !command(List.of(
                            "pack",
                            "--source=" + pictures.resolve(part),
                            "--out=" + packed.resolve(part),
                            "--size=" + plan.recipe().small().pictureSize(),
                            "--no-progress"))) {
                return false;
            }
        }
        plan = plan.over(packed.resolve("train"), packed.resolve("val"));
        return true;
    }

    private boolean train(Run run) {
        Map<String, String> options = plan.options(run);
        Map<String, Map<String, String>> candidates = plan.candidates(run);
        if (candidates.isEmpty()) {
            folders.put(run.name(), run.name());
            return train(run.name(), options, false);
        }
        String chosen = null;
        double least = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, Map<String, String>> candidate : candidates.entrySet()) {
            if (!train(candidate.getKey(), candidate.getValue(), true)) {
                return false;
            }
            int epochs = ExperimentPlan.epochs(candidate.getValue());
            double error = state.run(candidate.getKey()).diverged()
                    ? Double.POSITIVE_INFINITY
                    : curve(candidate.getKey()).at(epochs).orElse(Double.POSITIVE_INFINITY);
            lines.accept(String.format(
                    Locale.ROOT, "%s: training error %.2f %% after %d epochs", candidate.getKey(), error, epochs));
            if (chosen == null || error < least) {
                chosen = candidate.getKey();
                least = error;
            }
        }
        String option = run.tuning().option();
        options.put(option, candidates.get(chosen).get(option));
        lines.accept(
                run.name() + ": --" + option + " " + options.get(option) + " had the least training error and goes on");
        folders.put(run.name(), chosen);
        return train(chosen, options, false);
    }

    private TrainingCurve curve(String folder) {
        return TrainingCurve.of(plan.out().resolve(folder), plan.recipe().validation());
    }

    /**
     * Trains in a folder until the options' epochs are done.
     *
     * @param mayDiverge whether a loss that is not finite is a result and no failure
     */
    private boolean train(String folder, Map<String, String> options, boolean mayDiverge) {
        if (state.isDone(folder, options)) {
            lines.accept(folder + ": done already");
            return true;
        }
        if (reachedTarget(folder, options)) {
            state.begin(folder, options);
            state.end(folder, false);
            return true;
        }
        state.begin(folder, options);
        Path run = plan.out().resolve(folder);
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (hasCheckpoint(run)) {
            arguments.add("--resume=" + run);
        } else {
            discard(run);
            arguments.add("--out=" + run);
        }
        arguments.add("--data=" + plan.set(Recipe.On.TRAIN));
        Optional<Path> val = plan.recipe().validation() == Recipe.Validation.TRAIN ? plan.train() : plan.val();
        val.ifPresent(path -> arguments.add("--val=" + path));
        options.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        if (command(arguments)) {
            state.end(folder, false);
            return true;
        }
        if (mayDiverge && exitCode == ExitCode.NOT_FINITE) {
            exitCode = ExitCode.DONE;
            state.end(folder, true);
            return true;
        }
        return false;
    }

    /** A short run that had reached the target already has nothing to go on for. */
    private boolean reachedTarget(String folder, Map<String, String> options) {
        ExperimentState.RunState before = state.run(folder);
        OptionalDouble least = curve(folder).least();
        String target = options.get("target-error");
        return before != null
                && before.finished()
                && target != null
                && least.isPresent()
                && least.getAsDouble() <= Double.parseDouble(target);
    }

    private static boolean hasCheckpoint(Path run) {
        return Files.isDirectory(run) && !new CheckpointStore(run).newestFirst().isEmpty();
    }

    /** Removes a run of ours that was stopped before its first checkpoint: there is nothing in it to go on from. */
    private static void discard(Path run) {
        try {
            DurableFiles.deleteFolder(run);
        } catch (IOException e) {
            throw new StorageException(run.toString(), "could not be deleted: " + Failures.message(e), null, e);
        }
    }

    /** The checkpoint that a run ended with; the paper, too, reports the last weights and not the best ones. */
    private Path weights(String run) {
        return new CheckpointStore(plan.out().resolve(folders.get(run)))
                .pointed("last")
                .orElseThrow(() -> new StorageException(
                        plan.out().resolve(folders.get(run)).toString(), "holds no checkpoint", null, null));
    }

    private boolean evaluate(Evaluation evaluation) {
        List<String> weights = new ArrayList<>();
        for (String run : evaluation.runs()) {
            weights.add(plan.out().relativize(weights(run)).toString());
        }
        String set = plan.set(evaluation.on()).toString();
        Measured before = state.measured(evaluation.name());
        if (before != null && before.sameAs(weights, set, evaluation.tenCrop())) {
            lines.accept(evaluation.name() + ": measured already");
            return true;
        }
        Path result = plan.out().resolve("evaluation-" + evaluation.name() + ".json");
        List<String> arguments = new ArrayList<>(List.of("evaluate"));
        weights.forEach(each -> arguments.add("--weights=" + plan.out().resolve(each)));
        arguments.add("--data=" + set);
        if (evaluation.tenCrop()) {
            arguments.add("--ten-crop");
        }
        arguments.addAll(deviceOptions(evaluation.runs().get(0)));
        arguments.add("--no-progress");
        arguments.add("--json=" + result);
        if (!command(arguments)) {
            return false;
        }
        JsonNode found = json(result);
        state.measured(
                evaluation.name(),
                new Measured(
                        weights,
                        set,
                        evaluation.tenCrop(),
                        found.path("top1_error").asDouble(Double.NaN),
                        found.path("top5_error").asDouble(Double.NaN),
                        found.path("loss").isNumber() ? found.path("loss").asDouble() : null,
                        found.path("samples").asLong()));
        return true;
    }

    private List<String> deviceOptions(String run) {
        Map<String, String> options = plan.options(plan.recipe().run(run));
        return DEVICE_OPTIONS.stream()
                .filter(options::containsKey)
                .map(key -> "--" + key + "=" + options.get(key))
                .toList();
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new StorageException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
    }

    private List<String> filled(Recipe.Picture picture) {
        List<String> arguments = new ArrayList<>(List.of(picture.command()));
        picture.options().forEach((key, value) -> arguments.add("--" + key + "=" + filled(value)));
        if (COMPUTING.contains(picture.command())) {
            arguments.addAll(deviceOptions(plan.recipe().runs().get(0).name()));
        }
        picture.arguments().forEach(argument -> arguments.add(filled(argument)));
        return arguments;
    }

    private String filled(String text) {
        String filled = text.replace("{out}", plan.out().toString())
                .replace("{train}", plan.set(Recipe.On.TRAIN).toString());
        for (Recipe.On on : List.of(Recipe.On.VAL, Recipe.On.TEST)) {
            String placeholder = "{" + Words.of(on) + "}";
            filled = filled.contains(placeholder)
                    ? filled.replace(placeholder, plan.set(on).toString())
                    : filled;
        }
        for (String run : folders.keySet()) {
            filled = filled.contains("{" + run + "}")
                    ? filled.replace("{" + run + "}", weights(run).toString())
                    : filled;
        }
        return filled;
    }

    private boolean command(List<String> arguments) {
        lines.accept("");
        lines.accept("$ ./alexnet " + String.join(" ", arguments));
        exitCode = commands.run(arguments);
        return exitCode == ExitCode.DONE;
    }
}
