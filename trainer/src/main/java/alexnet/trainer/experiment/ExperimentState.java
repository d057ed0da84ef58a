package alexnet.trainer.experiment;

import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.file.DurableFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code OUT/experiment.json}: the finished steps of an experiment. It is rewritten after each step, so that the same
 * command, given again, runs only the remaining steps.
 */
final class ExperimentState {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String FILE = "experiment.json";

    /**
     * A run that was begun.
     *
     * @param options what it was trained with, the epochs left out
     * @param epochs that it was asked for
     * @param finished whether it came to its end
     * @param diverged whether its loss became infinite or no number
     */
    record RunState(Map<String, String> options, int epochs, boolean finished, boolean diverged) {}

    /**
     * A measurement that was made.
     *
     * @param weights folders of the checkpoints, within the experiment's
     * @param set the pictures it was made on
     */
    record Measured(
            List<String> weights,
            String set,
            boolean tenCrop,
            double top1Error,
            double top5Error,
            Double loss,
            long samples) {

        /** Whether another measurement of the same would give the same. */
        boolean sameAs(List<String> otherWeights, String otherSet, boolean otherTenCrop) {
            return weights.equals(otherWeights) && set.equals(otherSet) && tenCrop == otherTenCrop;
        }
    }

    /** What the file holds. */
    record Contents(String recipe, boolean small, Map<String, RunState> runs, Map<String, Measured> evaluations) {}

    private final Path file;
    private final Contents contents;

    private ExperimentState(Path file, Contents contents) {
        this.file = file;
        this.contents = contents;
    }

    /**
     * Starts an experiment, or takes up the one that lies there.
     *
     * @throws UsageException where the folder holds another experiment, or anything else
     */
    static ExperimentState open(ExperimentPlan plan) {
        Path out = plan.out();
        Path file = out.resolve(FILE);
        String name = plan.recipe().name();
        try {
            if (Files.isRegularFile(file)) {
                Contents found = JSON.readValue(Files.readString(file), Contents.class);
                if (!found.recipe().equals(name) || found.small() != plan.small()) {
                    throw new UsageException(
                            "--out",
                            "holds another experiment (expected " + text(name, plan.small()) + ", found "
                                    + text(found.recipe(), found.small()) + " in " + out + ")");
                }
                return new ExperimentState(
                        file,
                        new Contents(
                                name,
                                plan.small(),
                                new LinkedHashMap<>(found.runs()),
                                new LinkedHashMap<>(found.evaluations())));
            }
            if (Files.isDirectory(out)) {
                try (Stream<Path> entries = Files.list(out)) {
                    if (entries.findAny().isPresent()) {
                        throw new UsageException(
                                "--out", "the folder is not empty (expected a new one, found " + out + ")");
                    }
                }
            }
            Files.createDirectories(out);
        } catch (JsonProcessingException e) {
            throw new StorageException(
                    file.toString(), "is damaged (" + e.getOriginalMessage() + ")", "choose another --out", e);
        } catch (IOException e) {
            throw new StorageException(out.toString(), "cannot be used: " + Failures.message(e), null, e);
        }
        ExperimentState state = new ExperimentState(
                file, new Contents(name, plan.small(), new LinkedHashMap<>(), new LinkedHashMap<>()));
        state.save();
        return state;
    }

    private static String text(String recipe, boolean small) {
        return recipe + (small ? " --small" : "");
    }

    /** The state of a run, or null. */
    RunState run(String name) {
        return contents.runs().get(name);
    }

    /**
     * Notes that a run begins or goes on.
     *
     * @throws UsageException where it was begun with other options, naming them
     */
    void begin(String name, Map<String, String> options) {
        Map<String, String> kept = kept(options);
        RunState before = run(name);
        if (before != null && !before.options().equals(kept)) {
            List<String> differing = new ArrayList<>();
            TreeSet<String> keys = new TreeSet<>(kept.keySet());
            keys.addAll(before.options().keySet());
            for (String key : keys) {
                String then = before.options().get(key);
                if (!Objects.equals(then, kept.get(key))) {
                    differing.add("--" + key + " " + then + " before and " + kept.get(key) + " now");
                }
            }
            throw new UsageException(
                    "--out",
                    "run " + name + " was begun with other options (expected the same, found "
                            + String.join(", ", differing) + ")",
                    "choose another folder");
        }
        contents.runs().put(name, new RunState(kept, ExperimentPlan.epochs(options), false, false));
        save();
    }

    private static Map<String, String> kept(Map<String, String> options) {
        Map<String, String> kept = new LinkedHashMap<>(options);
        kept.keySet().removeAll(ExperimentPlan.FREE);
        kept.remove("epochs");
        return kept;
    }

    /** Whether a run with these options needs nothing more. */
    boolean isDone(String name, Map<String, String> options) {
        RunState state = run(name);
        return state != null
                && state.options().equals(kept(options))
                && (state.diverged() || state.finished() && state.epochs() >= ExperimentPlan.epochs(options));
    }

    /** Notes the end of a run. */
    void end(String name, boolean diverged) {
        RunState state = run(name);
        contents.runs().put(name, new RunState(state.options(), state.epochs(), !diverged, diverged));
        save();
    }

    /** A measurement, or null. */
    Measured measured(String evaluation) {
        return contents.evaluations().get(evaluation);
    }

    /** Notes a measurement. */
    void measured(String evaluation, Measured measured) {
        contents.evaluations().put(evaluation, measured);
        save();
    }

    private void save() {
        try {
            DurableFiles.replace(file, JSON.writeValueAsString(contents) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state did not become JSON", e);
        }
    }
}
