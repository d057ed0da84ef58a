package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Network;
import alexnet.model.NetworkText;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What wrong command lines, files and folders come to: exit code, one line, hint. */
final class UsageTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeData() {
        DrawnPictures.write(folder.resolve("pictures"), 76, 1, 1, 1);
    }

    static Stream<Arguments> wrongCommands() {
        Path pictures = folder.resolve("pictures/train");
        return Stream.of(
                wrong(2, "alexnet: trian: unknown command (expected one of ", "did you mean train?", "trian"),
                wrong(
                        2,
                        "alexnet: --sanitize: works on emulated devices only (expected emulator or emulator:N, found"
                                + " cuda:1)",
                        null,
                        "check",
                        "--sanitize",
                        "--devices",
                        "cuda:1"),
                wrong(
                        2,
                        "alexnet: --bacth-size: unknown option (",
                        "did you mean --batch-size?",
                        "train",
                        "--bacth-size",
                        3),
                wrong(
                        2,
                        "alexnet: --batch-size: out of range (expected at least 1, found 0)",
                        null,
                        "train",
                        "--batch-size",
                        0),
                wrong(
                        2,
                        "alexnet: --batch-size: bad value (expected a whole number, found 'x')",
                        null,
                        "train",
                        "--batch-size",
                        "x"),
                wrong(2, "alexnet: --lr: out of range (expected 0 or more, found -0.1)", null, "train", "--lr", -0.1),
                wrong(2, "alexnet: --lr: out of range (", null, "train", "--lr", "NaN"),
                wrong(
                        2,
                        "alexnet: --epochs: out of range (expected at least 1, found 0)",
                        null,
                        "train",
                        "--epochs",
                        0),
                wrong(
                        2,
                        "alexnet: --dropout: out of range (expected 0 to below 1, found 1.0)",
                        null,
                        "train",
                        "--dropout",
                        1),
                wrong(2, "alexnet: --data: is missing (", "train --data DIR", "train"),
                wrong(2, "alexnet: --augment: unknown word (", null, "train", "--data", pictures, "--augment", "crops"),
                wrong(
                        2,
                        "alexnet: --gemm: unknown value (",
                        "did you mean cublas?",
                        "train",
                        "--data",
                        pictures,
                        "--gemm",
                        "cubla"),
                wrong(
                        2,
                        "alexnet: --schedule: unknown schedule (",
                        "did you mean plateau?",
                        "train",
                        "--data",
                        pictures,
                        "--schedule",
                        "plateua"),
                wrong(
                        2,
                        "alexnet: --checkpoint-every: is no number of steps (",
                        null,
                        "train",
                        "--data",
                        pictures,
                        "--checkpoint-every",
                        "often"),
                wrong(2, "alexnet: --width: must be above 0 (", null, "summary", "--width", 0),
                wrong(2, "alexnet: --input-size: must be at least 1 (", null, "summary", "--input-size", 0),
                wrong(
                        2,
                        "alexnet: --preset: no such preset (expected one of [paper, original, caffe], found papre)",
                        null,
                        "summary",
                        "--preset",
                        "papre"),
                wrong(
                        2,
                        "alexnet: --lrn-k: does not apply to alexnet-no-lrn (expected a network with lrn layers, found"
                                + " none)",
                        null,
                        "summary",
                        "--network",
                        "alexnet-no-lrn",
                        "--lrn-k",
                        1),
                wrong(
                        2,
                        "alexnet: --lrn-alpha: bad value (expected a number, found 'x')",
                        null,
                        "summary",
                        "--lrn-alpha",
                        "x"),
                wrong(
                        2,
                        "alexnet: --fc8: no such choice, did you mean 'both'? (expected one of gpu0 | both, found bath)",
                        null,
                        "summary",
                        "--fc8",
                        "bath"),
                wrong(
                        2,
                        "alexnet: --input-form: has no meaning for another input than the network's own (expected"
                                + " --input-size 227, found 67)",
                        null,
                        "summary",
                        "--input-form",
                        227,
                        "--input-size",
                        67),
                wrong(
                        2,
                        "alexnet: alexnet.yaml:27:5: fc8: each GPU has the same number of classes: 15 / 2 leaves 1"
                                + " (expected a multiple of 2, found 15)",
                        null,
                        "summary",
                        "--fc8",
                        "both",
                        "--classes",
                        15),
                wrong(
                        2,
                        "alexnet: --network: no such network (",
                        "did you mean alexnet?",
                        "summary",
                        "--network",
                        "alexnt"),
                wrong(2, "alexnet: --devices: ", null, "check", "--devices", "gpu:0"),
                wrong(
                        2,
                        "alexnet: --source: is missing (expected --source PATH, found none)",
                        "alexnet pack --help",
                        "pack",
                        "--out",
                        "x"),
                wrong(
                        2,
                        "alexnet: --size: out of range (",
                        null,
                        "pack",
                        "--source",
                        pictures,
                        "--out",
                        folder.resolve("p0"),
                        "--size",
                        1),
                wrong(
                        3,
                        "alexnet: " + folder.resolve("nowhere") + ": ",
                        null,
                        "pack",
                        "--source",
                        folder.resolve("nowhere"),
                        "--out",
                        folder.resolve("p1")),
                wrong(
                        4,
                        "alexnet: " + folder.resolve("nowhere") + ": no such run (",
                        null,
                        "train",
                        "--data",
                        pictures,
                        "--resume",
                        folder.resolve("nowhere")),
                wrong(
                        4,
                        "alexnet: " + folder.resolve("nowhere") + ": no such weights (",
                        null,
                        "predict",
                        "--weights",
                        folder.resolve("nowhere"),
                        "x.jpg"));
    }

    private static Arguments wrong(int exitCode, String start, String hint, Object... command) {
        return Arguments.of(exitCode, start, hint, command);
    }

    @ParameterizedTest
    @MethodSource("wrongCommands")
    void wrongCommandsSayWhatIsWrongInOneLine(int exitCode, String start, String hint, Object[] command) {
        Captured found = Captured.run(command);
        List<String> errors = found.errors();
        assertThat(found.exitCode()).as(found.err()).isEqualTo(exitCode);
        assertThat(errors.get(0)).startsWith(start);
        if (hint == null) {
            assertThat(errors).hasSizeLessThanOrEqualTo(2);
        } else {
            assertThat(errors).hasSize(2);
        }
        assertThat(errors.stream().skip(1)).allMatch(line -> line.startsWith("hint: "));
        if (hint != null) {
            assertThat(errors.get(1)).contains(hint);
        }
    }

    @Test
    void emptyFolderIsBadData() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Captured found = Captured.run("pack", "--source", empty, "--out", folder.resolve("p2"));
        assertThat(found.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(found.errors().get(0)).startsWith("alexnet: " + empty);
        assertThat(folder.resolve("p2")).doesNotExist();
    }

    @Test
    void damagedWeightsAreRejected() throws IOException {
        Path file = folder.resolve("damaged.safetensors");
        Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, 0, 0});
        Captured found = Captured.run("predict", "--weights", file, folder.resolve("x.jpg"));
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors().get(0)).contains(file.toString());
    }

    @Test
    void fullOutputFolderIsNotMixedInto() throws IOException {
        Path run = Files.createDirectories(folder.resolve("full"));
        Files.writeString(run.resolve("notes.txt"), "mine");
        Captured found = Captured.run("train", "--data", folder.resolve("pictures/train"), "--out", run);
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors().get(0)).startsWith("alexnet: --out: the folder is not empty (");
        assertThat(run.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void outputFolderThatIsAFileIsAStorageError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Captured found = Captured.run("train", "--data", folder.resolve("pictures/train"), "--out", file);
        assertThat(found.exitCode()).isEqualTo(ExitCode.STORAGE);
        assertThat(file).hasContent("mine");
    }

    @Test
    void runThatNeverBeganLeavesNoFolder() {
        Path run = folder.resolve("never");
        Captured found =
                Captured.run("train", "--data", folder.resolve("nowhere"), "--out", run, "--devices", "emulator");
        assertThat(found.exitCode()).as(found.err()).isEqualTo(ExitCode.DATA);
        assertThat(run).doesNotExist();
    }

    @Test
    void stackTraceOnlyWithVerbose() {
        Object[] quiet = {"summary", "--input-size", 3};
        Object[] verbose = {"summary", "--input-size", 3, "-v"};
        assertThat(Captured.run(quiet).err()).doesNotContain("\tat ");
        assertThat(Captured.run(verbose).err()).contains("\tat alexnet.");
    }

    @Test
    void configFileGivesOptionsAndCommandLineOverrides() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.yaml"), "width: 0.25\ninput-size: 67\nclasses: 10\nbatch-size: 32\n");
        Captured fromFile = Captured.run("summary", "--config", config);
        assertThat(fromFile.out()).contains("parameters: 1,279,082 (GPU 0: 644,666, GPU 1: 634,416)");
        Captured overridden = Captured.run("summary", "--config", config, "--classes", 20);
        assertThat(overridden.out()).contains("parameters: 1,289,332");
        assertThat(overridden.out()).contains("at batch size 32");
    }

    @Test
    void unknownKeyInAConfigFileIsAnError() throws IOException {
        Path config = Files.writeString(folder.resolve("typo.yaml"), "widht: 0.25\n");
        Captured found = Captured.run("summary", "--config", config);
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors())
                .containsExactly(
                        "alexnet: " + config
                                + ": unknown key 'widht' (expected an option of 'summary' without its dashes)",
                        "hint: did you mean width?");
    }

    @Test
    void badValueInAConfigFileIsAnError() throws IOException {
        Path config = Files.writeString(folder.resolve("bad.yaml"), "batch-size: many\n");
        Captured found = Captured.run("summary", "--config", config);
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors().get(0))
                .isEqualTo("alexnet: --batch-size: bad value (expected a whole number, found 'many')");
    }

    @ParameterizedTest
    @MethodSource("brokenConfigs")
    void brokenConfigFilesAreErrors(String text) throws IOException {
        Path config = Files.writeString(folder.resolve("broken.yaml"), text);
        Captured found = Captured.run("summary", "--config", config);
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors().get(0)).startsWith("alexnet: " + config);
    }

    static Stream<String> brokenConfigs() {
        return Stream.of("width: [1\n", "- width\n", "width: 1\nwidth: 2\n", "width: {a: 1}\n", "width:\n");
    }

    @Test
    void summaryHasTheFiguresOfThePaperNetwork() {
        Captured found = Captured.run("summary");
        assertThat(found.exitCode()).isZero();
        assertThat(found.out())
                .contains("parameters: 60,965,224 (GPU 0: 32,531,112, GPU 1: 28,434,112)")
                .contains("multiply-adds per image, forward: 724,406,816")
                .contains("30.0 MB forward, 30.0 MB backward");
    }

    @Test
    void summaryShowsThePresetAndThePointsInForce() throws IOException {
        assertThat(Captured.run("summary").out())
                .contains("preset: none (the network file as it is)")
                .containsPattern("conv-deviation +0.03 +network file")
                .containsPattern("layer1-order +conv,relu,lrn,pool +network file");
        Path config = Files.writeString(folder.resolve("points.yaml"), "lrn-k: 3\npreset: paper\nfc8: both\n");
        Path json = folder.resolve("summary.json");
        Captured found = Captured.run("summary", "--config", config, "--lrn-alpha", "2e-5", "--json", json);
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.out())
                .contains("preset: paper")
                .containsPattern("lrn-alpha +0.00002 +option")
                .containsPattern("lrn-k +3 +option")
                .containsPattern("fc8 +both +option")
                .containsPattern("pool-ties +first +preset paper")
                .contains("(GPU 0: 30,482,612, GPU 1: 30,482,612)");
        JsonNode read = new ObjectMapper().readTree(Files.readString(json));
        assertThat(read.path("preset").asText()).isEqualTo("paper");
        assertThat(read.path("points").path("lrn-k").path("value").asText()).isEqualTo("3");
        assertThat(read.path("points").path("lrn-k").path("origin").asText()).isEqualTo("option");
        assertThat(Captured.run("summary", "--input-size", 67).out())
                .containsPattern("conv-deviation +0.03 +reduced size")
                .containsPattern("initial-bias +0.1 +reduced size")
                .doesNotContain("input-form");
        assertThat(Captured.run("summary", "--network", "alexnet-one-tower").out())
                .contains("parameters: 61,100,840");
    }

    @Test
    void networksAndPointsStandInTheHelp() {
        String help = Captured.run("train", "--help").out();
        assertThat(help)
                .contains("Points of the network")
                .contains("--layer1-order")
                .contains("--fc8");
        assertThat(help.replaceAll("\\s+", "")).contains(Network.names());
        assertThat(Captured.run("evaluate", "--help").out()).contains("Points of the network");
    }

    /** Each row: what is replaced in a small network, by what, where the error is and what it says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filters: 4 | filtres: 4 | 6:54 | a (conv): unknown key 'filtres', did you mean 'filters'? (expected one of",
                "reads: b | reads: d | 8:5 | c: reads d, which stands behind it: layers must not form a cycle",
                "gpus: [0, 1], reads: a | gpus: [0, 2], reads: a | 7:41 | gpus: expected a whole number from 0 to 1, found '2'",
                "size: 3, stride: 2 | size: 7, stride: 2 | 7:5 | b: the window is larger than the input 4x6x6: 1 + ceil((6 - 7) / 2) (expected size at most 6, found 7)",
                "size: 3, activation | size: 9, activation | 6:5 | a: the filter is larger than the padded input: (8 + 2*0 - 9) / 1 + 1 (expected size at most 8, found 9)",
            })
    void filesThatMakeNoNetworkAreRefusedWithLineAndColumn(String old, String replacement, String place, String reason)
            throws IOException {
        String text = NetworkText.SMALL;
        Path file = Files.writeString(folder.resolve("small.yaml"), text);
        assertThat(Captured.run("summary", "--network", file).exitCode()).isZero();
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, replacement));
        Captured found = Captured.run("summary", "--network", file);
        assertThat(found.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(found.errors()).hasSize(1);
        assertThat(found.errors().get(0)).startsWith("alexnet: " + file + ":" + place + ": " + reason);
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of(
                "demo",
                "devices",
                "pack",
                "summary",
                "train",
                "evaluate",
                "predict",
                "filters",
                "similar",
                "features",
                "export",
                "import",
                "check")) {
            Captured found = Captured.run(command, "--help");
            assertThat(found.exitCode()).as(command).isZero();
            assertThat(found.out())
                    .as(command)
                    .startsWith("Usage: alexnet " + command)
                    .contains("--help");
        }
        assertThat(Captured.run("--version").out()).startsWith("alexnet-jcuda 0.");
    }
}
