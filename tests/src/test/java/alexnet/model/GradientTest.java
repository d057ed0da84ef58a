package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of every kind of layer, and of the whole two-GPU network, against central differences. */
final class GradientTest {

    /** A layer under test between a convolution, whose gradient must pass through it, and the softmax. */
    private static final String FRAME = """
            name: frame
            gpus: %1$d
            input: {channels: 3, crop: 8, size: 9}
            classes: 5
            layers:
              - {name: first, kind: conv, gpus: %2$s, reads: data, filters: 6, size: 3, padding: 1, activation: none, deviation: 0.01, bias: 0.1}
              - {name: tested, kind: %3$s, gpus: %2$s, reads: first%4$s}
              - {name: head, kind: fully_connected, gpus: [0], reads: tested, from: both, outputs: classes, activation: none, deviation: 0.05, bias: 0}
              - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """;

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
        Network network = Network.parse(
                "frame.yaml",
                FRAME.formatted(
                        gpus,
                        IntStream.range(0, gpus).boxed().toList(),
                        kind,
                        settings == null ? "" : ", " + settings));
        GradientCheck check = check(network, 10, 4, 3, 12);
        assertThat(check.compared()).isGreaterThan(30);
        assertThat(check.kinks()).isLessThan(check.compared() / 10);
    }

    /** 11x11 filters take the kernel of the first layer. */
    @Test
    void theImageConvolutionHasTheGradientOfItsDefinition() {
        String text = FRAME.formatted(2, "[0, 1]", "lrn", ", size: 3, k: 2, alpha: 0.01, beta: 0.75")
                .replace("crop: 8, size: 9", "crop: 20, size: 23")
                .replace("size: 3, padding: 1, activation: none", "size: 11, stride: 4, activation: relu");
        GradientCheck check = check(Network.parse("frame.yaml", text), 24, 5, 5, 40);
        assertThat(check.compared()).isGreaterThan(100);
    }

    @Test
    void theWholeTwoGpuNetworkHasTheGradientOfItsDefinition(TestReporter reporter) {
        Network network = Network.named("alexnet").scaled(0.09, 67, 5);
        GradientCheck check = check(network, 70, 6, 5, 8);
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
        GradientCheck check = check(network, 70, 6, 5, 4);
        assertThat(check.compared()).isGreaterThan(100);
        assertThat(check.kinks()).isLessThan(check.compared() / 10);
    }

    @Test
    void theOneGpuNetworkHasTheGradientOfItsDefinition() {
        GradientCheck check = check(Network.named("alexnet-one-gpu").scaled(0.09, 67, 5), 67, 4, 4, 3);
        assertThat(check.compared()).isGreaterThan(40);
    }

    private static GradientCheck check(Network network, int source, int capacity, int count, int perTensor) {
        try (DeviceSet devices = Devices.open(IntStream.range(0, network.gpus())
                        .mapToObj(gpu -> "emulator:" + gpu)
                        .collect(Collectors.joining(",")));
                SplitNetwork model = new SplitNetwork(
                        network, ModelOptions.of(capacity, source).withSeed(9), devices.devices());
                HostBatch batch = model.newHostBatch()) {
            float[] mean = Batches.mean(source, 4);
            model.setMean(mean);
            model.initialise(11);
            Batches.fillRandomly(batch, network, count, 21);
            GradientCheck check = new GradientCheck(model);
            check.run(batch, mean, 17, perTensor);
            return check;
        }
    }
}
