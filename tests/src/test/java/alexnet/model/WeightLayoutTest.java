package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.interchange.CaffeModelFile;
import alexnet.model.interchange.CaffeModelWriter;
import alexnet.model.interchange.NpzFile;
import alexnet.model.interchange.NpzWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which part of a merged tensor each GPU holds: the table of docs/weights.md by hand, other networks, what has no merged form. */
final class WeightLayoutTest {

    private static final String COLUMNS = NetworkText.of("columns", 2, 20, 6, """
            - {name: conv1, kind: conv, gpus: [0, 1], reads: data, filters: 4, size: 3, activation: relu, deviation: 0.1, bias: 0}
            - {name: pool1, kind: max_pool, gpus: [0, 1], reads: conv1, size: 3, stride: 3}
            - {name: conv2, kind: conv, gpus: [0, 1], reads: pool1, %s filters: 4, size: 3, activation: relu, deviation: 0.1, bias: 0}
            - {name: fc3, kind: fully_connected, gpus: [0, 1], reads: conv2, outputs: 5, activation: relu, deviation: 0.1, bias: 0}
            - {name: fc4, kind: fully_connected, gpus: [1], reads: fc3, from: both, outputs: classes, activation: none, deviation: 0.1, bias: 0}
            - {name: softmax, kind: softmax, gpus: [1], reads: fc4}
            """);

    private final Network small = Network.named("alexnet").scaled(0.05, 55, 5);

    /** (P,Q,K,C,R,S): the filters of both GPUs stand one behind the other at each pixel, not pixel behind pixel. */
    @Test
    void locallyConnectedLayersAreJoinedAlongTheirFilters() {
        WeightLayout layout = WeightLayout.of(Network.parse(
                "local.yaml",
                COLUMNS.replace(
                        "conv2, kind: conv, gpus: [0, 1], reads: pool1, %s",
                        "conv2, kind: local, gpus: [0, 1], reads: pool1,")));
        Weights parts = Weights.random(layout.parts(), 7);
        WeightSource merged = layout.merged(parts);
        assertThat(merged.get("conv2.weight").shape()).containsExactly(4, 4, 8, 4, 3, 3);
        assertThat(merged.get("conv2.bias").shape()).containsExactly(8, 4, 4);
        float[] joined = merged.get("conv2.weight").data();
        int bank = 4 * 4 * 3 * 3;
        for (int gpu = 0; gpu < 2; gpu++) {
            float[] part = parts.read("conv2." + gpu + ".weight").data();
            for (int pixel = 0; pixel < 16; pixel++) {
                int at = (2 * pixel + gpu) * bank;
                assertThat(Arrays.copyOfRange(joined, at, at + bank))
                        .isEqualTo(Arrays.copyOfRange(part, pixel * bank, (pixel + 1) * bank));
            }
        }
        assertThat(Weights.all(layout.parts(new Weights(Weights.all(merged))))).isEqualTo(parts.tensors());
    }

    @Test
    void mergedTensorsHaveTheShapesOfTheGroupedNetwork() {
        List<String> merged = WeightLayout.of(Network.named("alexnet")).merged().stream()
                .map(Object::toString)
                .toList();
        assertThat(merged)
                .containsExactly(
                        "conv1.weight [96, 3, 11, 11]",
                        "conv1.bias [96]",
                        "conv2.weight [256, 48, 5, 5]",
                        "conv2.bias [256]",
                        "conv3.weight [384, 256, 3, 3]",
                        "conv3.bias [384]",
                        "conv4.weight [384, 192, 3, 3]",
                        "conv4.bias [384]",
                        "conv5.weight [256, 192, 3, 3]",
                        "conv5.bias [256]",
                        "fc6.weight [4096, 9216]",
                        "fc6.bias [4096]",
                        "fc7.weight [4096, 4096]",
                        "fc7.bias [4096]",
                        "fc8.weight [1000, 4096]",
                        "fc8.bias [1000]");
    }

