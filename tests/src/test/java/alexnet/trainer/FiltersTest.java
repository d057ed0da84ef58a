package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.model.NetworkText;
import alexnet.model.Tensor;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.settings.NetworkChoice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code filters}: places and levels of the tiles, shares of colour, and weights that have no such filters. */
final class FiltersTest {

    private static final int WHITE = 0xffffff;
    private static final NetworkChoice FULL = new NetworkChoice("alexnet", "paper", 227, 1);

    @TempDir
    private Path folder;

    private static Tensor noise(String name, long seed, int filters) {
        Random random = new Random(seed);
        float[] values = new float[filters * 3 * 11 * 11];
        for (int i = 0; i < values.length; i++) {
            // Some filters are stronger than others.
            values[i] = (float) random.nextGaussian() * (1 + i / 363 % 5);
        }
        return new Tensor(name, new int[] {filters, 3, 11, 11}, values);
    }

    private Path weights(Tensor... tensors) {
        return WeightFiles.write(
                folder.resolve("w.safetensors"), WeightFiles.metadata(FULL, 256, "cat", "dog"), tensors);
    }

    private BufferedImage drawn(Path weights, Object... more) throws IOException {
        Path out = folder.resolve("filters.png");
        Object[] command = Stream.concat(Stream.of("filters", "--weights", weights, "--out", out), Stream.of(more))
                .toArray();
        Captured found = Captured.run(command);
        assertThat(found.exitCode()).as(found.err()).isZero();
        return ImageIO.read(out.toFile());
    }

    /** What a weight becomes, as an 8-bit level between two bounds. */
    private static int level(Tensor tensor, int filter, int colour, int y, int x, double low, double high) {
        double value = tensor.data()[filter * 363 + colour * 121 + y * 11 + x];
        return (int) Math.floor((value - low) / (high - low) * 255 + 0.5);
    }

