package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A small experiment from end to end on the emulator: two runs of a few steps over drawn pictures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExperimentCommandTest {

    /** Four steps an epoch. A rate of 0 never learns; one that is far too high diverges and is not chosen. */
    private static final String RECIPE = """
            title: Slow against quick
            paper: none
            original: none
            data:
              train: {name: drawn pictures, pictures: 40}
              val: {name: other drawn pictures, pictures: 20}
            speed: {images-per-second: 100, gpus: 0, source: made up}
            validate: train
            options: {input-size: 67, width: 0.05, batch-size: 10, epochs: 2, schedule: constant, augment: none, target-error: 5}
            runs:
              - {name: slow, options: {lr: 0}}
              - {name: quick, tune: {option: lr, values: [1e30, 0.01], epochs: 1}}
            evaluations:
              - {name: slow-centre, runs: [slow]}
              - {name: both-ten, runs: [slow, quick], crops: ten}
            pictures:
              - {command: evaluate, options: {weights: "{quick}", data: "{train}", json: "{out}/again.json"}}
            compare:
              - {what: slow, evaluation: slow-centre, measure: top1-error, paper: 37.5, original: 37.4727}
              - {what: gain, evaluation: slow-centre, minus: both-ten, measure: top5-error, paper: 1.2}
              - {what: epochs, run: quick, measure: epochs-to-error}
              - {what: factor, run: slow, over: quick, measure: epochs-to-error, paper: 6}
              - {what: factor, run: slow, over: quick, measure: epochs-to-error, error: 100}
              - {what: pictures, file: again.json, pointer: /samples, measure: value}
            curves: [slow, quick]
            small: {data: given, note: the same}
            """;

    @TempDir
    private static Path folder;

    private Path recipe;
    private Captured first;

    @BeforeAll
    void runOnce() throws IOException {
        DrawnPictures.write(folder.resolve("pictures"), 76, 4, 2, 3);
        for (String part : List.of("train", "val")) {
            Packer.pack(
                    PackOptions.of(folder.resolve("pictures").resolve(part), folder.resolve(part))
                            .withSize(76),
                    PackProgress.SILENT);
        }
        recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE);
        first = experiment("out");
        assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    }

    private Captured experiment(String out, Object... more) {
        List<Object> command = new ArrayList<>(List.of(
                "experiment",
                recipe,
                "--data",
                folder.resolve("train"),
                "--val",
                folder.resolve("val"),
                "--devices=emulator",
                "--no-progress",
                "--out",
                folder.resolve(out)));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void comparisonHoldsWhatWasMeasured() throws IOException {
        Path out = folder.resolve("out");
        JsonNode rows = json(out.resolve("comparison.json")).path("rows");
        JsonNode slow = json(out.resolve("evaluation-slow-centre.json"));
        JsonNode both = json(out.resolve("evaluation-both-ten.json"));
        assertThat(slow.path("samples").asInt()).isEqualTo(20);
        assertThat(both.path("ten_crop").asBoolean()).isTrue();
        double error = slow.path("top1_error").asDouble();
        assertThat(rows.get(0).path("ours").asDouble()).isEqualTo(error);
        assertThat(rows.get(0).path("deviation").asDouble())
                .isCloseTo(Math.sqrt(error * (100 - error) / 20), within(1e-12));
        assertThat(rows.get(0).path("samples").asInt()).isEqualTo(20);
        assertThat(rows.get(0).path("paper").asDouble()).isEqualTo(37.5);
        assertThat(rows.get(0).path("original").asDouble()).isEqualTo(37.4727);
        assertThat(rows.get(1).path("ours").asDouble())
                .isCloseTo(
                        slow.path("top5_error").asDouble()
                                - both.path("top5_error").asDouble(),
                        within(1e-12));
        assertThat(rows.get(3).path("ours").isNull()).isTrue();
        assertThat(rows.get(3).path("note").asText()).contains("not reached in 2 epochs");
        assertThat(rows.get(4).path("ours").asDouble()).isEqualTo(1);
        assertThat(rows.get(4).path("unit").asText()).isEqualTo("factor at 100 %");
        assertThat(rows.get(5).path("ours").asInt()).isEqualTo(40);

        assertThat(Files.readString(out.resolve("comparison.md")))
                .contains("| slow | top-1 error, % | ")
                .contains("| 37.50 | 37.4727 | 20 |")
                .contains("error over the whole training set after each epoch")
                .contains("`quick-lr-0.01`");
        List<String> csv = Files.readAllLines(out.resolve("comparison.csv"));
        assertThat(csv).hasSize(7);
        assertThat(csv.get(0)).isEqualTo("what,measure,ours,deviation,paper,original,pictures,set,note");
        assertThat(csv.get(1)).startsWith("slow,\"top-1 error, %\"," + error + ",");
        assertThat(ImageIO.read(out.resolve("curves.png").toFile()).getWidth()).isEqualTo(900);
    }

    @Test
    void theRateThatDivergesIsNotChosen() throws IOException {
        JsonNode state = json(folder.resolve("out/experiment.json"));
        assertThat(state.at("/runs/quick-lr-1e30/diverged").asBoolean()).isTrue();
        assertThat(first.out()).contains("quick: --lr 0.01 had the least training error and goes on");
        List<MetricsRow> rows = MetricsLog.read(folder.resolve("out/quick-lr-0.01/metrics.jsonl"));
        assertThat(rows).extracting(MetricsRow::epoch).containsExactly(1, 2);
        // What is drawn is the error over the training set.
        JsonNode errors = json(folder.resolve("out/comparison.json")).at("/curves/quick/errors");
        assertThat(errors.get(1).asDouble())
                .isEqualTo(100 - rows.get(1).validation().top1());
        assertThat(json(folder.resolve("out/again.json")).path("top1_error").asDouble())
                .isCloseTo(errors.get(1).asDouble(), within(1e-9));
    }

    @Test
    void theSameCommandAgainRepeatsNothing() throws IOException {
        String before = Files.readString(folder.resolve("out/comparison.json"));
        Captured again = experiment("out");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("slow: done already", "quick-lr-0.01: done already", "both-ten: measured already")
                .doesNotContain("$ ./alexnet train");
        assertThat(Files.readString(folder.resolve("out/comparison.json"))).isEqualTo(before);
    }

    @Test
    void anInterruptedRunGoesOn() throws IOException {
        Path out = Files.createDirectory(folder.resolve("cut"));
        // What the process leaves behind when it is stopped within the first run.
        Files.writeString(
                out.resolve("experiment.json"),
                Files.readString(folder.resolve("out/experiment.json"))
                        .replaceFirst("(?s)\"runs\" : .*", "\"runs\" : {}, \"evaluations\" : {}}"));
        Captured begun = Captured.run(
                "train",
                "--data",
                folder.resolve("train"),
                "--val",
                folder.resolve("train"),
                "--devices",
                "emulator",
                "--input-size",
                67,
                "--width",
                0.05,
                "--batch-size",
                10,
                "--epochs",
                2,
                "--schedule",
                "constant",
                "--augment",
                "none",
                "--lr",
                0,
                "--target-error",
                5,
                "--max-steps",
                3,
                "--out",
                out.resolve("slow"));
        assertThat(begun.exitCode()).as(begun.err()).isZero();
        Path config = out.resolve("slow/config.yaml");
        Files.writeString(config, Files.readString(config).replaceFirst("max-steps: .*\n", ""));
        Captured resumed = experiment("cut", "--epochs", 1);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("going on after step 3 (epoch 1, step 3 of it)");
        assertThat(MetricsLog.read(out.resolve("slow/metrics.jsonl"))).hasSize(1);
    }

    @Test
    void otherOptionsDoNotMixWithWhatIsThere() {
        Captured other = experiment("out", "--seed", 7);
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.errors().get(0)).contains("--seed null before and 7 now");
        Captured wrong = experiment("train");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.errors().get(0)).startsWith("alexnet: --out: the folder is not empty");
    }

    @Test
    void badOptionsAndRecipesAreNamed() throws IOException {
        Captured option = Captured.run("experiment", recipe, "--epoch", 3);
        assertThat(option.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(option.err()).contains("--epoch: unknown option").contains("did you mean --epochs?");
        Captured name = Captured.run("experiment", "figure1");
        assertThat(name.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(name.err()).contains("no such experiment").contains("did you mean figure-1?");
        Path bad = Files.writeString(folder.resolve("bad.yaml"), RECIPE.replace("batch-size: 10", "batchsize: 10"));
        Captured key = Captured.run("experiment", bad);
        assertThat(key.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(key.errors().get(0))
                .matches("alexnet: .*bad.yaml:9:[0-9]+: options: unknown key .*found 'batchsize'\\)");
        assertThat(key.err()).contains("did you mean batch-size?");
        Captured data = Captured.run("experiment", recipe);
        assertThat(data.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(data.errors().get(0)).startsWith("alexnet: --data: is missing (expected drawn pictures");
    }

    @Test
    void theListNamesEveryRecipeWithItsCost() {
        Captured list = Captured.run("experiment");
        assertThat(list.exitCode()).as(list.err()).isZero();
        List<String> lines = list.out().lines().toList();
        assertThat(lines).hasSize(16);
        assertThat(lines.get(0)).matches("EXPERIMENT +PICTURES +IMG/S +HOURS +GPU-HOURS +SMALL +WHAT");
        assertThat(lines)
                .anyMatch(line -> line.matches("table-2-1-cnn +116.6 M +227 +142.7 +285 +drawn +Table 2, 1 CNN.*"));
        assertThat(lines)
                .anyMatch(line -> line.matches("table-2-1-cnn-pretrained +- +- +- +- +drawn +Table 2, 1 CNN\\*.*"));
    }

    @Test
    void planSaysWhatWouldRunAndWhatItCosts() {
        Captured plan = Captured.run("experiment", recipe, "--plan", "--epochs", 10, "--images-per-second", 2);
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        // 10 passes for slow, 10 for quick, and one of the rate that is not chosen.
        assertThat(plan.out())
                .contains("--epochs=10")
                .contains("cost: 21 passes over 40 pictures = 0.0 M; 0.1 hours at 2 images/s; --images-per-second");
    }
}