    @Test
    void eachGpuHoldsItsHalfOfTheRows() {
        WeightLayout layout = WeightLayout.of(small);
        Weights parts = Weights.random(layout.parts(), 1);
        WeightSource merged = layout.merged(parts);
        for (String name : List.of("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7")) {
            for (String role : List.of("weight", "bias")) {
                float[] rows = merged.get(name + "." + role).data();
                float[] first = parts.read(name + ".0." + role).data();
                float[] second = parts.read(name + ".1." + role).data();
                assertThat(Arrays.copyOfRange(rows, 0, rows.length / 2)).isEqualTo(first);
                assertThat(Arrays.copyOfRange(rows, rows.length / 2, rows.length))
                        .isEqualTo(second);
            }
        }
        assertThat(merged.get("fc8.weight").data())
                .isEqualTo(parts.read("fc8.0.weight").data());
        assertThat(Weights.all(layout.parts(new Weights(Weights.all(merged))))).isEqualTo(parts.tensors());
    }

    @Test
    void aNetworkOnOneGpuIsRenamed() {
        WeightLayout layout = WeightLayout.of(Network.named("alexnet-one-gpu").scaled(0.05, 55, 5));
        Weights parts = Weights.random(layout.parts(), 2);
        WeightSource merged = layout.merged(parts);
        assertThat(merged.get("conv2.weight").data())
                .isEqualTo(parts.read("conv2.0.weight").data());
        assertThat(Weights.all(layout.parts(new Weights(Weights.all(merged))))).isEqualTo(parts.tensors());
    }

