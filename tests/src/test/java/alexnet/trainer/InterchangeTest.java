package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Network;
import alexnet.model.Pixels;
import alexnet.model.Points;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.Tensor;
import alexnet.model.WeightLayout;
import alexnet.model.Weights;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.run.RunFiles;
import alexnet.trainer.settings.NetworkChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code export} and {@code import} as a user types them: there and back with the same bytes, and bad input. */
final class InterchangeTest {

    private static final NetworkChoice CHOICE = new NetworkChoice("alexnet", "paper", 55, 0.05);
    private static final List<String> CLASSES = List.of("ant", "bee", "cat", "dog", "eel");
    private static final Object[] SIZE = {"--width", 0.05, "--input-size", 55};

    @TempDir
    private static Path folder;

    private static Path trained;
    private static Weights weights;

    @BeforeAll
    static void writeWeights() throws IOException {
        weights = Weights.random(WeightLayout.of(CHOICE.build(5)).parts(), 1);
        trained = folder.resolve("trained.safetensors");
        Safetensors.write(trained, metadata(CLASSES, new float[] {1, 2, 3}), weights.entries(), weights::read);
    }

    private static Map<String, String> metadata(List<String> classes, float[] mean) {
        return RunFiles.metadata(new RunFiles.ModelCard(
                CHOICE, OptionalDouble.empty(), 62, classes, mean, Pixels.ORIGINAL, ResizeForm.CROP));
    }

