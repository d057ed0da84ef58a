package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.Tensor;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.checkpoint.TrainState;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The trainer's points from end to end on the emulator, stopped and gone on with. */
final class PresetTrainingTest {

    private static final Set<String> POINTS = Set.of(
            "colour-noise",
            "colour-noise-divisor",
            "crop-sharing",
            "mean",
            "colour-order",
            "rates",
            "decays",
            "resize");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void drawPictures() {
        DrawnPictures.write(folder.resolve("pictures"), 76, 2, 1, 3);
    }

    private static Captured train(String name, Object... more) {
        List<Object> command = new ArrayList<>(List.of(
                "train",
                "--data",
                folder.resolve("pictures"),
                "--cache",
                folder.resolve("cache"),
                "--input-size=67",
                "--width=0.05",
                "--epochs=3",
                "--devices=emulator",
                "--out",
                folder.resolve(name)));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    private static Captured evaluate(Path weights, Object... more) {
        List<Object> command = new ArrayList<>(List.of("evaluate", "--devices=emulator", "--weights", weights));
        command.addAll(List.of("--data", folder.resolve("pictures/val"), "--cache", folder.resolve("cache")));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    /** Trains in one go and in two, and gives what the first printed. */
    private static Captured trainTwice(String name, int steps, int stop, Object... more) throws IOException {
        List<Object> options = new ArrayList<>(List.of(more));
        options.addAll(List.of("--max-steps", steps));
        Captured straight = train(name, options.toArray());
        assertThat(straight.exitCode()).as(straight.err()).isZero();
        options.set(options.size() - 1, stop);
        assertThat(train(name + "-halves", options.toArray()).exitCode()).isZero();
        Captured second = Captured.run("train", "--resume", folder.resolve(name + "-halves"), "--max-steps", steps);
        assertThat(second.exitCode()).as(second.err()).isZero();
        for (String file : List.of(CheckpointStore.WEIGHTS, CheckpointStore.MOMENTUM)) {
            assertThat(Files.mismatch(
                            last(name).resolve(file), last(name + "-halves").resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
        assertThat(CheckpointStore.verify(last(name + "-halves"))).isEqualTo(CheckpointStore.verify(last(name)));
        return straight;
    }

    private static Path last(String name) {
        return new CheckpointStore(folder.resolve(name)).pointed("last").orElseThrow();
    }

    @Test
    void ratesOfTensorsSurviveAResumeWithTheSameBits() throws IOException {
        Captured found = trainTwice(
                "rates",
                6,
                5,
                "--batch-size",
                10,
                "--schedule",
                "steps:1,2",
                "--rates",
                "*.bias=2x,*.bias@drop1=0.002,conv1.*@3=0",
                "--decays",
                "fc8=0.01");
        assertThat(found.out())
                .contains("rates from epoch 1 on: 0.01; rate 0.02 for *.bias; decay 0.01 for fc8.weight\n")
                .contains("rates from epoch 2 on: 0.001; rate 0.002 for *.bias; decay 0.01 for fc8.weight\n")
                .contains("rates from epoch 3 on: 0.0001; conv1.weight, conv1.bias frozen; rate 0.002 for conv2.bias");
        assertThat(Files.readString(folder.resolve("rates/train.log"))).contains("rates from epoch 2 on: 0.001; ");
    }

    @Test
    void paperOptionsAreTheDefaultsAndKeepTheirBits() throws IOException {
        Captured preset = train("default", "--max-steps", 2, "--batch-size", 10);
        assertThat(preset.exitCode()).as(preset.err()).isZero();
        assertThat(preset.out()).containsPattern("schedule +plateau +preset paper");
        // All points as they were before there was a choice.
        List<Object> options = new ArrayList<>(List.of("--max-steps", 2, "--batch-size", 10));
        options.addAll(List.of("--lr", 0.01, "--momentum", 0.9, "--weight-decay", 0.0005, "--rates", "none"));
        options.addAll(List.of("--augment", "crop,mirror,color", "--colour-noise", "root", "--mean", "central"));
        options.addAll(List.of("--colour-noise-divisor", 1, "--crop-sharing", 1, "--colour-order", "rgb"));
        assertThat(train("explicit", options.toArray()).exitCode()).isZero();
        assertThat(Files.mismatch(
                        last("default").resolve(CheckpointStore.MOMENTUM),
                        last("explicit").resolve(CheckpointStore.MOMENTUM)))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "original, 'steps:25,51,79', root, 1.1, 32, central, rgb, crop, 0.02",
        "caffe, 'steps:20,40,60,80', none, 1, 1, aligned, bgr, warp, 0.02"
    })
    void eachPresetTrainsStopsGoesOnAndEvaluates(
            String preset,
            String schedule,
            String noise,
            String divisor,
            int sharing,
            String mean,
            String order,
            String resize,
            String biasRate)
            throws IOException {
        Captured found = trainTwice("preset-" + preset, 3, 1, "--preset", preset, "--batch-size", 10);
        Map<String, Object> table = Map.of(
                "schedule", schedule,
                "colour-noise", noise,
                "colour-noise-divisor", divisor,
                "crop-sharing", sharing,
                "mean", mean,
                "colour-order", order,
                "resize", resize);
        table.forEach((option, value) ->
                assertThat(found.out()).containsPattern("  " + option + " +" + value + " +preset " + preset + "\n"));
        assertThat(found.out())
                .containsPattern("batch-size +10 +command line")
                .contains("rates from epoch 1 on: 0.01; rate " + biasRate + " for *.bias\n");
        try (SafetensorsFile weights = Safetensors.open(last("preset-" + preset).resolve(CheckpointStore.WEIGHTS))) {
            assertThat(weights.metadata())
                    .containsEntry("preset", preset)
                    .containsEntry("mean-place", mean)
                    .containsEntry("colour-order", order)
                    .containsEntry("resize", resize);
        }
        Captured evaluated = evaluate(folder.resolve("preset-" + preset), "--ten-crop");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.lastLine()).endsWith("samples 10");
    }

    /** Weakest to strongest: default, preset, file, command line. */
    @Test
    void filesAndTheCommandLineWinOverThePreset() throws IOException {
        Path file = folder.resolve("points.yaml");
        Files.writeString(file, "crop-sharing: 4\nmean: aligned\nbatch-size: 10\n");
        Captured found = train("layers", "--max-steps", 1, "--config", file, "--mean", "central");
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.out())
                .containsPattern("crop-sharing +4 +" + file)
                .containsPattern("batch-size +10 +" + file)
                .containsPattern("mean +central +command line")
                .containsPattern("colour-order +rgb +preset paper")
                .containsPattern("print-freq +10 +default");
    }

    @Test
    void helpShowsThePointsInAGroupOfTheirOwn() {
        String help = Captured.run("train", "--help").out();
        String group = help.substring(help.indexOf("Points of the training"));
        assertThat(group).contains("--rates", "--colour-noise-until", "--crop-sharing", "--mean", "--colour-order");
    }

    @Test
    void everyPointOfAPictureChangesTheBitsAndCannotChangeInAResumedRun() throws IOException {
        assertThat(train("point", "--max-steps", 1, "--batch-size", 10).exitCode())
                .isZero();
        for (String[] point : new String[][] {
            {"colour-noise", "none"},
            {"colour-noise-divisor", "1.1"},
            {"crop-sharing", "3"},
            {"mean", "aligned"},
            {"colour-order", "bgr"}
        }) {
            Captured found =
                    train("point-" + point[0], "--max-steps", 1, "--batch-size", 10, "--" + point[0], point[1]);
            assertThat(found.exitCode()).as(found.err()).isZero();
            assertThat(Files.mismatch(
                            last("point").resolve(CheckpointStore.MOMENTUM),
                            last("point-" + point[0]).resolve(CheckpointStore.MOMENTUM)))
                    .as(point[0])
                    .isNotEqualTo(-1);
            Captured other = Captured.run(
                    "train", "--resume", folder.resolve("point"), "--max-steps", 2, "--" + point[0], point[1]);
            assertThat(other.exitCode()).as(point[0]).isEqualTo(ExitCode.CHECKPOINT);
            assertThat(other.errors().get(0)).containsPattern(point[0] + " [a-z0-9.]+ before and " + point[1] + " now");
        }
    }

    /** Runs and weights from before there was a choice name none of the points. */
    @Test
    void runsFromBeforeThereWasAChoiceGoOnAndEvaluateAsTheyDid() throws IOException {
        assertThat(train("old", "--max-steps", 2, "--batch-size", 10).exitCode())
                .isZero();
        TrainState state = CheckpointStore.verify(last("old"));
        Map<String, String> config = new TreeMap<>(state.config());
        assertThat(config.keySet().removeAll(POINTS)).isTrue();
        CheckpointStore store = new CheckpointStore(folder.resolve("old"));
        Path weights = last("old").resolve(CheckpointStore.WEIGHTS);
        byte[] momentum = Files.readAllBytes(last("old").resolve(CheckpointStore.MOMENTUM));
        Map<String, String> metadata = new TreeMap<>();
        List<Tensor> tensors = new ArrayList<>();
        try (SafetensorsFile file = Safetensors.open(weights)) {
            metadata.putAll(file.metadata());
            for (Safetensors.Entry entry : file.entries()) {
                tensors.add(file.read(entry.name()));
            }
        }
        assertThat(metadata.keySet().removeAll(List.of("mean-place", "colour-order", "resize")))
                .isTrue();
        TrainState old = new TrainState(
                state.format(),
                state.epoch(),
                state.stepInEpoch(),
                state.step(),
                state.sums(),
                state.rate(),
                state.scheduleOptions(),
                state.schedule(),
                state.earlyStopping(),
                state.best(),
                config,
                TrainState.hash(config),
                state.data());
        DurableFiles.deleteFolder(last("old"));
        store.write(
                old,
                file -> Safetensors.write(
                        file,
                        metadata,
                        tensors.stream()
                                .map(tensor -> new Safetensors.Entry(tensor.name(), tensor.shape()))
                                .toList(),
                        name -> tensors.stream()
                                .filter(tensor -> tensor.name().equals(name))
                                .findFirst()
                                .orElseThrow()),
                file -> Files.write(file, momentum));
        Path options = folder.resolve("old/config.yaml");
        Files.write(
                options,
                Files.readAllLines(options).stream()
                        .filter(line -> !POINTS.contains(line.replaceFirst(":.*", "")))
                        .toList());
        Captured evaluated = evaluate(last("old"));
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        Captured resumed = Captured.run("train", "--resume", folder.resolve("old"), "--max-steps", 3);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(train("new", "--max-steps", 3, "--batch-size", 10).exitCode())
                .isZero();
        assertThat(Files.mismatch(
                        last("old").resolve(CheckpointStore.MOMENTUM),
                        last("new").resolve(CheckpointStore.MOMENTUM)))
                .isEqualTo(-1);
    }

    @Test
    void theEigenvalueFormSaysWhatItDoes() {
        Captured found = train("eigenvalue", "--max-steps", 1, "--batch-size", 10, "--colour-noise", "eigenvalue");
        assertThat(found.err()).containsPattern("--colour-noise eigenvalue shifts colours by [0-9]+ grey levels");
    }

    @Test
    void unknownWordsGetASuggestion() {
        Captured found = train("words", "--colour-order", "bgrr");
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.err())
                .contains("alexnet: --colour-order: unknown word (expected rgb, bgr, found 'bgrr')")
                .contains("hint: did you mean bgr?");
    }

    @Test
    void aRuleThatMatchesNothingEndsWithAUsageErrorBeforeAnythingIsMade() {
        Captured found = train("wrong", "--rates", "conv1.wieght=0");
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors().get(0)).startsWith("alexnet: --rates: no tensor matches 'conv1.wieght' (expected ");
        assertThat(found.err()).contains("hint: did you mean conv1.weight?");
        assertThat(folder.resolve("wrong")).doesNotExist();
    }
}
