package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.NetworkSummary.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures that are known of the two-GPU network and of its one-GPU comparison. */
final class NetworkSummaryTest {

    private final NetworkSummary alexnet = NetworkSummary.of(Network.named("alexnet"), 128);

    @Test
    void alexnetHasTheParametersAndTheWorkOfTheTrainedNetwork() {
        assertThat(alexnet.parameters()).isEqualTo(60_965_224);
        assertThat(alexnet.gpus().get(0).parameters()).isEqualTo(32_531_112);
        assertThat(alexnet.gpus().get(1).parameters()).isEqualTo(28_434_112);
        assertThat(alexnet.multiplyAdds()).isEqualTo(724_406_816);
    }

    /** Sums over both GPUs. */
    @ParameterizedTest
    @CsvSource({
        "conv1, 34944, 105415200",
        "conv2, 307456, 223948800",
        "conv3, 885120, 149520384",
        "conv4, 663936, 112140288",
        "conv5, 442624, 74760192",
        "fc6, 37752832, 37748736",
        "fc7, 16781312, 16777216",
        "fc8, 4097000, 4096000",
        "norm1, 0, 0",
        "drop7, 0, 0"
    })
    void layersHaveTheirKnownFigures(String layer, long parameters, long multiplyAdds) {
        assertThat(alexnet.rows().stream()
                        .filter(row -> row.layer().equals(layer))
                        .mapToLong(Row::parameters)
                        .sum())
                .isEqualTo(parameters);
        assertThat(alexnet.rows().stream()
                        .filter(row -> row.layer().equals(layer))
                        .mapToLong(Row::multiplyAdds)
                        .sum())
                .isEqualTo(multiplyAdds);
    }

    /** pool2, pool5 and drop6 cross both ways, drop7 only from GPU 1 to GPU 0. */
    @Test
    void thirtyMegabytesCrossEachWayPer128Images() {
        assertThat(alexnet.forwardBytes())
                .isEqualTo(2 * 11_075_584 + 2 * 2_359_296 + 2 * 1_048_576 + 1_048_576)
                .isEqualTo(30_015_488);
        assertThat(alexnet.backwardBytes()).isEqualTo(alexnet.forwardBytes());
        assertThat(NetworkSummary.of(Network.named("alexnet"), 1).forwardBytes() * 128)
                .isEqualTo(alexnet.forwardBytes());
    }

    /** Two maps of 55x55 and two of 27x27 to the other GPU, both ways. */
    @Test
    void bordersOfNormalisationAddTheirMapsToWhatCrosses() throws IOException {
        String file;
        try (InputStream shipped = Network.class.getResourceAsStream("networks/alexnet.yaml")) {
            file = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
        }
        Network border = Network.parse("border.yaml", file.replace("kind: lrn,", "kind: lrn, from: border,"));
        NetworkSummary summary = NetworkSummary.of(border, 128);
        long crossing = 2L * 128 * 4 * (2 * 55 * 55 + 2 * 27 * 27);
        assertThat(crossing).isEqualTo(2 * (3_097_600 + 746_496));
        assertThat(summary.forwardBytes()).isEqualTo(alexnet.forwardBytes() + crossing);
        assertThat(summary.backwardBytes()).isEqualTo(summary.forwardBytes());
        // On each GPU: the neighbour's maps, terms for both sides, the neighbour's terms.
        long memory = 128 * 4 * (2 + 4 + 2) * (55 * 55 + 27 * 27);
        assertThat(summary.gpus().get(1).memoryBytes())
                .isEqualTo(alexnet.gpus().get(1).memoryBytes() + memory);
        assertThat(summary.parameters()).isEqualTo(alexnet.parameters());
    }

    @Test
    void everyPartHasARow() {
        assertThat(alexnet.rows()).hasSize(14 * 2 + 2);
        assertThat(alexnet.rows().stream().filter(row -> row.layer().equals("fc8")))
                .extracting(Row::gpu)
                .containsExactly(0);
    }

    @Test
    void oneGpuAlexnetHasItsKnownParametersAndNothingCrosses() {
        NetworkSummary summary = NetworkSummary.of(Network.named("alexnet-one-gpu"), 128);
        assertThat(summary.parameters()).isEqualTo(59_798_312);
        assertThat(summary.gpus()).hasSize(1);
        assertThat(summary.forwardBytes()).isZero();
    }

    /** Three copies of the weights, then every activation once; gradients of activations share two buffers. */
    @Test
    void memoryIsThreeTimesTheWeightsAndTheActivationsOfTheBatch() {
        long weights = 3 * 4 * 28_434_112L;
        long perImage = 3 * 227 * 227
                + 2 * 48 * 55 * 55
                + 48 * 27 * 27
                + 2 * 128 * 27 * 27
                + 2 * 192 * 13 * 13
                + 128 * 13 * 13
                + 2 * 2048
                + 2048;
        long joinedWithGradients = 2 * (256 * 13 * 13 + 256 * 6 * 6 + 4096) + 2048;
        long shared = 48 * 55 * 55 + 48 * 55 * 55;
        long received = 128 * 13 * 13;
        long pooling = 48 * 27 * 27 + 128 * 13 * 13 + 128 * 6 * 6;
        assertThat(alexnet.gpus().get(1).memoryBytes())
                .isEqualTo(weights + 128 * (4 * (perImage + joinedWithGradients + shared + received) + pooling));
    }
}