    private static Captured command(String name, Path from, Path to, Object... more) {
        List<Object> command = new ArrayList<>(List.of(name, "--weights", from, "--out", to));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    private static Path exported(String format, String file, Object... more) {
        Path out = folder.resolve(file);
        List<Object> options = new ArrayList<>(List.of("--format", format, "--overwrite"));
        options.addAll(List.of(more));
        Captured found = command("export", trained, out, options.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.lastLine()).startsWith("exported: ").endsWith(format + ", in " + out);
        return out;
    }

    private static List<Tensor> tensors(Path file) throws IOException {
        try (SafetensorsFile opened = Safetensors.open(file)) {
            return Weights.all(opened);
        }
    }

    @ParameterizedTest
    @CsvSource({"merged,", "two-gpu,", "npz,", "caffemodel,", "caffemodel, --v1-layers", "npz, --swap-rgb"})
    void thereAndBackGivesTheSameTensors(String format, String option) throws IOException {
        Object[] more = option == null ? new Object[0] : new Object[] {option};
        Path out = exported(format, "there." + format, more);
        Path back = folder.resolve("back.safetensors");
        List<Object> options = new ArrayList<>(List.of("--overwrite"));
        if (!format.equals("merged") && !format.equals("two-gpu")) {
            options.addAll(List.of(SIZE));
        }
        if ("--swap-rgb".equals(option)) {
            options.add(option);
        }
        Captured found = command("import", out, back, options.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.lastLine())
                .isEqualTo("imported: 30 tensors, "
                        + String.format(
                                "%,d",
                                WeightLayout.of(CHOICE.build(5)).parts().stream()
                                        .mapToLong(entry -> Tensor.elements(entry.shape()))
                                        .sum())
                        + " values of alexnet with 5 classes, two-gpu, in " + back);
        assertThat(tensors(back)).containsExactlyInAnyOrderElementsOf(weights.tensors());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    /** What is imported and exported again is the same file, values and all. */
    @Test
    void importedAndExportedAgainIsTheSameFile() throws IOException {
        Path merged = exported("merged", "first.safetensors");
        Path back = folder.resolve("trip.safetensors");
        assertThat(command("import", merged, back).exitCode()).isZero();
        Path again = folder.resolve("second.safetensors");
        assertThat(command("export", back, again, "--format", "merged").exitCode())
                .isZero();
        assertThat(Files.mismatch(merged, again)).isEqualTo(-1);
        try (SafetensorsFile opened = Safetensors.open(again)) {
            assertThat(opened.metadata())
                    .containsEntry("classes", "[\"ant\",\"bee\",\"cat\",\"dog\",\"eel\"]")
                    .containsEntry("preset", "paper")
                    .containsEntry("source-size", "62");
        }
    }

    @Test
    void whatAFileDoesNotSayCanBeSaid() throws IOException {
        Path npz = exported("npz", "bare.npz");
        Path names = Files.writeString(folder.resolve("names.txt"), "one\ntwo\nthree\n\nfour\nfive\n");
        Path out = folder.resolve("named.safetensors");
        Captured found = command(
                "import",
                npz,
                out,
                "--width",
                0.05,
                "--input-size",
                55,
                "--preset",
                "caffe",
                "--mean-colour",
                "122.5,116.5,104",
                "--class-names",
                names,
                "--image-size",
                64);
        assertThat(found.exitCode()).as(found.err()).isZero();
        try (SafetensorsFile opened = Safetensors.open(out)) {
            assertThat(opened.metadata())
                    .containsEntry("network", "alexnet")
                    .containsEntry("preset", "caffe")
                    .containsEntry("colour-order", "bgr")
                    .containsEntry("mean-place", "aligned")
                    .containsEntry("mean", "[122.5,116.5,104.0]")
                    .containsEntry("classes", "[\"one\",\"two\",\"three\",\"four\",\"five\"]")
                    .containsEntry("source-size", "64");
        }
    }

    @Test
    void aFileThatIsThereStaysUnlessToldOtherwise() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.npz"), "mine");
        Captured refused = command("export", trained, mine, "--format", "npz");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.errors())
                .containsExactly(
                        "alexnet: --out: exists already (expected a new file, found " + mine + ")",
                        "hint: --overwrite replaces it");
        assertThat(mine).hasContent("mine");
        assertThat(command("export", trained, mine, "--format", "npz", "--overwrite")
                        .exitCode())
                .isZero();
        assertThat(Files.size(mine)).isGreaterThan(1000);
        Path damaged = Files.write(folder.resolve("damaged.npz"), Arrays.copyOf(Files.readAllBytes(mine), 999));
        Files.writeString(mine, "mine");
        assertThat(command("import", damaged, mine, "--overwrite").exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(mine).hasContent("mine");
        assertThat(command("export", trained, folder, "--format", "npz").exitCode())
                .isEqualTo(ExitCode.STORAGE);
        assertThat(command("export", trained, folder.resolve("no/such/folder.npz"), "--format", "npz")
                        .exitCode())
                .isEqualTo(ExitCode.STORAGE);
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                bad(
                        2,
                        "--format: no such format (expected one of [merged, npz, caffemodel, two-gpu], found onnx)",
                        "import",
                        "bare",
                        "--format",
                        "onnx"),
                bad(
                        2,
                        "--v1-layers: is a form of caffemodel (expected --format caffemodel, found npz)",
                        "export",
                        "trained",
                        "--format",
                        "npz",
                        "--v1-layers"),
                bad(2, "--format: is missing (", "export", "trained"),
                bad(
                        2,
                        "--mean-colour: out of range (expected three numbers, red, green and blue, found [1.0, 2.0])",
                        "import",
                        "bare",
                        "--mean-colour",
                        "1,2"),
                bad(2, "--class-names: cannot be read (", "import", "bare", "--class-names", "nowhere.txt"),
                bad(2, "--classes: out of range (expected at least 1, found 0)", "import", "bare", "--classes", 0),
                bad(4, "nowhere: no such weights (expected a file, found nothing)", "import", "nowhere"),
                bad(4, "empty: is empty (expected weights, found 0 bytes)", "import", "empty"),
                bad(4, "text: is damaged or no caffemodel, at byte ", "import", "text"),
                bad(
                        4,
                        "array.npy: is one NumPy array (expected safetensors, .npz or a caffemodel in protobuf)",
                        "import",
                        "array.npy"),
                bad(4, "caffe.h5: is an HDF5 file (", "import", "caffe.h5"),
                bad(4, "cut: is no whole .npz file (", "import", "cut"),
                bad(4, "cut.safetensors: no safetensors header (", "import", "cut.safetensors"),
                // Another width, and another number of classes.
                bad(
                        4,
                        "bare: conv1.weight: the shape differs (expected [24, 3, 11, 11], found [8, 3, 11, 11])",
                        "import",
                        "bare",
                        "--width",
                        0.25,
                        "--input-size",
                        55),
                bad(
                        4,
                        "bare: fc8.weight: the shape differs (expected [7, 208], found [5, 208])",
                        "import",
                        "bare",
                        "--width",
                        0.05,
                        "--input-size",
                        55,
                        "--classes",
                        7),
                // Another layout: the columns of one GPU.
                bad(
                        4,
                        "bare: conv1.weight: the shape differs (expected [4, 3, 11, 11], found [8, 3, 11, 11])",
                        "import",
                        "bare",
                        "--width",
                        0.05,
                        "--input-size",
                        55,
                        "--network",
                        "alexnet-one-gpu"),
                bad(
                        4,
                        "merged: preset: the weights are for another (expected caffe as --preset says, found paper in the file)",
                        "import",
                        "merged",
                        "--preset",
                        "caffe"),
                bad(
                        4,
                        "merged: width: the weights are for another (expected 1.0 as --width says, found 0.05 in the file)",
                        "import",
                        "merged",
                        "--width",
                        1.0),
                bad(
                        4,
                        "merged: is in the other layout (expected two-gpu, found merged)",
                        "import",
                        "merged",
                        "--format",
                        "two-gpu"),
                bad(
                        4,
                        "trained: is in the other layout (expected merged, found two-gpu)",
                        "import",
                        "trained",
                        "--format",
                        "merged"),
                bad(
                        4,
                        "infinite: fc7.1.bias: value 2 is not finite (expected a finite number, found Infinity)",
                        "import",
                        "infinite"),
                bad(4, "bare: no safetensors header (", "export", "bare", "--format", "merged"));
    }

