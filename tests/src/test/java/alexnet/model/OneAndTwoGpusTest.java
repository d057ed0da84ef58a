package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a network on one GPU and the same network split over two must have in common: every bit. */
final class OneAndTwoGpusTest {

    private static final int SOURCE = 10;
    private static final int BATCH = 5;
    private static final int STEPS = 3;
    private static final Hyperparameters HYPER = new Hyperparameters(0.05, 0.9, 0.001);

    private static final String HEAD = """
            name: %s
            gpus: %d
            input: {channels: 3, crop: 8, size: 9}
            classes: 5
            layers:
            """;

    /**
     * What a network gave.
     *
     * @param scores after training
     * @param tensors weights behind {@link #STEPS} steps, gradients of the last one, momenta; two parts joined into one
     */
    private record Outcome(Evaluation scores, List<StepResult> steps, List<Tensor> tensors) {}

    @Test
    void groupsOnOneGpuGiveTheBitsOfHalvesOnTwo() {
        Network one = Network.parse("one.yaml", HEAD.formatted("one", 1) + """
                  - {name: first, kind: conv, gpus: [0], reads: data, filters: 12, size: 3, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: second, kind: conv, gpus: [0], reads: first, filters: 40, groups: 2, size: 5, padding: 2, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: third, kind: conv, gpus: [0], reads: second, filters: 8, groups: 2, size: 3, activation: none, deviation: 0.1, bias: 0}
                  - {name: head, kind: fully_connected, gpus: [0], reads: third, outputs: classes, activation: none, deviation: 0.1, bias: 0}
                  - {name: softmax, kind: softmax, gpus: [0], reads: head}
                """);
        Network two = Network.parse("two.yaml", HEAD.formatted("two", 2) + """
                  - {name: first, kind: conv, gpus: [0, 1], reads: data, filters: 6, size: 3, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: second, kind: conv, gpus: [0, 1], reads: first, from: own, filters: 20, size: 5, padding: 2, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: third, kind: conv, gpus: [0, 1], reads: second, filters: 4, size: 3, activation: none, deviation: 0.1, bias: 0}
                  - {name: head, kind: fully_connected, gpus: [0], reads: third, from: both, outputs: classes, activation: none, deviation: 0.1, bias: 0}
                  - {name: softmax, kind: softmax, gpus: [0], reads: head}
                """);
        assertThat(one.layers().get(1).parameters().get(0).shape()).containsExactly(40, 6, 5, 5);
        assertThat(one.layers().get(1).parameters().get(0).fanIn()).isEqualTo(6 * 5 * 5);
        assertThat(NetworkSummary.of(one, 1).parameters())
                .isEqualTo(NetworkSummary.of(two, 1).parameters());
        assertThat(NetworkSummary.of(one, 1).multiplyAdds())
                .isEqualTo(NetworkSummary.of(two, 1).multiplyAdds());
        assertSameBits(one, two);
    }

    /** 96 maps, 48 on each GPU; the windows of maps 46 to 49 have maps of both. */
    @Test
    void normalisationAcrossTheBorderGivesTheBitsOfAllMapsOnOneGpu() {
        Network one = Network.parse("one.yaml", HEAD.formatted("one", 1) + """
                  - {name: first, kind: conv, gpus: [0], reads: data, filters: 16, size: 3, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: second, kind: conv, gpus: [0], reads: first, filters: 96, groups: 2, size: 3, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: norm, kind: lrn, gpus: [0], reads: second, size: 5, k: 1, alpha: 0.1, beta: 0.75}
                  - {name: pool, kind: max_pool, gpus: [0], reads: norm, size: 3, stride: 2}
                  - {name: third, kind: conv, gpus: [0], reads: pool, filters: 8, groups: 2, size: 1, activation: none, deviation: 0.1, bias: 0}
                  - {name: head, kind: fully_connected, gpus: [0], reads: third, outputs: classes, activation: none, deviation: 0.1, bias: 0}
                  - {name: softmax, kind: softmax, gpus: [0], reads: head}
                """);
        String split = HEAD.formatted("two", 2) + """
                  - {name: first, kind: conv, gpus: [0, 1], reads: data, filters: 8, size: 3, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: second, kind: conv, gpus: [0, 1], reads: first, filters: 48, size: 3, activation: relu, deviation: 0.1, bias: 0.1}
                  - {name: norm, kind: lrn, gpus: [0, 1], reads: second, from: border, size: 5, k: 1, alpha: 0.1, beta: 0.75}
                  - {name: pool, kind: max_pool, gpus: [0, 1], reads: norm, size: 3, stride: 2}
                  - {name: third, kind: conv, gpus: [0, 1], reads: pool, filters: 4, size: 1, activation: none, deviation: 0.1, bias: 0}
                  - {name: head, kind: fully_connected, gpus: [0], reads: third, from: both, outputs: classes, activation: none, deviation: 0.1, bias: 0}
                  - {name: softmax, kind: softmax, gpus: [0], reads: head}
                """;
        Network two = Network.parse("two.yaml", split);
        assertSameBits(one, two);
        Network stopping = Network.parse("own.yaml", split.replace("from: border", "from: own"));
        List<Tensor> start = new ArrayList<>();
        float[] across = biasGradients(run(two, "emulator:0,emulator:1", two, start));
        float[] own = biasGradients(run(stopping, "emulator:0,emulator:1", two, start));
        assertThat(across).hasSize(96);
        for (int map = 46; map < 50; map++) {
            assertThat(across[map]).as("map %d sees the other GPU", map).isNotEqualTo(own[map]);
        }
    }

