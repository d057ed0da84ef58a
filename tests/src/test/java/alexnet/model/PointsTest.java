package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.kernels.Activation;
import alexnet.model.PointInForce.Origin;
import alexnet.model.layer.LayerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The points at which paper, program and Caffe differ: what each does to a network, and where it does not apply. */
final class PointsTest {

    private final Network alexnet = Network.named("alexnet");

    /** The columns of the points in docs/reproducing.md, as far as they are the network's. */
    @Test
    void presetsAreTheThreeColumns() {
        assertThat(Preset.PAPER.points().options())
                .isEqualTo(Map.ofEntries(
                        Map.entry("layer1-order", "conv,relu,lrn,pool"),
                        Map.entry("extra-norm", "none"),
                        Map.entry("lrn-alpha", "0.0001"),
                        Map.entry("lrn-k", "2"),
                        Map.entry("lrn-border", "stop"),
                        Map.entry("conv-deviation", "0.01"),
                        Map.entry("fc-deviation", "0.01"),
                        Map.entry("initial-bias", "1"),
                        Map.entry("pool-ties", "first"),
                        Map.entry("dropout-form", "paper"),
                        Map.entry("input-form", "224+3"),
                        Map.entry("fc8", "gpu0")));
        assertThat(Preset.ORIGINAL.points().options())
                .containsEntry("layer1-order", "conv,lrn,pool,relu")
                .containsEntry("extra-norm", "within-map")
                .containsEntry("lrn-alpha", "0.00002")
                .containsEntry("lrn-k", "2")
                .containsEntry("lrn-border", "stop")
                .containsEntry("conv-deviation", "0.03")
                .containsEntry("initial-bias", "1")
                .containsEntry("pool-ties", "all")
                .containsEntry("dropout-form", "paper")
                .containsEntry("input-form", "224+3")
                .hasSize(12);
        assertThat(Preset.CAFFE.points().options())
                .containsEntry("layer1-order", "conv,relu,lrn,pool")
                .containsEntry("lrn-alpha", "0.00002")
                .containsEntry("lrn-k", "1")
                .containsEntry("lrn-border", "cross")
                .containsEntry("conv-deviation", "0.01")
                .containsEntry("fc-deviation", "0.005")
                .containsEntry("initial-bias", "0.1")
                .containsEntry("pool-ties", "first")
                .containsEntry("dropout-form", "inverted")
                .containsEntry("input-form", "227")
                .hasSize(12);
    }

    @Test
    void theShippedNetworkHasThePointsOfThePaperButForTheDeviationsThatDoNotTrain() {
        Map<String, String> expected = new HashMap<>(Preset.PAPER.points().options());
        expected.put("conv-deviation", "0.03");
        assertThat(values(alexnet)).isEqualTo(expected);
        assertThat(alexnet.points()).extracting(PointInForce::origin).containsOnly(Origin.FILE);
        Network paper = Network.named("alexnet", Preset.PAPER);
        assertThat(specs(paper)).isEqualTo(specs(alexnet.with(Points.NONE.with(Point.CONV_DEVIATION, "0.01"))));
        assertThat(paper.points()).extracting(PointInForce::origin).containsOnly(Origin.PAPER);
    }

    @Test
    void numbersAreSetInTheLayersThatTheyConcern() {
        Network network = alexnet.with(Points.ofOptions(Map.of(
                "lrn-alpha",
                "2e-5",
                "lrn-k",
                "1",
                "conv-deviation",
                "0.02",
                "fc-deviation",
                "0.005",
                "initial-bias",
                "0.5")));
        Map<String, LayerSpec> layers = specs(network);
        for (String norm : new String[] {"norm1", "norm2"}) {
            assertThat(layers.get(norm).number("alpha")).isEqualTo(2e-5);
            assertThat(layers.get(norm).number("k")).isEqualTo(1);
        }
        assertThat(layers.values().stream().filter(layer -> layer.settings().containsKey("deviation")))
                .extracting(layer -> layer.name() + " " + layer.number("deviation") + " " + layer.number("bias"))
                .containsExactlyInAnyOrder(
                        "conv1 0.01 0.0",
                        "conv2 0.01 0.5",
                        "conv3 0.02 0.0",
                        "conv4 0.02 0.5",
                        "conv5 0.02 0.5",
                        "fc6 0.005 0.5",
                        "fc7 0.005 0.5",
                        "fc8 0.01 0.0");
        assertThat(values(network)).containsEntry("lrn-alpha", "0.00002").containsEntry("fc8", "gpu0");
        assertThat(origins(network)).containsEntry("lrn-k", Origin.OPTION).containsEntry("fc8", Origin.FILE);
    }

