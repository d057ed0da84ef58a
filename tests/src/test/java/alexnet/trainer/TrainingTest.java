package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.checkpoint.TrainState;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.Packer;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.metrics.MetricsLog;
import alexnet.trainer.metrics.MetricsRow;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs from end to end on the emulator, with a network small enough for seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrainingTest {

    private static final String STRAIGHT = "straight";

    @TempDir
    private static Path folder;

    private Captured straight;

    /** Ten steps in one go, over two and a half epochs of four steps: what the other runs are held against. */
    @BeforeAll
    void trainStraight() {
        DrawnPictures.write(folder.resolve("pictures"), 76, 4, 2, 3);
        for (String part : List.of("train", "val")) {
            Packer.pack(
                    PackOptions.of(folder.resolve("pictures").resolve(part), folder.resolve(part))
                            .withSize(76),
                    PackProgress.SILENT);
        }
        straight = train(STRAIGHT, "--max-steps", 10, "--keep", 10);
        assertThat(straight.exitCode()).as(straight.err()).isZero();
    }

    private Captured train(String name, Object... more) {
        List<Object> command = new ArrayList<>(List.of(
                "train",
                "--data",
                folder.resolve("train"),
                "--val",
                folder.resolve("val"),
                "--input-size=67",
                "--width=0.05",
                "--batch-size=10",
                "--epochs=3",
                "--devices=emulator",
                "--print-freq=2",
                "--out",
                folder.resolve(name)));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    private Captured resume(String name, Object... more) {
        List<Object> command = new ArrayList<>(List.of("train", "--resume", folder.resolve(name)));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    private Path checkpoint(String name, int step) {
        return folder.resolve(name).resolve(String.format("checkpoints/step-%08d", step));
    }

    private void assertSameBits(String name, int step) throws IOException {
        for (String file : List.of(CheckpointStore.WEIGHTS, CheckpointStore.MOMENTUM)) {
            assertThat(Files.mismatch(
                            checkpoint(STRAIGHT, step).resolve(file),
                            checkpoint(name, step).resolve(file)))
                    .as(name + " " + file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void progressLineHasItsForm() {
        String number = "[0-9.]+";
        assertThat(straight.out().lines())
                .anyMatch(line ->
                        line.matches("epoch 1/3 step 4/4 loss " + number + " \\(" + number + "\\) top1 " + number
                                + " top5 " + number + " lr 0.01 img/s " + number
                                + " data [0-9]+ms step [0-9]+ms eta [0-9]+:[0-9]{2}:[0-9]{2}"));
        assertThat(straight.out())
                .contains("devices: ")
                .contains("width")
                .contains("command line")
                .contains("parameters: ");
    }

    @Test
    void theCheckersFindNothingAndChangeNoBit() throws IOException {
        Captured run = train("sanitized", "--max-steps", 4, "--sanitize");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out().lines()).last().isEqualTo("sanitizer: nothing found");
        assertSameBits("sanitized", 4);
    }

    @Test
    void runHoldsWhatItShould() throws IOException {
        Path run = folder.resolve(STRAIGHT);
        for (String name : List.of(
                "config.yaml",
                "metrics.csv",
                "metrics.jsonl",
                "train.log",
                "report.html",
                "plots/loss.png",
                "plots/accuracy.png",
                "last/state.json",
                "best/weights.safetensors")) {
            assertThat(run.resolve(name)).exists();
        }
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(3);
        assertThat(CheckpointStore.verify(checkpoint(STRAIGHT, 10)).stepInEpoch())
                .isEqualTo(2);
        try (SafetensorsFile weights = Safetensors.open(checkpoint(STRAIGHT, 10).resolve(CheckpointStore.WEIGHTS))) {
            assertThat(weights.metadata()).containsEntry("width", "0.05").containsEntry("input-size", "67");
        }
    }

    @Test
    void stoppedInMidEpochAndResumedGivesTheSameBits() throws IOException {
        assertThat(train("halves", "--max-steps", 5).exitCode()).isZero();
        Captured second = resume("halves", "--max-steps", 10);
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertSameBits("halves", 10);
        TrainState expected = CheckpointStore.verify(checkpoint(STRAIGHT, 10));
        assertThat(CheckpointStore.verify(checkpoint("halves", 10))).isEqualTo(expected);
        List<MetricsRow> rows = MetricsLog.read(folder.resolve("halves/metrics.jsonl"));
        List<MetricsRow> straightRows = MetricsLog.read(folder.resolve(STRAIGHT).resolve("metrics.jsonl"));
        assertThat(rows.stream().map(MetricsRow::training).toList())
                .isEqualTo(straightRows.stream().map(MetricsRow::training).toList());
        assertThat(rows.stream().map(MetricsRow::validation).toList())
                .isEqualTo(straightRows.stream().map(MetricsRow::validation).toList());
    }

    @Test
    void resumedAtAnEpochsEndFromACorruptNewestGivesTheSameBits() throws IOException {
        assertThat(train("corrupt", "--max-steps", 6).exitCode()).isZero();
        Path weights = checkpoint("corrupt", 6).resolve(CheckpointStore.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        Captured second = resume("corrupt", "--max-steps", 10);
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err()).contains("step-00000006").contains("taking the one before it");
        assertThat(second.out()).contains("going on after step 4 (epoch 2, step 0 of it)");
        assertSameBits("corrupt", 10);
    }

    @Test
    void bothHalvesOnOneDeviceGiveTheSameBits() throws IOException {
        assertThat(train("one", "--max-steps", 10, "--devices", "emulator:0,emulator:0")
                        .exitCode())
                .isZero();
        assertSameBits("one", 10);
    }

    @Test
    void mergedWeightsStartARunAsTrainedOnesDo() throws IOException {
        Path weights = checkpoint(STRAIGHT, 10).resolve(CheckpointStore.WEIGHTS);
        Path merged = folder.resolve("merged.safetensors");
        assertThat(Captured.run("export", "--weights", weights, "--format", "merged", "--out", merged)
                        .exitCode())
                .isZero();
        for (Path init : List.of(weights, merged)) {
            Captured run = train("from-" + init.getFileName(), "--init", init, "--max-steps", 1);
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(Files.mismatch(
                        checkpoint("from-" + weights.getFileName(), 1).resolve(CheckpointStore.WEIGHTS),
                        checkpoint("from-" + merged.getFileName(), 1).resolve(CheckpointStore.WEIGHTS)))
                .isEqualTo(-1);
    }

    @Test
    void weightsOfAnotherPresetStartNoRun() throws IOException {
        Path other = folder.resolve("other.safetensors");
        try (SafetensorsFile weights = Safetensors.open(checkpoint(STRAIGHT, 10).resolve(CheckpointStore.WEIGHTS))) {
            Map<String, String> metadata = new HashMap<>(weights.metadata());
            metadata.put("preset", "caffe");
            Safetensors.write(other, metadata, weights.entries(), weights::get);
        }
        Captured found = train("refused", "--init", other);
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors())
                .containsExactly(
                        "alexnet: " + other + ": preset: the weights are of another (expected paper, found caffe)",
                        "hint: train with --preset caffe");
    }

    @Test
    void resumeWithOtherOptionsIsRefusedWithBothValues() {
        Captured found = resume(STRAIGHT, "--batch-size", 8);
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors().get(0)).contains("batch-size 10 before and 8 now");
    }

    @Test
    void resumeOnOtherDataIsRefused() {
        Captured found = resume(STRAIGHT, "--data", folder.resolve("val"));
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors().get(0)).contains("other data");
    }

    @Test
    void divergenceStopsWithTheLastGoodCheckpoint() throws IOException {
        Captured found = train("diverged", "--lr", 1e30, "--schedule", "constant", "--checkpoint-every", 1);
        assertThat(found.exitCode()).as(found.err()).isEqualTo(ExitCode.NOT_FINITE);
        assertThat(found.errors().get(0)).matches("alexnet: step [0-9]+: the loss is not finite .*step-[0-9]{8}");
        String last = found.errors().get(0).replaceFirst(".*checkpoint: ", "");
        assertThat(CheckpointStore.verify(Path.of(last)).step()).isPositive();
    }

    @Test
    void evaluationAveragesViewsAndNetworks() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Path weights = folder.resolve(STRAIGHT);
        JsonNode once = evaluate(json, "--weights", weights);
        JsonNode twice = evaluate(json, "--weights", weights + "," + weights.resolve("best/weights.safetensors"));
        assertThat(twice.path("top1_error").asDouble())
                .isEqualTo(once.path("top1_error").asDouble());
        assertThat(twice.path("loss").asDouble()).isCloseTo(once.path("loss").asDouble(), within(1e-5));
        JsonNode ten = evaluate(json, "--weights", weights, "--ten-crop");
        assertThat(ten.path("samples").asInt()).isEqualTo(20);
        // The loss of a mean of probabilities is at most the mean of the losses of views, which differ a little here.
        assertThat(ten.path("loss").asDouble())
                .isNotEqualTo(once.path("loss").asDouble())
                .isCloseTo(once.path("loss").asDouble(), within(0.2));
    }

    private JsonNode evaluate(ObjectMapper json, Object... more) throws IOException {
        List<Object> command = new ArrayList<>(List.of(
                "evaluate",
                "--data",
                folder.resolve("val"),
                "--batch-size",
                7,
                "--devices",
                "emulator",
                "--json",
                folder.resolve("result.json"),
                "--predictions",
                folder.resolve("predictions.csv"),
                "--confusion",
                folder.resolve("confusion.csv")));
        command.addAll(List.of(more));
        Captured found = Captured.run(command.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.lastLine()).matches("top-1 error [0-9.]+ %  top-5 error [0-9.]+ %  loss [0-9.]+  samples 20");
        assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(21);
        assertThat(Files.readAllLines(folder.resolve("confusion.csv"))).hasSize(11);
        return json.readTree(Files.readString(folder.resolve("result.json")));
    }

    @Test
    void evaluationScalesByTheDropoutThatWasTrainedWith() throws IOException {
        assertThat(train("drop", "--max-steps", 4, "--dropout", 0.1).exitCode()).isZero();
        MetricsRow row = MetricsLog.read(folder.resolve("drop/metrics.jsonl")).get(0);
        JsonNode evaluated = evaluate(new ObjectMapper(), "--weights", folder.resolve("drop"));
        assertThat(evaluated.path("loss").asDouble()).isCloseTo(row.validation().loss(), within(1e-9));
    }

    @Test
    void predictionNamesFiveClasses() throws IOException {
        Path picture = folder.resolve("pictures/val/disc/0000.jpg");
        Path panel = folder.resolve("panel.png");
        Captured found = Captured.run(
                "predict", "--weights", folder.resolve(STRAIGHT), "--devices", "emulator", "--png", panel, picture);
        assertThat(found.exitCode()).as(found.err()).isZero();
        List<String> lines = found.out().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).isEqualTo(picture.toString());
        assertThat(lines.stream().skip(1)).allMatch(line -> line.matches(" +[0-9.]+ %  [a-z-]+"));
        assertThat(panel).isNotEmptyFile();
    }

    @Test
    void earlyStoppingEndsARunThatDoesNotImprove() {
        Captured found = train("early", "--lr", 0, "--schedule", "constant", "--early-stopping=1", "--epochs", 5);
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.lastLine()).startsWith("train: stopped early: no improvement after 8 steps");
    }

    @Test
    void targetErrorEndsARunWithTheFirstEpochThatReachesIt() throws IOException {
        double first = 100
                - MetricsLog.read(folder.resolve(STRAIGHT).resolve("metrics.jsonl"))
                        .get(0)
                        .validation()
                        .top1();
        Captured reached = train("target", "--target-error", first);
        assertThat(reached.exitCode()).as(reached.err()).isZero();
        assertThat(reached.lastLine()).startsWith("train: --target-error reached after 4 steps");
        Captured missed = train("far-target", "--target-error", 0, "--epochs", 2);
        assertThat(missed.lastLine()).startsWith("train: all epochs done after 8 steps");
    }
}
