package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks that come with the program have the known numbers of parameters and the known shapes. */
final class ShippedNetworksTest {

    @ParameterizedTest
    @CsvSource({
        "alexnet, 60965224",
        "alexnet-one-gpu, 59798312",
        "alexnet-no-overlap, 60965224",
        "alexnet-no-lrn, 60965224",
        "alexnet-no-communication, 60714408",
        "alexnet-six-conv, 61555304",
        "alexnet-caffe-grouped, 60965224",
        "alexnet-ungrouped, 62378344",
        "alexnet-one-tower, 61100840",
        // convolutions 4,864 + 102,464; local layers have a bank of filters and biases for each of 6x6 pixels.
        "cifar10-13pct, 1116490",
        "cifar10-13pct-lrn, 1116490",
        "cifar10-13pct-tanh, 1116490",
        "cifar10-11pct, 2112970",
        "cifar10-18pct, 89578",
        "cifar10-19pct, 89578",
        "cifar10-19pct-tanh, 89578",
    })
    void networksHaveTheirKnownParameters(String name, long parameters) {
        assertThat(NetworkSummary.of(Network.named(name), 128).parameters()).isEqualTo(parameters);
    }

    /** Network.names() is what the tests above and below know. */
    @ParameterizedTest
    @MethodSource("alexnet.model.Network#names")
    void everyNetworkReadsUnderItsName(String name) {
        Network network = Network.named(name);
        assertThat(network.name()).isEqualTo(name);
        assertThat(network.full()).isSameAs(network);
    }

    /** docs/reproducing.md, networks of the tables: 55, pooled 28 (rounded up), 26, pooled 13, 13, 13, 11, pooled 6 (rounded up). */
    @Test
    void poolingWithoutOverlapKeepsTheMapsThatFc6Reads() {
        assertThat(shapes(Network.named("alexnet-no-overlap")))
                .isEqualTo("conv1 48x55x55, norm1 48x55x55, pool1 48x28x28, conv2 128x26x26, norm2 128x26x26,"
                        + " pool2 128x13x13, conv3 192x13x13, conv4 192x13x13, conv5 128x11x11, pool5 128x6x6,"
                        + " fc6 2048x1x1, drop6 2048x1x1, fc7 2048x1x1, drop7 2048x1x1, fc8 1000x1x1,"
                        + " softmax 1000x1x1");
    }

    @Test
    void columnsWithoutCommunicationMeetInTheLastLayerOnly() {
        // drop7 crosses from GPU 1 to GPU 0, and nothing else.
        assertThat(NetworkSummary.of(Network.named("alexnet-no-communication"), 128)
                        .forwardBytes())
                .isEqualTo(128 * 2048 * 4);
    }

    @Test
    void aSixthConvolutionReadsTheMapsOfBothGpusAndKeepsTheirSize() {
        PlannedLayer sixth = Network.named("alexnet-six-conv").layers().get(10);
        assertThat(sixth.spec().name()).isEqualTo("conv6");
        assertThat(sixth.input()).hasToString("256x6x6");
        assertThat(sixth.output()).hasToString("128x6x6");
        assertThat(2 * sixth.parameterCount()).isEqualTo(590_080);
    }

    @Test
    void oneTowerHasTheShapesOfTheNetworkOf2014() {
        assertThat(shapes(Network.named("alexnet-one-tower")))
                .isEqualTo("conv1 64x55x55, pool1 64x27x27, conv2 192x27x27, pool2 192x13x13, conv3 384x13x13,"
                        + " conv4 256x13x13, conv5 256x13x13, pool5 256x6x6, drop5 256x6x6, fc6 4096x1x1,"
                        + " drop6 4096x1x1, fc7 4096x1x1, fc8 1000x1x1, softmax 1000x1x1");
    }

    @Test
    void classesDivideOverTheGpusOrAreRefused() {
        Network both = Network.named("alexnet").with(Points.NONE.with(Point.FC8, "both"));
        assertThat(NetworkSummary.of(both, 128).gpus())
                .extracting(NetworkSummary.GpuTotal::parameters)
                .containsExactly(60_965_224L / 2, 60_965_224L / 2);
        assertThat(both.scaled(1, 227, 10).layers().get(14).output()).hasToString("5x1x1");
        assertThatThrownBy(() -> both.scaled(1, 227, 5))
                .isInstanceOf(NetworkException.class)
                .hasMessage(
                        "alexnet.yaml:27:5: fc8: each GPU has the same number of classes: 5 / 2 leaves 1 (expected a"
                                + " multiple of 2, found 5)");
    }

    private static String shapes(Network network) {
        return network.layers().stream()
                .map(layer -> layer.spec().name() + " " + layer.output())
                .collect(Collectors.joining(", "));
    }
}