    @Test
    void theReluOfTheFirstLayerStandsInTheConvolutionOrBehindThePooling() {
        Network behind = alexnet.with(Points.NONE.with(Point.LAYER1_ORDER, "conv,lrn,pool,relu"));
        assertThat(behind.layers().subList(0, 5))
                .extracting(layer -> layer.spec().kind() + " " + layer.spec().name() + " of "
                        + layer.spec().reads() + " " + layer.output())
                .containsExactly(
                        "conv conv1 of data 48x55x55",
                        "lrn norm1 of conv1 48x55x55",
                        "max_pool pool1 of norm1 48x27x27",
                        "relu relu1 of pool1 48x27x27",
                        "conv conv2 of relu1 128x27x27");
        assertThat(specs(behind).get("conv1").activation("activation")).isEqualTo(Activation.NONE);
        assertThat(values(behind)).containsEntry("layer1-order", "conv,lrn,pool,relu");
        assertThat(behind.scaled(0.25, 67, 10).layers()).hasSize(17);
        Network back = behind.with(Points.NONE.with(Point.LAYER1_ORDER, "conv,relu,lrn,pool"));
        assertThat(specs(back)).isEqualTo(specs(alexnet));
    }

    @Test
    void wordsAreSetInTheLayersThatTheyConcern() {
        Map<String, LayerSpec> layers = specs(alexnet.with(
                Points.ofOptions(Map.of("pool-ties", "all", "dropout-form", "inverted", "lrn-border", "cross"))));
        for (String pool : new String[] {"pool1", "pool2", "pool5"}) {
            assertThat(layers.get(pool).word("ties")).isEqualTo("all");
        }
        for (String dropout : new String[] {"drop6", "drop7"}) {
            assertThat(layers.get(dropout).word("form")).isEqualTo("inverted");
        }
        for (String norm : new String[] {"norm1", "norm2"}) {
            assertThat(layers.get(norm).from()).isEqualTo(LayerSpec.From.BORDER);
        }
    }

    @Test
    void theOriginalProgramHasASecondNormalisationWithinEachMap() {
        Network original = Network.named("alexnet", Preset.ORIGINAL);
        assertThat(values(original)).isEqualTo(Preset.ORIGINAL.points().options());
        LayerSpec norm = specs(original).get("map_norm2");
        assertThat(norm.kind()).isEqualTo("within_map_norm");
        assertThat(norm.reads()).isEqualTo("norm2");
        assertThat(norm.gpus()).containsExactly(0, 1);
        assertThat(norm.integer("size")).isEqualTo(5);
        assertThat(norm.number("alpha")).isEqualTo(1e-3 / 25);
        assertThat(norm.number("k")).isEqualTo(1);
        assertThat(specs(original).get("pool2").reads()).isEqualTo("map_norm2");
        assertThat(specs(original).get("conv2").reads()).isEqualTo("relu1");
        assertThat(original.layers()).hasSize(18);
        assertThat(specs(original.with(Preset.PAPER))).isEqualTo(specs(Network.named("alexnet", Preset.PAPER)));
    }

    @Test
    void caffesPresetIsTheShippedGroupedNetworkOverTwoGpus() {
        Network caffe = Network.named("alexnet", Preset.CAFFE);
        assertThat(values(caffe)).isEqualTo(Preset.CAFFE.points().options());
        assertThat(caffe.points()).extracting(PointInForce::origin).containsOnly(Origin.CAFFE);
        Map<String, String> grouped = new HashMap<>(Preset.CAFFE.points().options());
        grouped.keySet().removeAll(Set.of("lrn-border", "fc8"));
        assertThat(values(Network.named("alexnet-caffe-grouped"))).isEqualTo(grouped);
        assertThat(values(caffe.scaled(0.25, 67, 10)))
                .containsEntry("conv-deviation", "0.01")
                .containsEntry("initial-bias", "0.1");
        Network back = caffe.with(Preset.PAPER);
        assertThat(values(back)).isEqualTo(Preset.PAPER.points().options());
    }

    @Test
    void theInputIsACropOf224WithZerosOrOneOf227() {
        Network caffe = alexnet.with(Points.NONE.with(Point.INPUT_FORM, "227"));
        assertThat(caffe.cropSize()).isEqualTo(227);
        assertThat(caffe.inputSize()).isEqualTo(227);
        Network back = caffe.with(Points.NONE.with(Point.INPUT_FORM, "224+3"));
        assertThat(back.cropSize()).isEqualTo(224);
        assertThat(caffe.scaled(0.25, 227, 10).cropSize()).isEqualTo(227);
        assertThat(caffe.scaled(0.25, 67, 10).cropSize()).isEqualTo(67);
    }