    private static double[] bounds(int start, int count, Tensor... tensors) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (Tensor tensor : tensors) {
            for (int i = start; i < start + count; i++) {
                low = Math.min(low, tensor.data()[i]);
                high = Math.max(high, tensor.data()[i]);
            }
        }
        return new double[] {low, high};
    }

    private static int rgb(Tensor tensor, int filter, int y, int x, double[] bounds) {
        int rgb = 0;
        for (int colour = 0; colour < 3; colour++) {
            rgb = rgb * 256 + level(tensor, filter, colour, y, x, bounds[0], bounds[1]);
        }
        return rgb;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 2, 2",
        "0, 17, 3, 7, 76, 60",
        "0, 47, 10, 10, 732, 134",
        "1, 0, 0, 0, 2, 156",
        "1, 33, 5, 1, 52, 268",
        "1, 47, 10, 10, 732, 288"
    })
    void threeRowsOfSixteenPerGpuWithOneScale(int gpu, int filter, int y, int x, int column, int row)
            throws IOException {
        Tensor[] halves = {noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 2, 48)};
        BufferedImage image = drawn(weights(halves));
        // 16 tiles of 11 weights of 4 pixels with 2 between; 3 rows, 16 more pixels, 3 rows.
        assertThat(image.getWidth()).isEqualTo(2 + 16 * 46);
        assertThat(image.getHeight()).isEqualTo(2 + 3 * 46 + 16 + 3 * 46);
        int expected = rgb(halves[gpu], filter, y, x, bounds(0, 48 * 363, halves));
        for (int i = 0; i < 4; i++) {
            assertThat(image.getRGB(column + i, row + i) & WHITE).isEqualTo(expected);
        }
    }

    @Test
    void gapsAreWhite() throws IOException {
        BufferedImage image = drawn(weights(noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 2, 48)));
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 2 + 3 * 46 - 2; y < 2 + 3 * 46 + 16; y++) {
                assertThat(image.getRGB(x, y) & WHITE).isEqualTo(WHITE);
            }
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(image.getRGB(46, y) & WHITE).isEqualTo(WHITE);
            assertThat(image.getRGB(47, y) & WHITE).isEqualTo(WHITE);
        }
    }

    @Test
    void eachFilterByItsOwnScale() throws IOException {
        Tensor[] halves = {noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 2, 48)};
        BufferedImage image = drawn(weights(halves), "--scale", "filter", "--zoom", 1);
        assertThat(image.getWidth()).isEqualTo(2 + 16 * 13);
        double[] own = bounds(20 * 363, 363, halves[1]);
        // Filter 20 is the fifth of the second row of GPU 1.
        int left = 2 + 4 * 13;
        int top = 2 + 3 * 13 + 16 + 13;
        for (int y = 0; y < 11; y++) {
            for (int x = 0; x < 11; x++) {
                assertThat(image.getRGB(left + x, top + y) & WHITE).isEqualTo(rgb(halves[1], 20, y, x, own));
            }
        }
    }

    /** GPU 0 is grey throughout; on GPU 1 half of the filters have no brightness, the others are red only. */
    @Test
    void shareOfColourOfEachHalf() throws IOException {
        float[] grey = new float[48 * 363];
        float[] colour = new float[48 * 363];
        Random random = new Random(3);
        for (int filter = 0; filter < 48; filter++) {
            for (int place = 0; place < 121; place++) {
                float value = (float) random.nextGaussian() * (1 + filter);
                int red = filter * 363 + place;
                grey[red] = value;
                grey[red + 121] = value;
                grey[red + 242] = value;
                colour[red] = value;
                colour[red + 121] = filter % 2 == 0 ? -value : 0;
            }
        }
        int[] shape = {48, 3, 11, 11};
        Path json = folder.resolve("filters.json");
        Captured found = Captured.run(
                "filters",
                "--weights",
                weights(new Tensor("conv1.0.weight", shape, grey), new Tensor("conv1.1.weight", shape, colour)),
                "--out",
                folder.resolve("filters.png"),
                "--json",
                json);
        assertThat(found.exitCode()).as(found.err()).isZero();
        // Red only: r^2 of energy, of which r^2 / 3 lies along the grey axis. The mean of 1 and 2/3 is 5/6.
        assertThat(found.out().lines())
                .contains(
                        "GPU 0: 48 filters, colour-energy share 0.0 %",
                        "GPU 1: 48 filters, colour-energy share 83.3 %");
        JsonNode result = new ObjectMapper().readTree(Files.readString(json));
        assertThat(result.path("layer").asText()).isEqualTo("conv1");
        JsonNode gpus = result.path("gpus");
        assertThat(gpus.get(0).path("colour_energy_share").asDouble()).isCloseTo(0, within(1e-12));
        assertThat(gpus.get(1).path("colour_energy_share").asDouble()).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(gpus.get(1).path("colour_energy_shares").get(3).asDouble()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(gpus.get(1).path("colour_energy_shares")).hasSize(48);
    }

    @Test
    void blueFirstIsShownRedFirst() throws IOException {
        Tensor[] halves = {noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 2, 48)};
        Map<String, String> metadata = WeightFiles.metadata(FULL, 256, "cat", "dog");
        metadata.put("colour-order", "bgr");
        BufferedImage image = drawn(WeightFiles.write(folder.resolve("bgr.safetensors"), metadata, halves));
        int shown = image.getRGB(2 + 46 + 4 * 6, 2 + 4 * 2) & WHITE;
        int stored = rgb(halves[0], 1, 2, 6, bounds(0, 48 * 363, halves));
        assertThat(shown)
                .isEqualTo(stored >> 16 | stored & 0xff00 | (stored & 0xff) << 16)
                .isNotEqualTo(stored);
    }

    @Test
    void equalWeightsAreMiddleGrey() throws IOException {
        float[] values = new float[48 * 363];
        Arrays.fill(values, -0.25f);
        int[] shape = {48, 3, 11, 11};
        Path weights =
                weights(new Tensor("conv1.0.weight", shape, values), new Tensor("conv1.1.weight", shape, values));
        assertThat(drawn(weights).getRGB(5, 5) & WHITE).isEqualTo(0x808080);
    }

    @Test
    void narrowAndOneGpuNetworksHaveAsManyRowsAsTheyNeed() throws IOException {
        NetworkChoice narrow = new NetworkChoice("alexnet-one-gpu", "paper", 67, 0.25);
        Tensor filters = noise("conv1.0.weight", 9, 12);
        Path weights = WeightFiles.write(
                folder.resolve("narrow.safetensors"), WeightFiles.metadata(narrow, 76, "cat", "dog"), filters);
        BufferedImage image = drawn(weights);
        assertThat(image.getWidth()).isEqualTo(2 + 12 * 46);
        assertThat(image.getHeight()).isEqualTo(2 + 46);
        assertThat(image.getRGB(2 + 11 * 46, 2) & WHITE)
                .isEqualTo(rgb(filters, 11, 0, 0, bounds(0, 12 * 363, filters)));
    }

    private static final String NO_CONVOLUTION = NetworkText.of("flat", 1, 8, 2, """
            - {name: fc1, kind: fully_connected, gpus: [0], reads: data, outputs: classes, activation: none, deviation: 0.01, bias: 0}
            - {name: softmax, kind: softmax, gpus: [0], reads: fc1}
            """);

    @Test
    void networkWithoutAFirstConvolution() throws IOException {
        Path network = Files.writeString(folder.resolve("flat.yaml"), NO_CONVOLUTION);
        Path weights = WeightFiles.write(
                folder.resolve("flat.safetensors"),
                WeightFiles.metadata(new NetworkChoice(network.toString(), "paper", 8, 1), 8, "cat", "dog"),
                new Tensor("fc1.0.weight", new int[] {2, 192}, new float[384]));
        Captured found = Captured.run("filters", "--weights", weights, "--out", folder.resolve("f.png"));
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors())
                .containsExactly("alexnet: " + weights + ": flat has no filters to show (expected a first layer of kind"
                        + " conv, found fc1 of kind fully_connected)");
        assertThat(folder.resolve("f.png")).doesNotExist();
    }

    private static Tensor notFinite() {
        Tensor tensor = noise("conv1.1.weight", 2, 48);
        tensor.data()[77] = Float.NaN;
        return tensor;
    }

    static Stream<Object[]> wrongWeights() {
        return Stream.of(
                new Object[] {new Tensor[] {noise("conv1.weight", 1, 96)}, "conv1.0.weight: no such tensor"},
                new Object[] {new Tensor[] {noise("conv1.0.weight", 1, 48)}, "conv1.1.weight: no such tensor"},
                new Object[] {
                    new Tensor[] {noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 1, 44)},
                    "conv1.1.weight: the shape differs (expected [48, 3, 11, 11], found [44, 3, 11, 11])"
                },
                new Object[] {
                    new Tensor[] {noise("conv1.0.weight", 1, 48), notFinite()},
                    "conv1.1.weight: value 77 (expected a finite number, found NaN)"
                });
    }

    @ParameterizedTest
    @MethodSource("wrongWeights")
    void weightsWithoutTheseFilters(Tensor[] tensors, String reason) {
        Path weights = weights(tensors);
        Captured found = Captured.run("filters", "--weights", weights, "--out", folder.resolve("f.png"));
        assertThat(found.exitCode()).isEqualTo(ExitCode.CHECKPOINT);
        assertThat(found.errors().get(0)).startsWith("alexnet: " + weights + ": " + reason);
        assertThat(folder.resolve("f.png")).doesNotExist();
    }

    @Test
    void wrongCommands() {
        Path weights = weights(noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 2, 48));
        Path out = folder.resolve("f.png");
        assertThat(Captured.run("filters", "--weights", folder.resolve("none"), "--out", out)
                        .exitCode())
                .isEqualTo(ExitCode.CHECKPOINT);
        assertThat(Captured.run("filters", "--out", out).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Captured.run("filters", "--weights", weights).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Captured.run("filters", "--weights", weights + "," + weights, "--out", out)
                        .errors()
                        .get(0))
                .isEqualTo("alexnet: --weights: names several (expected one network for this command, found 2)");
        assertThat(Captured.run("filters", "--weights", weights, "--out", out, "--zoom", 0)
                        .errors()
                        .get(0))
                .isEqualTo("alexnet: --zoom: out of range (expected 1 to 64, found 0)");
        assertThat(Captured.run("filters", "--weights", weights, "--out", out, "--scale", "filtre")
                        .errors())
                .containsExactly(
                        "alexnet: --scale: unknown value (expected one of layer, filter, found 'filtre')",
                        "hint: did you mean filter?");
    }

    @Test
    void folderThatCannotBeWrittenTo() throws IOException {
        Path weights = weights(noise("conv1.0.weight", 1, 48), noise("conv1.1.weight", 2, 48));
        Path file = Files.writeString(folder.resolve("file"), "mine");
        for (Path out : new Path[] {folder.resolve("none/f.png"), file.resolve("f.png"), folder}) {
            Captured found = Captured.run("filters", "--weights", weights, "--out", out);
            assertThat(found.exitCode()).as(out.toString()).isEqualTo(ExitCode.STORAGE);
            assertThat(found.errors().get(0)).startsWith("alexnet: " + out + ": could not be written: ");
        }
        assertThat(file).hasContent("mine");
    }
}
