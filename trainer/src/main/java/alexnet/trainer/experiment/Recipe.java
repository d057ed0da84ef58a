package alexnet.trainer.experiment;

import alexnet.model.text.Spelling;
import alexnet.model.text.Words;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table row or figure of the paper as data: what is trained, how it is measured, and what paper and original program
 * report. docs/experiments.md describes the form of the file.
 *
 * @param name of the file, without its ending
 * @param title what it reproduces
 * @param paper section, table or figure
 * @param original which run of the original program the figures come from, and what its notes say
 * @param cannotRun why the full size cannot be run; empty where it can
 * @param uncertain what the sources leave open
 * @param data the sets of the full size
 * @param speed what the cost is reckoned at
 * @param validation what is measured after each epoch
 * @param options of {@code train}, for every run
 * @param evaluations measurements of the trained weights
 * @param pictures commands that draw something from them
 * @param rows of the comparison
 * @param curves runs whose training error is drawn by epoch; empty for no drawing
 * @param small the same without ImageNet
 */
public record Recipe(
        String name,
        String title,
        String paper,
        String original,
        Optional<String> cannotRun,
        List<String> uncertain,
        Data data,
        Speed speed,
        Validation validation,
        Map<String, String> options,
        List<Run> runs,
        List<Evaluation> evaluations,
        List<Picture> pictures,
        List<Row> rows,
        List<String> curves,
        Small small) {

    /** The recipes that come with the program, in the order of the paper. */
    public static final List<String> NAMES = List.of(
            "table-1-cnn",
            "centre-patch",
            "table-2-1-cnn",
            "table-2-5-cnns",
            "table-2-1-cnn-pretrained",
            "table-2-7-cnns-pretrained",
            "figure-1",
            "two-gpus",
            "no-communication",
            "lrn",
            "cifar10-lrn",
            "overlapping-pooling",
            "colour-noise",
            "figure-3",
            "figure-4");

    /** What training is measured on after each epoch. */
    public enum Validation {
        /** The set of {@code --val}, where there is one. */
        VAL,
        /** The training set itself: the training error of the figure. */
        TRAIN
    }

    /** The sets that a full-size run needs; those of validation and test may be missing. */
    public record Data(Set train, Optional<Set> val, Optional<Set> test) {}

    /** A set of pictures by its usual name. */
    public record Set(String name, long pictures) {}

    /**
     * What cost is reckoned at.
     *
     * @param imagesPerSecond of training, on all GPUs together
     * @param gpus how many those are; 0 for the emulator
     * @param source where the figure comes from
     */
    public record Speed(double imagesPerSecond, int gpus, String source) {}

    /**
     * One training run.
     *
     * @param options over the recipe's
     * @param small over those of {@link Small}
     * @param tuning or null
     */
    public record Run(String name, Map<String, String> options, Map<String, String> small, Tuning tuning) {}

    /**
     * One option that is chosen by short runs: the value with the least training error after some epochs goes on.
     *
     * @param option such as {@code lr}
     * @param epochs of each short run
     */
    public record Tuning(String option, List<String> values, int epochs) {}

    /** Which set weights are measured on. */
    public enum On {
        TRAIN,
        VAL,
        TEST
    }

    /**
     * A measurement; the softmax outputs of several runs are averaged.
     *
     * @param tenCrop over ten views, else the centre
     */
    public record Evaluation(String name, List<String> runs, boolean tenCrop, On on) {}

    /** A command over the weights of a run; {@code {out}}, {@code {RUN}}, {@code {train}} and {@code {val}} are filled in. */
    public record Picture(String command, Map<String, String> options, List<String> arguments) {}

    /** What a row compares. */
    public enum Measure {
        TOP1_ERROR("top-1 error, %"),
        TOP5_ERROR("top-5 error, %"),
        LOSS("loss"),
        /** Epochs until the training error has reached a value, interpolated between epochs. */
        EPOCHS_TO_ERROR("epochs"),
        /** A number in a file that a picture's command wrote. */
        VALUE("");

        final String unit;

        Measure(String unit) {
            this.unit = unit;
        }

        /** The spelling in recipes. */
        public String key() {
            return Words.of(this);
        }
    }

    /**
     * A row of the comparison.
     *
     * @param of the evaluation, run or file that is measured
     * @param minus or null; its measure is taken away
     * @param over or null; it is divided by its measure
     * @param error training error in percent that epochs are counted to; null for the runs' {@code target-error}
     * @param pointer JSON pointer into the file, for {@link Measure#VALUE}
     * @param paper the figure that the paper gives, or null
     * @param original the figure in the original program's notes, or null
     */
    public record Row(
            String what,
            Measure measure,
            String of,
            String minus,
            String over,
            Double error,
            String pointer,
            Double paper,
            Double original) {}

    /**
     * What can be run without ImageNet.
     *
     * @param drawn whether the program draws the pictures itself; else {@code --data} is needed at this size too
     * @param pictureSize side of drawn pictures when packed, 0 where none are drawn
     * @param options over those of recipe and runs
     * @param note what it shows, and what not
     */
    public record Small(boolean drawn, int pictureSize, Map<String, String> options, String note) {}

    /**
     * A recipe that comes with the program, or a file.
     *
     * @param trainOptions names of the options that recipes may set
     * @throws UsageException where there is none, or it is not of the form that docs/experiments.md describes
     */
    public static Recipe find(String name, Collection<String> trainOptions) {
        if (NAMES.contains(name)) {
            return shipped(name, trainOptions);
        }
        Path file = Path.of(name);
        if (name.endsWith(".yaml")) {
            String base = file.getFileName().toString().replaceFirst("\\.yaml$", "");
            try {
                return RecipeReader.read(base, name, Files.readString(file), trainOptions);
            } catch (IOException e) {
                throw new UsageException(name, "cannot be read (expected a recipe, found " + Failures.message(e) + ")");
            }
        }
        throw new UsageException(
                name,
                "no such experiment (expected one of " + String.join(", ", NAMES) + " or a .yaml file, found '" + name
                        + "')",
                Spelling.hint(name, NAMES));
    }

    private static Recipe shipped(String name, Collection<String> trainOptions) {
        String file = name + ".yaml";
        try (InputStream resource = Recipe.class.getResourceAsStream("/alexnet/trainer/experiments/" + file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is not in the program");
            }
            return RecipeReader.read(
                    name, file, new String(resource.readAllBytes(), StandardCharsets.UTF_8), trainOptions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run of a name. */
    Run run(String wanted) {
        return runs.stream()
                .filter(run -> run.name().equals(wanted))
                .findFirst()
                .orElseThrow();
    }
}