    @Test
    void theClassesLieOnOneGpuOrOnBoth() {
        Network both = alexnet.with(Points.NONE.with(Point.FC8, "both"));
        assertThat(specs(both).get("fc8").gpus()).containsExactly(0, 1);
        assertThat(specs(both).get("softmax").gpus()).containsExactly(0);
        assertThat(specs(both.with(Points.NONE.with(Point.FC8, "gpu0")))).isEqualTo(specs(alexnet));
    }

    /** What small runs started with before the preset had the paper's own deviations: 0.03, scaled, and 0.1. */
    @Test
    void reducedNetworksKeepTheStartThatTrains() {
        Network reduced = alexnet.scaled(0.25, 67, 10);
        Network paper = Network.named("alexnet", Preset.PAPER);
        assertThat(specs(paper).get("conv4").number("deviation")).isEqualTo(0.01);
        for (String conv : new String[] {"conv3", "conv4", "conv5"}) {
            assertThat(specs(reduced).get(conv).number("deviation")).isEqualTo(0.03);
        }
        assertThat(specs(reduced).get("conv2").number("deviation")).isEqualTo(0.01);
        assertThat(origins(reduced))
                .containsEntry("conv-deviation", Origin.REDUCED)
                .containsEntry("initial-bias", Origin.REDUCED);
        assertThat(values(reduced)).containsEntry("conv-deviation", "0.03").containsEntry("initial-bias", "0.1");
        assertThat(reduced.full()).isSameAs(alexnet);
        assertThat(reduced.scaled(1, 227, 1000).layers())
                .usingRecursiveComparison()
                .isEqualTo(alexnet.layers());
        // The same from the preset that is asked for by name; a value of one's own holds at any size.
        assertThat(specs(paper.scaled(0.25, 67, 10))).isEqualTo(specs(reduced));
        Network literal =
                alexnet.with(Points.NONE.with(Point.CONV_DEVIATION, "0.01")).scaled(0.25, 67, 10);
        assertThat(specs(literal).get("conv4").number("deviation")).isEqualTo(0.01);
        assertThat(origins(literal)).containsEntry("conv-deviation", Origin.OPTION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alexnet-no-lrn | lrn-k | 1 | does not apply to alexnet-no-lrn (expected a network with lrn layers, found none)",
                "alexnet-no-lrn | extra-norm | none | expected a network with two lrn layers",
                "alexnet-no-lrn | layer1-order | conv,relu,lrn,pool | a convolution over the images, an lrn and a max_pool",
                "alexnet-one-gpu | lrn-border | cross | expected a network with lrn layers that lie on two GPUs",
                "alexnet-one-gpu | fc8 | both | expected a network with more than one GPU",
                "alexnet-one-tower | input-form | 227 | an input of 227 from crops of 224 or 227",
                "alexnet-one-tower | initial-bias | 0.5 | biases that start at 1 or 0.1",
                "alexnet | lrn-k | 0 | --lrn-k: out of range (expected above 0, found 0)",
                "alexnet | lrn-alpha | -1 | --lrn-alpha: out of range (expected 0 or more, found -1)",
                "alexnet | lrn-alpha | NaN | --lrn-alpha: out of range (expected 0 or more, found NaN)",
                "alexnet | conv-deviation | x | --conv-deviation: no number (expected 0 or more, found x)",
                "alexnet | fc8 | gpu1 | --fc8: no such choice, did you mean 'gpu0'? (expected one of gpu0 | both, found gpu1)",
            })
    void aPointThatDoesNotApplyIsRefused(String name, String key, String value, String message) {
        assertThatThrownBy(() -> Network.named(name).with(Points.ofOptions(Map.of(key, value))))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith("--" + key + ": ")
                .hasMessageContaining(message);
    }

    /** What a preset has no place for is passed over, and networks of another family stay as they are. */
    @ParameterizedTest
    @MethodSource("alexnet.model.Network#names")
    void thePaperPresetFitsEveryNetwork(String name) {
        Network file = Network.named(name);
        Network network = file.with(Preset.PAPER);
        assertThat(network.points()).hasSameSizeAs(file.points());
        boolean isRelative = network.layers().get(0).input().height() > 200;
        assertThat(network.points())
                .extracting(PointInForce::origin)
                .containsOnly(isRelative ? Origin.PAPER : Origin.FILE);
    }

    private static Map<String, String> values(Network network) {
        return network.points().stream()
                .collect(Collectors.toMap(point -> point.point().key(), PointInForce::value));
    }

    private static Map<String, Origin> origins(Network network) {
        return network.points().stream()
                .collect(Collectors.toMap(point -> point.point().key(), PointInForce::origin));
    }

    private static Map<String, LayerSpec> specs(Network network) {
        return network.layers().stream()
                .map(PlannedLayer::spec)
                .collect(Collectors.toMap(LayerSpec::name, spec -> spec));
    }
}