    private static Arguments bad(int exitCode, String message, String command, String file, Object... more) {
        return Arguments.of(exitCode, message, command, file, more);
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void badInputIsOneLineAndAnExitCode(int exitCode, String message, String command, String name, Object[] more)
            throws IOException {
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        switch (name) {
            case "trained" -> Files.write(file, Files.readAllBytes(trained));
            case "bare" -> Files.write(file, Files.readAllBytes(exported("npz", "bare.npz")));
            case "merged" -> Files.write(file, Files.readAllBytes(exported("merged", "m.safetensors")));
            case "cut" -> Files.write(file, Arrays.copyOf(Files.readAllBytes(exported("npz", "bare.npz")), 5000));
            case "infinite" -> {
                Weights infinite = Weights.random(weights.entries(), 1);
                infinite.read("fc7.1.bias").data()[2] = Float.POSITIVE_INFINITY;
                Safetensors.write(file, metadata(List.of(), null), infinite.entries(), infinite::read);
            }
            case "empty" -> Files.write(file, new byte[0]);
            case "array.npy" ->
                Files.write(file, "\u0093NUMPY\u0001\u0000v\u0000{".getBytes(StandardCharsets.ISO_8859_1));
            case "caffe.h5" -> Files.write(file, "\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
            case "cut.safetensors", "text" -> Files.writeString(file, "<!DOCTYPE html><html>not found</html>");
            default -> assertThat(file).doesNotExist();
        }
        Path out = folder.resolve("never.safetensors");
        Captured found = command(command, file, out, more);
        assertThat(found.exitCode()).as(found.err()).isEqualTo(exitCode);
        String start = message.startsWith("--") ? "alexnet: " : "alexnet: " + file.getParent() + "/";
        assertThat(found.errors().get(0)).startsWith(start + message);
        assertThat(found.errors()).hasSizeLessThanOrEqualTo(2);
        assertThat(found.errors().stream().skip(1)).allMatch(line -> line.startsWith("hint: "));
        assertThat(found.err()).doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @Test
    void mergedWeightsOpenWhereTrainedOnesDo() throws IOException {
        Path merged = exported("merged", "usable.safetensors");
        TrainedModel model = TrainedModel.find(
                merged,
                new TrainedModel.Overrides(null, null, null, null, null, null, null, null, Points.NONE),
                Console.system());
        assertThat(model.outputs()).isEqualTo(5);
        assertThat(model.classes()).isEqualTo(CLASSES);
        Network network = model.network().build(5);
        try (SafetensorsFile opened = Safetensors.open(merged)) {
            assertThat(Weights.all(WeightLayout.of(network).parts(opened)))
                    .containsExactlyInAnyOrderElementsOf(weights.tensors());
        }
    }
}
