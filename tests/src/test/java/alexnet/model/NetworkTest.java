package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.kernels.Activation;
import alexnet.model.layer.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks as data: shapes, scaling, and what is said of files that make no network. */
final class NetworkTest {

    @Test
    void alexnetHasTheShapesOfTheTrainedNetwork() {
        Network network = Network.named("alexnet");
        assertThat(shapes(network))
                .isEqualTo("conv1 48x55x55, norm1 48x55x55, pool1 48x27x27, conv2 128x27x27, norm2 128x27x27,"
                        + " pool2 128x13x13, conv3 192x13x13, conv4 192x13x13, conv5 128x13x13, pool5 128x6x6,"
                        + " fc6 2048x1x1, drop6 2048x1x1, fc7 2048x1x1, drop7 2048x1x1, fc8 1000x1x1,"
                        + " softmax 1000x1x1");
        assertThat(network.cropSize()).isEqualTo(224);
        assertThat(network.inputSize()).isEqualTo(227);
        assertThat(network.layers().get(6).input()).isEqualTo(new ImageShape(256, 13, 13));
        assertThat(network.layers().get(14).spec().gpus()).containsExactly(0);
        assertThat(network.layers().get(0).spec().activation("activation")).isEqualTo(Activation.RELU);
    }

    @Test
    void quarterWidthKeepsMultiplesOfFourAndTheClasses() {
        Network network = Network.named("alexnet").scaled(0.25, 67, 10);
        assertThat(shapes(network))
                .isEqualTo("conv1 12x15x15, norm1 12x15x15, pool1 12x7x7, conv2 32x7x7, norm2 32x7x7, pool2 32x3x3,"
                        + " conv3 48x3x3, conv4 48x3x3, conv5 32x3x3, pool5 32x1x1, fc6 512x1x1, drop6 512x1x1,"
                        + " fc7 512x1x1, drop7 512x1x1, fc8 10x1x1, softmax 10x1x1");
        assertThat(network.cropSize()).isEqualTo(67);
        assertThat(network.isReduced()).isTrue();
    }

