package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.kernels.reference.ReluReference;
import alexnet.model.layer.LayerKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of every kind of layer, and of the whole two-GPU network, against central differences. */
final class GradientTest {

    @ParameterizedTest(name = "{0} {1}, {2} GPUs")
    @CsvSource(
            delimiter = '|',
            value = {
                "conv | filters: 5, size: 3, padding: 1, activation: relu, deviation: 0.1, bias: 0.1 | 1",
                "conv | filters: 5, size: 3, padding: 1, activation: relu, deviation: 0.1, bias: 0.1 | 2",
                "conv | filters: 4, size: 5, padding: 2, activation: none, deviation: 0.1, bias: 0 | 1",
                "conv | from: both, filters: 3, size: 3, padding: 0, activation: relu, deviation: 0.1, bias: 0 | 2",
                "conv | filters: 9, groups: 3, size: 3, padding: 1, activation: relu, deviation: 0.1, bias: 0.1 | 1",
                "relu | | 1",
                "relu | | 2",
                "tanh | | 1",
                "tanh | scale: 1.7159, slope: 0.6666667 | 2",
                "local | filters: 5, size: 3, padding: 1, activation: relu, deviation: 0.1, bias: 0.1 | 1",
                "local | from: both, filters: 3, size: 5, activation: none, deviation: 0.1, bias: 0.1 | 2",
                "lrn | size: 5, k: 2, alpha: 0.5, beta: 0.75 | 1",
                "lrn | size: 5, k: 2, alpha: 0.5, beta: 0.75 | 2",
                "lrn | size: 3, k: 1, alpha: 0.0001, beta: 0.75 | 1",
                "lrn | from: border, size: 5, k: 2, alpha: 0.5, beta: 0.75 | 2",
                "lrn | from: border, size: 5, k: 1, alpha: 0.5, beta: 0.75 | 3",
                "lrn | from: border, size: 13, k: 1, alpha: 0.2, beta: 0.75 | 2",
                "within_map_norm | size: 5, k: 1, alpha: 0.5, beta: 0.75 | 1",
                "within_map_norm | size: 3, k: 2, alpha: 0.01, beta: 0.75 | 2",
                "avg_pool | size: 3, stride: 2 | 1",
                "avg_pool | size: 4, stride: 3 | 2",
                "max_pool | size: 3, stride: 2 | 1",
                "max_pool | size: 3, stride: 2 | 2",
                "max_pool | size: 2, stride: 2 | 1",
                "max_pool | size: 3, stride: 2, ties: all | 2",
                "max_pool | size: 3, stride: 3, ties: all | 1",
                "fully_connected | outputs: 7, activation: relu, deviation: 0.05, bias: 0.2 | 1",
                "fully_connected | from: both, outputs: 7, activation: relu, deviation: 0.05, bias: 0.2 | 2",
                "fully_connected | from: both, outputs: 3, activation: relu, deviation: 0.05, bias: 0.2 | 3",
                "dropout | probability: 0.5 | 1",
                "dropout | probability: 0.3 | 2",
                "dropout | probability: 0.3, form: inverted | 2",
            })
    void everyKindOfLayerHasTheGradientOfItsDefinition(String kind, String settings, int gpus) {
        LayerGradient.check(kind, settings, gpus);
    }

    /** A kind is in the list above, or the test of its kernel file checks its gradient. */
    @Test
    void everyKindIsChecked() throws Exception {
        String[] cases = GradientTest.class
                .getDeclaredMethod(
                        "everyKindOfLayerHasTheGradientOfItsDefinition", String.class, String.class, int.class)
                .getAnnotation(CsvSource.class)
                .value();
        Set<String> listed = Arrays.stream(cases)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(HashSet::new));
        // Ends every one of these networks.
        listed.add("softmax");
        for (String kind : LayerKinds.names()) {
            if (!listed.contains(kind)) {
                Path test = Path.of("src/test/java/alexnet/kernels", javaName(kind) + "Test.java");
                assertThat(test).as("the test of layer kind %s", kind).exists();
                assertThat(Files.readString(test))
                        .as("%s must check the gradient of the layer kind", test)
                        .containsPattern("LayerGradient\\.check\\(\\s*\"" + kind + "\"");
            }
        }
    }

    private static String javaName(String kind) {
        return Arrays.stream(kind.split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** A kind that {@link ReferenceNetwork} does not know brings its definition along; a wrong one is found. */
    @Test
    void aKindMayBringItsDefinition() {
        LayerGradient.check("relu", "", 2, (layer, input, batch, x, y) -> ReluReference.forward(y.length, x, y));
        assertThatThrownBy(() -> LayerGradient.check("relu", "", 1, (layer, input, batch, x, y) -> {
                    for (int e = 0; e < y.length; e++) {
                        y[e] = Math.max(x[e], 0.01 * x[e]);
                    }
                }))
                .isInstanceOf(AssertionError.class);
    }

    /** 11x11 filters take the kernel of the first layer. */
    @Test
    void theImageConvolutionHasTheGradientOfItsDefinition() {
        String text = LayerGradient.text("lrn", "size: 3, k: 2, alpha: 0.01, beta: 0.75", 2)
                .replace("crop: 8, size: 9", "crop: 20, size: 23")
                .replace("size: 3, padding: 1, activation: none", "size: 11, stride: 4, activation: relu");
        GradientCheck check = LayerGradient.run(Network.parse("frame.yaml", text), 24, 5, 5, 40);
        assertThat(check.compared()).isGreaterThan(100);
    }

    @Test
    void theWholeTwoGpuNetworkHasTheGradientOfItsDefinition(TestReporter reporter) {
        Network network = Network.named("alexnet").scaled(0.09, 67, 5);
        GradientCheck check = LayerGradient.run(network, 70, 6, 5, 8);
        reporter.publishEntry(
                "whole network", check.compared() + " gradients compared, " + check.kinks() + " left out at kinks");
        assertThat(check.compared()).isGreaterThan(200);
        assertThat(check.kinks()).isLessThan(check.compared() / 10);
    }

    /** As Caffe normalises: over the maps of both GPUs. */
    @Test
    void theNetworkThatNormalisesAcrossTheBorderHasTheGradientOfItsDefinition() throws IOException {
        String file;
        try (InputStream shipped = Network.class.getResourceAsStream("networks/alexnet.yaml")) {
            file = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
        }
        Network network = Network.parse("border.yaml", file.replace("kind: lrn,", "kind: lrn, from: border,"))
                .scaled(0.09, 67, 5);
        assertThat(network.layers().stream().filter(layer -> layer.borderMaps() == 2))
                .hasSize(2);
        GradientCheck check = LayerGradient.run(network, 70, 6, 5, 4);
        assertThat(check.compared()).isGreaterThan(100);
        assertThat(check.kinks()).isLessThan(check.compared() / 10);
    }

    @Test
    void theOneGpuNetworkHasTheGradientOfItsDefinition() {
        GradientCheck check = LayerGradient.run(Network.named("alexnet-one-gpu").scaled(0.09, 67, 5), 67, 4, 4, 3);
        assertThat(check.compared()).isGreaterThan(40);
    }
}
