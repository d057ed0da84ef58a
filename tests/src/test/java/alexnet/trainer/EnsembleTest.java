package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.HostBatch;
import alexnet.model.ModelOptions;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.SplitNetwork;
import alexnet.model.Tensor;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.data.packed.Packer;
import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.settings.NetworkChoice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Error rates of averages over views and networks, held against averages that the test makes itself. */
final class EnsembleTest {

    private static final String[] CLASSES = DrawnPictures.CLASSES.toArray(String[]::new);
    private static final NetworkChoice TWO_GPUS = new NetworkChoice("alexnet", "paper", 67, 0.05);
    private static final NetworkChoice ONE_GPU = new NetworkChoice("alexnet-one-gpu", "paper", 55, 0.1);
    private static final int SOURCE = 76;
    private static final int SMALL_SOURCE = 62;

    @TempDir
    private static Path folder;

    private static Path first;
    private static Path second;
    private static Path small;

    @BeforeAll
    static void makeNetworks() {
        DrawnPictures.write(folder.resolve("pictures"), 80, 1, 2, 3);
        for (int size : new int[] {SOURCE, SMALL_SOURCE}) {
            Packer.pack(
                    PackOptions.of(folder.resolve("pictures/val"), folder.resolve("val" + size))
                            .withSize(size),
                    PackProgress.SILENT);
        }
        first = WeightFiles.initialised(folder.resolve("first.safetensors"), TWO_GPUS, SOURCE, 1, 40, CLASSES);
        second = WeightFiles.initialised(folder.resolve("second.safetensors"), ONE_GPU, SOURCE, 2, 40, CLASSES);
        small = WeightFiles.initialised(folder.resolve("small.safetensors"), ONE_GPU, SMALL_SOURCE, 3, 40, CLASSES);
    }

    /** Column, row and mirror of the windows, as fractions of what is left over. */
    private static final double[][] TEN = {
        {0, 0, 0}, {1, 0, 0}, {0.5, 0.5, 0}, {0, 1, 0}, {1, 1, 0},
        {0, 0, 1}, {1, 0, 1}, {0.5, 0.5, 1}, {0, 1, 1}, {1, 1, 1}
    };

    private static final double[][] CENTRE = {{0.5, 0.5, 0}};