    @Test
    void scalingStartsFromTheFileAndNeverFallsBelowFourChannels() {
        Network network = Network.named("alexnet");
        assertThat(shapes(network.scaled(0.25, 67, 10).scaled(1, 227, 1000))).isEqualTo(shapes(network));
        assertThat(network.scaled(1, 227, 1000).cropSize()).isEqualTo(224);
        assertThat(network.scaled(1, 227, 10).isReduced()).isFalse();
        assertThat(network.scaled(0.001, 227, 10).layers().get(0).output().channels())
                .isEqualTo(4);
        assertThat(network.scaled(0.3, 227, 10).layers().get(0).output().channels())
                .isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"0, 67, 10, --width", "-1, 67, 10, --width", "NaN, 67, 10, --width", "1, 67, 0, --classes"})
    void scalesThatAreNoneAreRefused(double width, int size, int classes, String option) {
        Network network = Network.named("alexnet");
        assertThatThrownBy(() -> network.scaled(width, size, classes))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith(option);
    }

    @Test
    void anInputThatIsTooSmallIsRefusedWithTheArithmetic() {
        assertThatThrownBy(() -> Network.named("alexnet").scaled(1, 40, 10))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("pool5: the window is larger than the input 128x2x2: 1 + ceil((2 - 3) / 2)"
                        + " (expected size at most 2, found 3)");
        assertThatThrownBy(() -> Network.named("alexnet").scaled(1, 10, 10))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("conv1: the filter is larger than the padded input: (10 + 2*0 - 11) / 4 + 1"
                        + " (expected size at most 10, found 11)");
    }

    @Test
    void anUnknownNetworkIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Network.named("alexnett"))
                .isInstanceOf(NetworkException.class)
                .hasMessage("--network: no such network (expected one of " + Network.names()
                        + " or a file, found alexnett)");
        assertThatThrownBy(() -> Preset.named("caffee"))
                .isInstanceOf(NetworkException.class)
                .hasMessage("--preset: no such preset (expected one of [paper, original, caffe], found caffee)");
    }

    @Test
    void aFileReadsAsTheShippedOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.yaml");
        try (InputStream shipped = Network.class.getResourceAsStream("networks/alexnet.yaml")) {
            Files.copy(shipped, file);
        }
        assertThat(shapes(Network.read(file))).isEqualTo(shapes(Network.named("alexnet")));
        Files.write(file, new byte[] {'n', (byte) 0xff});
        assertThatThrownBy(() -> Network.read(file))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void theSmallNetworkIsAccepted() {
        assertThat(shapes(Network.parse("small.yaml", NetworkText.SMALL)))
                .isEqualTo("a 4x6x6, b 4x3x3, c 4x1x1, d 4x1x1");
    }

    /** Each row: what is replaced in the small network, by what, and what the message must hold. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "filters: 4 | filtres: 4 | small.yaml:6:54: a (conv): unknown key 'filtres', did you mean 'filters'?",
                "filters: 4, | '' | small.yaml:6:5: a: 'filters' is missing",
                "filters: 4 | filters: four | filters: expected a whole number from 1 to 1048576, found 'four'",
                "filters: 4 | filters: 0 | filters: expected a whole number from 1 to 1048576, found '0'",
                "filters: 4 | filters: [4] | filters: expected a whole number from 1 to 1048576, found a list",
                "kind: max_pool | kind: maxpool | small.yaml:7:21: b: no such kind of layer, did you mean 'max_pool'?",
                "activation: relu | activation: tanh | activation: expected 'relu' or 'none', found 'tanh'",
                "bias: 1 | bias: .nan | bias: expected a number",
                "deviation: 0.1, bias: 1 | deviation: -1, bias: 1 | deviation: expected a number of at least 0.0",
                "reads: b | reads: bb | c: reads a layer that is not there, did you mean 'b'?",
                "reads: b | reads: d | c: reads d, which stands behind it: layers must not form a cycle",
                "reads: b | reads: c | c: reads itself: layers must not form a cycle",
                "reads: b | reads: a | c: only one layer may read another (a is read by b already)",
                "reads: b, from: both | reads: b | c: reads its own part of b but does not lie on the same GPUs",
                "reads: data | reads: data, from: both | a: every GPU has all the images",
                "from: both | from: all | from: expected 'own' or 'both' or 'border', found 'all'",
                "reads: data | reads: data, from: border | a: every GPU has all the images (expected from: own, found border)",
                "reads: a, size | reads: a, from: border, size | small.yaml:7:5: b: from: border is for windows over maps of other GPUs (expected an lrn of size 3 or more, found a max_pool, which reaches over 0 maps)",
                "kind: max_pool, gpus: [0, 1], reads: a, size: 3, stride: 2 | kind: lrn, gpus: [0, 1], reads: a, from: border, size: 1, k: 1, alpha: 1, beta: 0.75 | b: from: border is for windows over maps of other GPUs (expected an lrn of size 3 or more, found an lrn, which reaches over 0 maps)",
                "kind: max_pool, gpus: [0, 1], reads: a, size: 3, stride: 2 | kind: lrn, gpus: [0, 1], reads: a, from: border, size: 11, k: 1, alpha: 1, beta: 0.75 | b: from: border, and the window reaches beyond the neighbour: 5 maps to each side (expected at least 5 maps per GPU, found 4)",
                "gpus: [0, 1], reads: a | gpus: [0, 2], reads: a | gpus: expected a whole number from 0 to 1, found '2'",
                "gpus: [0, 1], reads: a | gpus: [1, 0], reads: a | gpus: expected ascending numbers, found 0 behind 1",
                "gpus: [0, 1], reads: a | gpus: 0, reads: a | gpus: expected a list such as [0, 1], found '0'",
                "gpus: [0, 1], reads: a | gpus: [0], reads: a | expected [0, 1], found [0]",
                "name: b | name: a | a: the name is taken",
                "name: b | name: data | data: the name is taken",
                "name: b | name: a.b | name: expected a word of letters",
                "size: 3, stride: 2 | size: 7, stride: 2 | small.yaml:7:5: b: the window is larger than the input 4x6x6",
                "size: 3, stride: 2 | size: 3, stride: 4 | b: pooling: size must be 1 to 15 and fit the input",
                "size: 3, activation | size: 9, activation | (8 + 2*0 - 9) / 1 + 1 (expected size at most 8, found 9)",
                "size: 3, activation | size: 3, groups: 2, activation | small.yaml:6:5: a: the channels of the input do not divide into groups of equal size: 3 / 2 leaves 1 (expected a multiple of 2, found 3)",
                "size: 3, activation | size: 3, groups: 3, activation | a: the filters do not divide into groups of equal size: 4 / 3 leaves 1 (expected a multiple of 3, found 4)",
                "size: 3, activation | size: 3, groups: 0, activation | groups: expected a whole number from 1 to 1048576, found '0'",
                "outputs: classes | outputs: 5 | d: one value per class is needed (expected 4, found 5)",
                "kind: softmax | kind: dropout, probability: 0.5 | d: the last layer must be a softmax (found dropout)",
                "kind: softmax | kind: dropout, probability: 1 | probability: expected a number of at least 0.0 and below 1",
                "stride: 2} | stride: 2, ties: al} | 7:81: ties: no such word, did you mean 'all'? (expected one of [first, all], found 'al')",
                "stride: 2} | stride: 2, ties: [all]} | ties: no such word (expected one of [first, all], found a list)",
                "crop: 8 | crop: 9 | size: the crop must fit the input (expected at least 9, found 8)",
                "gpus: 2 | gpus: 2, gpus: 2 | small.yaml",
                "gpus: 2 | gpu: 2 | small.yaml:2:1: a network: unknown key 'gpu', did you mean 'gpus'?",
                "classes: 4 | classes: 4.5 | classes: expected a whole number from 1 to 1048576, found '4.5'",
                "channels: 3 | channels: 4 | channels: expected 3, found '4'",
                "layers: | layers: {} # | small.yaml",
                "layers: | reduced_deviations: 1\\nlayers: | small.yaml:5:21: 'reduced_deviations': expected keys and values",
                "layers: | reduced_deviations: {b: 1}\\nlayers: | small.yaml:5:22: 'reduced_deviations': unknown key 'b'",
                "layers: | reduced_deviations: {a: -1}\\nlayers: | a: expected a number of at least 0.0, found '-1'",
            })
    void whatMakesNoNetworkIsRefusedWithItsPlace(String old, String replacement, String message) {
        assertThat(NetworkText.SMALL).contains(old);
        String text = NetworkText.SMALL.replaceFirst(
                Pattern.quote(old),
                Matcher.quoteReplacement(replacement.equals("''") ? "" : replacement.translateEscapes()));
        assertThatThrownBy(() -> Network.parse("small.yaml", text))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith("small.yaml:")
                .hasMessageContaining(message);
    }

    @Test
    void aBorderOnOneGpuIsRefused() {
        String text = NetworkText.SMALL
                .replace("[0, 1]", "[0]")
                .replace("kind: max_pool", "kind: lrn")
                .replace("size: 3, stride: 2", "from: border, size: 5, k: 1, alpha: 1, beta: 0.75");
        assertThatThrownBy(() -> Network.parse("one.yaml", text))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith("one.yaml:7:5: b: from: border, but the layer lies on one GPU and has no border"
                        + " (expected two GPUs or more, or from: own, found [0])");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing\n", "[1, 2]", "word", "{", "name: [", "a: &x 1\nb: *y", "\t", "--- a\n--- b"})
    void textThatIsNoNetworkAtAllIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse("x.yaml", text))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith("x.yaml:");
    }

    @Test
    void aNetworkWithoutLayersOrWithALooseEndIsRefused() {
        String head = NetworkText.SMALL.substring(0, NetworkText.SMALL.indexOf("layers:"));
        assertThatThrownBy(() -> Network.parse("x.yaml", head + "layers: []\n"))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("layers: expected a list of layers, found an empty list");
        String looseEnd = NetworkText.SMALL.replace("reads: a,", "reads: data,");
        assertThatThrownBy(() -> Network.parse("x.yaml", looseEnd))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("a: no layer reads it");
    }

    private static String shapes(Network network) {
        return network.layers().stream()
                .map(layer -> layer.spec().name() + " " + layer.output())
                .collect(Collectors.joining(", "));
    }
}
