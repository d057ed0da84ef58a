package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.kernels.Philox;
import alexnet.model.HostBatch;
import alexnet.model.Hyperparameters;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.NetworkText;
import alexnet.model.SplitNetwork;
import alexnet.model.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The first two layers of the preset caffe with their real 48 and 128 maps on each of two devices, against PyTorch's
 * normalisation over all 96 and 256 maps: above all the maps next to the border, 46 to 49 and 126 to 129.
 */
final class GoldenBorderTest {

    private static final double LIMIT = 1e-5;
    private static final int BATCH = 3;
    private static final int SIZE = 27;

    private static final String NETWORK = NetworkText.of("border", 2, 27, 10, """
            - {name: conv1, kind: conv, gpus: [0, 1], reads: data, filters: 48, size: 11, stride: 4, activation: relu, deviation: 0, bias: 0.5}
            - {name: norm1, kind: lrn, gpus: [0, 1], reads: conv1, from: %1$s, size: 5, k: 1, alpha: 0.00002, beta: 0.75}
            - {name: pool1, kind: max_pool, gpus: [0, 1], reads: norm1, size: 3, stride: 2}
            - {name: conv2, kind: conv, gpus: [0, 1], reads: pool1, filters: 128, size: 5, padding: 2, activation: relu, deviation: 0, bias: 0.5}
            - {name: norm2, kind: lrn, gpus: [0, 1], reads: conv2, from: %1$s, size: 5, k: 1, alpha: 0.00002, beta: 0.75}
            - {name: head, kind: fully_connected, gpus: [0], reads: norm2, from: both, outputs: classes, activation: none, deviation: 0, bias: 0}
            - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """);

    private final GoldenFile golden = GoldenFile.open("border");

    @Test
    void normalisationAcrossTheBorderAgreesWithPyTorchOverAllMaps() {
        Deviation deviation = reported("border", "border", "two devices, norms across the border");
        assertThat(deviation.tensors()).isEqualTo(11);
        deviation.requireWithin(LIMIT);
    }

    /** The same network that stops at the border differs in the maps next to it, and in layer 1 in no others. */
    @Test
    void normalisationThatStopsAtTheBorderDiffersThere() {
        Deviation deviation = reported("own", "border-stop", "two devices, norms stop at the border");
        assertThat(deviation.of("norm1, other maps")).isLessThan(LIMIT);
        for (String tensor : new String[] {
            "norm1, maps 46 to 49", "norm2, maps 126 to 129", "logits", "d conv1.weight, rows 44 to 51"
        }) {
            assertThat(deviation.of(tensor)).as(tensor).isGreaterThan(1000 * LIMIT);
        }
    }

    private Deviation reported(String from, String name, String row) {
        Deviation deviation = compare(from);
        AgreementReport report = new AgreementReport(name);
        report.add(row, deviation);
        report.write();
        return deviation;
    }

    private Deviation compare(String from) {
        Network network = Network.parse("border.yaml", NETWORK.formatted(from));
        Deviation deviation = new Deviation();
        try (DeviceSet devices = Devices.open("emulator:0,emulator:1");
                SplitNetwork model = new SplitNetwork(network, ModelOptions.of(BATCH, SIZE), devices.devices());
                HostBatch batch = model.newHostBatch()) {
            float[] mean = new float[3 * SIZE * SIZE];
            Arrays.fill(mean, 128);
            model.setMean(mean);
            model.initialise(1);
            writeDrawn(model, "conv1", 0, 0.25f);
            writeDrawn(model, "conv2", 1, 0.0625f);
            writeDrawn(model, "head", 2, 0.001953125f);
            batch.images().put(0, golden.bytes("images"));
            batch.labels().put(0, golden.ints("labels"));
            for (int n = 0; n < BATCH; n++) {
                batch.cropX().put(n, 0);
                batch.cropY().put(n, 0);
                batch.mirror().put(n, 0);
                for (int c = 0; c < 3; c++) {
                    batch.colour().put(c * BATCH + n, 0);
                }
            }
            batch.setCount(BATCH);
            model.trainStep(batch, 0, new Hyperparameters(0, 0, 0));
            addMaps(deviation, "norm1", both(model.readOutput("norm1", 0), model.readOutput("norm1", 1)), 96);
            addMaps(deviation, "norm2", both(model.readOutput("norm2", 0), model.readOutput("norm2", 1)), 256);
            deviation.add("logits", model.readOutput("head", 0), golden.batchInnermost("logits.double"));
            for (String layer : new String[] {"conv1", "conv2"}) {
                float[] bias = both(gradient(model, layer + ".0.bias"), gradient(model, layer + ".1.bias"));
                deviation.add("d " + layer + ".bias", bias, golden.doubles("gradient." + layer + ".bias.double"));
                int first = bias.length / 2 - 4;
                float[] weight = both(gradient(model, layer + ".0.weight"), gradient(model, layer + ".1.weight"));
                int row = weight.length / bias.length;
                deviation.add(
                        "d " + layer + ".weight, rows " + first + " to " + (first + 7),
                        Arrays.copyOfRange(weight, first * row, (first + 8) * row),
                        golden.doubles("gradient." + layer + ".weight.rows" + first + "to" + (first + 7) + ".double"));
            }
        }
        return deviation;
    }

    /** All maps, the four whose windows cross the border, and the others. */
    private void addMaps(Deviation deviation, String norm, float[] found, int maps) {
        double[] expected = golden.batchInnermost(norm + ".double");
        int map = found.length / maps;
        int first = maps / 2 - 2;
        deviation.add(norm, found, expected);
        deviation.add(
                norm + ", maps " + first + " to " + (first + 3),
                Arrays.copyOfRange(found, first * map, (first + 4) * map),
                Arrays.copyOfRange(expected, first * map, (first + 4) * map));
        Arrays.fill(found, first * map, (first + 4) * map, 0);
        Arrays.fill(expected, first * map, (first + 4) * map, 0);
        deviation.add(norm + ", other maps", found, expected);
    }

    /** The draws of networks.py: multiples of 2^-24 in [0, 1), shifted and scaled; exact in float32. */
    private static void writeDrawn(SplitNetwork model, String layer, int index, float limit) {
        Philox draws = new Philox(2012, 5, index);
        for (int gpu = 0; gpu < 2; gpu++) {
            String name = layer + "." + gpu + ".weight";
            if (model.tensors().stream().noneMatch(entry -> entry.name().equals(name))) {
                return;
            }
            Tensor weight = model.readTensor(name);
            for (int i = 0; i < weight.data().length; i++) {
                weight.data()[i] = (draws.nextFloat() - 0.5f) * (2 * limit);
            }
            model.writeTensor(weight);
        }
    }

    private static float[] gradient(SplitNetwork model, String name) {
        return model.readGradient(name).data();
    }

    private static float[] both(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