    /** Adds to {@code sums} (picture, class) what one network says of every picture, one picture at a time. */
    private static void addUp(double[][] sums, Path weights, NetworkChoice choice, int source, double[][] views)
            throws IOException {
        ModelOptions options = ModelOptions.of(1, source).withSeed(9);
        float[] mean = new float[3 * source * source];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = new float[] {120, 110, 100}[i % 3];
        }
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork network = new SplitNetwork(choice.build(10), options, devices.devices());
                HostBatch batch = network.newHostBatch();
                PackedDataset set = PackedDataset.open(folder.resolve("val" + source))) {
            network.setMean(mean);
            network.loadWeights(weights);
            int rest = source - network.network().cropSize();
            for (int image = 0; image < set.count(); image++) {
                set.read(image, batch.images());
                batch.labels().put(0, -1);
                batch.setCount(1);
                for (double[] view : views) {
                    batch.cropX().put(0, (int) (view[0] * rest));
                    batch.cropY().put(0, (int) (view[1] * rest));
                    batch.mirror().put(0, (int) view[2]);
                    float[] found = network.evaluate(batch).probabilities()[0];
                    for (int k = 0; k < found.length; k++) {
                        sums[image][k] += found[k];
                    }
                }
            }
        }
    }

    /** Loss, top-1 and top-5 error of 2 pictures of each of 10 classes, in the order of the classes. */
    private static double[] judged(double[][] sums, int parts) {
        double loss = 0;
        int wrong = 0;
        int farOff = 0;
        for (int image = 0; image < sums.length; image++) {
            double own = sums[image][image / 2];
            int greater = 0;
            for (double other : sums[image]) {
                greater += other > own ? 1 : 0;
            }
            loss -= Math.log(own / parts) / sums.length;
            wrong += greater >= 1 ? 1 : 0;
            farOff += greater >= 5 ? 1 : 0;
        }
        return new double[] {loss, 100.0 * wrong / sums.length, 100.0 * farOff / sums.length};
    }

    private static Captured evaluate(Path data, Object... more) {
        List<Object> command = new ArrayList<>(List.of("evaluate", "--data", data, "--batch-size", 7));
        command.addAll(List.of("--devices", "emulator", "--json", folder.resolve("result.json")));
        command.addAll(List.of("--cache", folder.resolve("cache")));
        command.addAll(List.of(more));
        return Captured.run(command.toArray());
    }

    private static void assertResult(Captured found, double[] expected) throws IOException {
        assertThat(found.exitCode()).as(found.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(Files.readString(folder.resolve("result.json")));
        assertThat(result.path("samples").asInt()).isEqualTo(20);
        assertThat(result.path("loss").asDouble()).isCloseTo(expected[0], within(2e-6));
        assertThat(result.path("top1_error").asDouble()).isCloseTo(expected[1], within(1e-9));
        assertThat(result.path("top5_error").asDouble()).isCloseTo(expected[2], within(1e-9));
        assertThat(found.lastLine())
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "top-1 error %.1f %%  top-5 error %.1f %%  loss %.3f  samples 20",
                        expected[1],
                        expected[2],
                        expected[0]));
    }

    @Test
    void tenCropsOfOneNetwork() throws IOException {
        double[][] sums = new double[20][10];
        addUp(sums, first, TWO_GPUS, SOURCE, TEN);
        assertResult(evaluate(folder.resolve("val" + SOURCE), "--weights", first, "--ten-crop"), judged(sums, 10));
    }

    @Test
    void networksOfOtherLayoutWidthAndCrop() throws IOException {
        double[][] sums = new double[20][10];
        addUp(sums, first, TWO_GPUS, SOURCE, CENTRE);
        addUp(sums, second, ONE_GPU, SOURCE, CENTRE);
        double[] expected = judged(sums, 2);
        assertResult(evaluate(folder.resolve("val" + SOURCE), "--weights", first, "--weights", second), expected);
        double[][] alone = new double[20][10];
        addUp(alone, first, TWO_GPUS, SOURCE, CENTRE);
        assertThat(Math.abs(judged(alone, 1)[0] - expected[0])).isGreaterThan(1e-3);
    }

    @Test
    void networksOfOtherPictureSizesSeeTheirOwnPackedSets() throws IOException {
        double[][] sums = new double[20][10];
        addUp(sums, first, TWO_GPUS, SOURCE, TEN);
        addUp(sums, small, ONE_GPU, SMALL_SOURCE, TEN);
        addUp(sums, second, ONE_GPU, SOURCE, TEN);
        assertResult(
                evaluate(folder.resolve("pictures/val"), "--weights", first + "," + small + "," + second, "--ten-crop"),
                judged(sums, 30));
    }

    @Test
    void packedSetOfOneSizeDoesNotServeNetworksOfAnother() {
        Captured found = evaluate(folder.resolve("val" + SOURCE), "--weights", first + "," + small);
        assertThat(found.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(found.errors().get(0)).contains("(expected 62x62, found 76x76)");
    }

    @Test
    void classesInAnotherOrderArePutInThatOfTheFirst() throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        try (SafetensorsFile file = Safetensors.open(first)) {
            for (Safetensors.Entry entry : file.entries()) {
                Tensor tensor = file.read(entry.name());
                tensors.add(entry.name().startsWith("fc8.") ? reversed(tensor) : tensor);
            }
        }
        String[] backwards = new String[CLASSES.length];
        for (int k = 0; k < CLASSES.length; k++) {
            backwards[k] = CLASSES[CLASSES.length - 1 - k];
        }
        Path reversed = WeightFiles.write(
                folder.resolve("reversed.safetensors"),
                WeightFiles.metadata(TWO_GPUS, SOURCE, backwards),
                tensors.toArray(Tensor[]::new));
        double[][] sums = new double[20][10];
        addUp(sums, first, TWO_GPUS, SOURCE, CENTRE);
        addUp(sums, first, TWO_GPUS, SOURCE, CENTRE);
        assertResult(evaluate(folder.resolve("val" + SOURCE), "--weights", first + "," + reversed), judged(sums, 2));
        assertResult(evaluate(folder.resolve("val" + SOURCE), "--weights", reversed + "," + first), judged(sums, 2));
    }

    /** The rows of a tensor in the opposite order. */
    private static Tensor reversed(Tensor tensor) {
        int rows = tensor.shape()[0];
        int length = tensor.data().length / rows;
        float[] values = new float[tensor.data().length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(tensor.data(), row * length, values, (rows - 1 - row) * length, length);
        }
        return new Tensor(tensor.name(), tensor.shape(), values);
    }

    /** Ten equal probabilities: a tenth of every picture is right at first, half of it within five. */
    @Test
    void tiesCountByTheirShare() throws IOException {
        Path equal = WeightFiles.initialised(folder.resolve("equal.safetensors"), TWO_GPUS, SOURCE, 4, 0, CLASSES);
        String expected = "top-1 error 90.0 %  top-5 error 50.0 %  loss 2.303  samples 20";
        Path data = folder.resolve("val" + SOURCE);
        assertThat(evaluate(data, "--weights", equal).lastLine()).isEqualTo(expected);
        assertThat(evaluate(data, "--weights", equal + "," + equal).lastLine()).isEqualTo(expected);
        assertThat(evaluate(data, "--weights", equal, "--ten-crop").lastLine()).isEqualTo(expected);
    }

    @Test
    void otherClassesAreRefusedWithBoth() {
        String[] others = CLASSES.clone();
        others[3] = "trapezium";
        Path file = WeightFiles.initialised(folder.resolve("others.safetensors"), ONE_GPU, SOURCE, 5, 1, others);
        Captured found = evaluate(folder.resolve("val" + SOURCE), "--weights", first + "," + file);
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors())
                .containsExactly("alexnet: " + file + ": cannot be averaged: other classes than " + first
                        + " (expected " + CLASSES[3] + " among them, found trapezium)");
        Path picture = folder.resolve("pictures/val/disc/0000.jpg");
        Captured predicted = Captured.run("predict", "--weights", first + "," + file, picture);
        assertThat(predicted.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(predicted.errors()).isEqualTo(found.errors());
    }

    @Test
    void anotherNumberOfClassesIsRefusedWithBoth() {
        Path file = WeightFiles.initialised(folder.resolve("few.safetensors"), ONE_GPU, SOURCE, 5, 1, "cat", "dog");
        Captured found = evaluate(folder.resolve("val" + SOURCE), "--weights", first + "," + file);
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors().get(0)).endsWith("(expected 10, found 2)").contains("another number of classes");
    }

    @Test
    void predictionsAreTheAveragesToo() throws IOException {
        double[][] sums = new double[20][10];
        addUp(sums, first, TWO_GPUS, SOURCE, CENTRE);
        addUp(sums, small, ONE_GPU, SMALL_SOURCE, CENTRE);
        Path json = folder.resolve("predictions.json");
        List<Object> command = new ArrayList<>(List.of("predict", "--weights", first + "," + small));
        command.addAll(List.of("--devices", "emulator", "--json", json));
        for (String name : CLASSES) {
            command.add(folder.resolve("pictures/val").resolve(name).resolve("0001.jpg"));
        }
        Captured found = Captured.run(command.toArray());
        assertThat(found.exitCode()).as(found.err()).isZero();
        JsonNode results = new ObjectMapper().readTree(Files.readString(json));
        assertThat(results).hasSize(10);
        for (int k = 0; k < 10; k++) {
            JsonNode guesses = results.get(k).path("guesses");
            assertThat(guesses).hasSize(5);
            double before = 1;
            for (JsonNode guess : guesses) {
                int named = List.of(CLASSES).indexOf(guess.path("class").asText());
                double probability = guess.path("probability").asDouble();
                assertThat(probability)
                        .isCloseTo(sums[2 * k + 1][named] / 2, within(1e-6))
                        .isLessThanOrEqualTo(before);
                before = probability;
            }
        }
    }

    @Test
    void panelAndHeatMapOfAnEvaluation() throws IOException {
        Path panel = folder.resolve("panel.png");
        Path map = folder.resolve("map.png");
        Path table = folder.resolve("map.csv");
        Captured found = evaluate(
                folder.resolve("val" + SOURCE),
                "--weights",
                first,
                "--panel",
                panel,
                "--panel-count",
                5,
                "--confusion-png",
                map,
                "--confusion",
                table);
        double[][] sums = new double[20][10];
        addUp(sums, first, TWO_GPUS, SOURCE, CENTRE);
        assertResult(found, judged(sums, 1));
        BufferedImage image = ImageIO.read(panel.toFile());
        assertThat(image.getWidth()).isEqualTo(4 * 240);
        assertThat(image.getHeight()).isEqualTo(2 * 346);
        // Of 20 pictures numbers 0, 4, 8, 12 and 16: the first of every second class, whose bar alone has a frame.
        for (int i = 0; i < 5; i++) {
            double[] probabilities = sums[4 * i];
            int label = 2 * i;
            long before = Arrays.stream(probabilities)
                    .filter(other -> other > probabilities[label])
                    .count();
            for (int bar = 0; bar < 5; bar++) {
                int drawn = image.getRGB(240 * (i % 4) + 20, 346 * (i / 4) + 232 + 22 * bar + 9) & 0xffffff;
                assertThat(drawn == 0).as("picture " + i + " bar " + bar).isEqualTo(bar == before);
            }
        }
        List<String> lines = Files.readAllLines(table);
        BufferedImage heat = ImageIO.read(map.toFile());
        for (int label = 0; label < 10; label++) {
            int[] guesses = new int[10];
            for (int picture = 2 * label; picture < 2 * label + 2; picture++) {
                double[] row = sums[picture];
                guesses[
                        IntStream.range(0, 10)
                                .boxed()
                                .max(Comparator.comparingDouble(k -> row[k]))
                                .orElseThrow()]++;
            }
            for (int guess = 0; guess < 10; guess++) {
                assertThat(lines.get(1 + label).split(",")[1 + guess]).isEqualTo(Integer.toString(guesses[guess]));
                // Half of a row lies midway between sky blue and blue.
                int expected = new int[] {0xffffff, 0x2b93ce, 0x00203f}[guesses[guess]];
                assertThat(heat.getRGB(190 + 40 * guess + 2, 190 + 40 * label + 2) & 0xffffff)
                        .as(label + " " + guess)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void folderThatCannotBeWrittenToIsFoundBeforeTheEvaluation() {
        for (String option : List.of("--panel", "--confusion", "--confusion-png", "--predictions")) {
            Path file = folder.resolve("none/file");
            Captured found = evaluate(folder.resolve("val" + SOURCE), "--weights", first, option, file);
            assertThat(found.exitCode()).as(option).isEqualTo(ExitCode.STORAGE);
            assertThat(found.errors().get(0)).startsWith("alexnet: " + file + ": could not be written: ");
            assertThat(found.out()).isEmpty();
        }
        Captured none = evaluate(folder.resolve("val" + SOURCE), "--weights", first, "--panel-count", 0);
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