    @Test
    void matricesOfColumnsBecomeBlocksOfOneMatrix() {
        WeightLayout layout = WeightLayout.of(Network.parse("columns.yaml", COLUMNS.formatted("")));
        Weights parts = Weights.random(layout.parts(), 3);
        WeightSource merged = layout.merged(parts);
        Tensor whole = merged.get("fc3.weight");
        int columns = 4 * 4 * 4;
        assertThat(whole.shape()).containsExactly(10, 2 * columns);
        for (int row = 0; row < 10; row++) {
            for (int column = 0; column < 2 * columns; column++) {
                boolean own = row / 5 == column / columns;
                float[] part = parts.read("fc3." + row / 5 + ".weight").data();
                float expected = own ? part[row % 5 * columns + column % columns] : 0;
                assertThat(whole.data()[row * 2 * columns + column]).isEqualTo(expected);
            }
        }
        assertThat(merged.get("conv2.weight").shape()).containsExactly(8, 4, 3, 3);
        List<Tensor> all = new ArrayList<>(Weights.all(merged));
        assertThat(Weights.all(layout.parts(new Weights(all)))).isEqualTo(parts.tensors());

        whole.data()[6 * 2 * columns + 7] = 0.5f;
        all.replaceAll(tensor -> tensor.name().equals("fc3.weight") ? whole : tensor);
        WeightSource crossing = layout.parts(new Weights(all));
        assertThatThrownBy(() -> crossing.get("fc3.1.weight"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("memory: fc3.weight: row 6 uses column 7, which lies on another GPU (expected 0 outside of"
                        + " the 2 blocks, found 0.5)");
    }

    @Test
    void groupsInsideOfPartsThatShareTheirInputHaveNoMergedForm() {
        Network network = Network.parse("groups.yaml", COLUMNS.formatted("from: both, groups: 2,"));
        WeightLayout layout = WeightLayout.of(network);
        assertThat(layout.parts()).hasSize(2 * 7);
        assertThatThrownBy(layout::merged)
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("conv2: each GPU's part has groups of its own");
    }

    @Test
    void groupsInsideOfColumnsAreGroupsOfTheMergedLayer() {
        WeightLayout layout = WeightLayout.of(Network.parse("groups.yaml", COLUMNS.formatted("groups: 2,")));
        assertThat(layout.merged().get(2)).hasToString("conv2.weight [8, 2, 3, 3]");
    }

    @Test
    void redAndBlueChangePlacesInTheFirstLayerOnly() {
        WeightLayout layout = WeightLayout.of(small);
        Weights merged = Weights.random(layout.merged(), 4);
        WeightSource swapped = layout.withSwappedColours(merged);
        float[] before = merged.read("conv1.weight").data();
        float[] after = swapped.get("conv1.weight").data();
        for (int i = 0; i < before.length; i++) {
            int plane = i / 121 % 3;
            assertThat(after[i]).isEqualTo(before[i + (2 - 2 * plane) * 121]);
        }
        for (String name : List.of("conv1.bias", "conv2.weight", "fc8.weight")) {
            assertThat(swapped.get(name)).isEqualTo(merged.read(name));
        }
        assertThat(Weights.all(layout.withSwappedColours(swapped))).isEqualTo(merged.tensors());
    }

    @Test
    void theLastLayerSaysHowManyClasses() {
        WeightLayout layout = WeightLayout.of(Network.named("alexnet"));
        assertThat(layout.classes(Weights.random(WeightLayout.of(small).parts(), 1)))
                .isEqualTo(5);
        assertThat(layout.classes(Weights.random(WeightLayout.of(small).merged(), 1)))
                .isEqualTo(5);
        Weights other = Weights.random(List.of(new Safetensors.Entry("head.bias", new int[] {7})), 1);
        assertThatThrownBy(() -> layout.classes(other))
                .hasMessageContaining("fc8.bias")
                .hasMessageContaining("head.bias");
    }

    @Test
    void tensorsOfOtherNetworksAreNamedWithBothShapes() {
        WeightLayout layout = WeightLayout.of(small);
        Network more = Network.named("alexnet").scaled(0.05, 55, 6);
        assertThatThrownBy(
                        () -> layout.parts(Weights.random(WeightLayout.of(more).merged(), 1)))
                .isInstanceOf(WeightsException.class)
                .hasMessage("memory: fc8.weight: the shape differs (expected [5, 208], found [6, 208])");
        Network one = Network.named("alexnet-one-gpu").scaled(0.05, 55, 5);
        assertThatThrownBy(
                        () -> layout.merged(Weights.random(WeightLayout.of(one).parts(), 1)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("missing [conv1.1.bias, conv1.1.weight");
    }

    @Test
    void valuesThatAreNotFiniteAreNamed() {
        Weights weights = Weights.random(WeightLayout.of(small).merged(), 1);
        weights.read("fc7.bias").data()[3] = Float.NaN;
        WeightSource checked = WeightLayout.finite(weights);
        assertThat(checked.get("fc6.bias")).isEqualTo(weights.read("fc6.bias"));
        assertThatThrownBy(() -> checked.get("fc7.bias"))
                .isInstanceOf(WeightsException.class)
                .hasMessage("memory: fc7.bias: value 3 is not finite (expected a finite number, found NaN)");
    }

    /** The whole way: a network's outputs have the same bits with the weights that came back from each form. */
    @Test
    void everyRouteKeepsTheBitsOfTheOutputs(@TempDir Path folder) throws IOException {
        WeightLayout layout = WeightLayout.of(small);
        Weights parts = Weights.random(layout.parts(), 5);
        WeightSource merged = layout.merged(parts);
        Path asTrained = folder.resolve("trained.safetensors");
        Path mergedFile = folder.resolve("merged.safetensors");
        Safetensors.write(asTrained, Map.of(), parts.entries(), parts::read);
        Safetensors.write(mergedFile, Map.of(), merged.entries(), merged::get);
        NpzWriter.write(folder.resolve("w.npz"), merged);
        List<Path> routes = new ArrayList<>(List.of(mergedFile));
        try (NpzFile npz = NpzFile.open(folder.resolve("w.npz"))) {
            routes.add(written(folder.resolve("npz.safetensors"), layout.parts(npz)));
        }
        for (CaffeModelWriter.Form form : CaffeModelWriter.Form.values()) {
            Path file = folder.resolve(form + ".caffemodel");
            CaffeModelWriter.write(file, form, small, merged);
            try (CaffeModelFile caffe = CaffeModelFile.open(file)) {
                routes.add(written(folder.resolve(form + ".safetensors"), layout.parts(caffe)));
            }
        }
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = new SplitNetwork(small, ModelOptions.of(4, 60), devices.devices());
                HostBatch batch = model.newHostBatch()) {
            Batches.fillRandomly(batch, small, 4, 6);
            model.loadWeights(asTrained);
            Evaluation expected = model.evaluate(batch);
            for (Path route : routes) {
                model.initialise(9);
                assertThat(model.evaluate(batch)).as("other weights").isNotEqualTo(expected);
                model.loadWeights(route);
                assertThat(model.evaluate(batch)).as(route.toString()).isEqualTo(expected);
            }
        }
    }

    private static Path written(Path file, WeightSource source) throws IOException {
        Safetensors.write(file, Map.of(), source.entries(), source::get);
        return file;
    }
}