    /** Of the convolution in front of the normalisation, one for each map. */
    private static float[] biasGradients(Outcome outcome) {
        int perKind = outcome.tensors.size() / 3;
        return outcome.tensors.subList(perKind, 2 * perKind).stream()
                .filter(tensor -> tensor.name().equals("second.0.bias"))
                .findFirst()
                .orElseThrow()
                .data();
    }

    private static void assertSameBits(Network one, Network two) {
        List<Tensor> start = new ArrayList<>();
        Outcome apart = run(two, "emulator:0,emulator:1", two, start);
        Outcome together = run(two, "emulator:0,emulator:0", two, start);
        Outcome joined = run(one, "emulator:0", two, start);
        assertThat(apart.tensors).hasSize(3 * 8);
        assertThat(apart.steps.get(STEPS - 1).loss())
                .isNotEqualTo(apart.steps.get(0).loss());
        assertThat(together).isEqualTo(apart);
        assertThat(joined).isEqualTo(apart);
    }

    /** Trains from {@code start}, which the first run makes. */
    private static Outcome run(Network network, String list, Network split, List<Tensor> start) {
        try (DeviceSet devices = Devices.open(list);
                SplitNetwork model =
                        new SplitNetwork(network, ModelOptions.of(BATCH, SOURCE).withSeed(3), devices.devices());
                HostBatch batch = model.newHostBatch()) {
            model.setMean(Batches.mean(SOURCE, 3));
            if (start.isEmpty()) {
                model.initialise(8);
                start.addAll(joined(split, name -> model.readTensor(name)));
            } else {
                write(model, start);
            }
            List<StepResult> steps = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                Batches.fillRandomly(batch, network, BATCH, 40 + step);
                steps.add(model.trainStep(batch, step, HYPER));
            }
            List<Tensor> tensors = new ArrayList<>(joined(network, model::readTensor));
            tensors.addAll(joined(network, model::readGradient));
            tensors.addAll(joined(network, model::readMomentum));
            return new Outcome(model.evaluate(batch), steps, tensors);
        }
    }

    private interface Reader {
        Tensor read(String name);
    }

    /** Both parts of every tensor as one, under the name of the first; a tensor of one part as it is. */
    private static List<Tensor> joined(Network network, Reader reader) {
        List<Tensor> tensors = new ArrayList<>();
        for (PlannedLayer layer : network.layers()) {
            layer.parameters().forEach(parameter -> {
                List<Tensor> parts = layer.spec().gpus().stream()
                        .map(gpu -> reader.read(layer.tensorName(gpu, parameter)))
                        .toList();
                Tensor first = parts.get(0);
                int[] shape = first.shape().clone();
                shape[0] *= parts.size();
                float[] values = new float[first.data().length * parts.size()];
                for (int i = 0; i < parts.size(); i++) {
                    System.arraycopy(parts.get(i).data(), 0, values, i * first.data().length, first.data().length);
                }
                tensors.add(new Tensor(first.name(), shape, values));
            });
        }
        return tensors;
    }

    /** Writes joined tensors, cut where the network has two parts. */
    private static void write(SplitNetwork model, List<Tensor> joined) {
        int next = 0;
        for (PlannedLayer layer : model.network().layers()) {
            for (int p = 0; p < layer.parameters().size(); p++) {
                Tensor all = joined.get(next++);
                int parts = layer.spec().gpus().size();
                int length = all.data().length / parts;
                for (int part = 0; part < parts; part++) {
                    int[] shape = all.shape().clone();
                    shape[0] /= parts;
                    float[] values = new float[length];
                    System.arraycopy(all.data(), part * length, values, 0, length);
                    String name = layer.tensorName(
                            layer.spec().gpus().get(part), layer.parameters().get(p));
                    model.writeTensor(new Tensor(name, shape, values));
                }
            }
        }
    }
}
