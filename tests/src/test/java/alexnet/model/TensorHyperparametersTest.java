package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Steps in which tensors have rates and decays of their own, or are frozen, against the update rule written out. */
final class TensorHyperparametersTest {

    private static final int BATCH = 4;
    private static final int SOURCE = 60;
    private static final float MOMENTUM = 0.9f;

    private final Network network = Network.named("alexnet").scaled(0.05, 55, 5);

    @Test
    void everyTensorIsUpdatedWithItsOwnNumbers() {
        Map<String, Hyperparameters.Own> own = Map.of(
                "conv1.0.weight", new Hyperparameters.Own(0.05, 0),
                "conv1.1.bias", new Hyperparameters.Own(0.02, 0.1),
                "fc8.0.weight", new Hyperparameters.Own(0.01, 0.004));
        Hyperparameters hyper = new Hyperparameters(0.01, MOMENTUM, 0.0005, own);
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices);
                HostBatch batch = model.newHostBatch()) {
            step(model, batch, 0, new Hyperparameters(0.01, MOMENTUM, 0.0005));
            Map<String, Tensor> weights = new HashMap<>();
            Map<String, Tensor> momenta = new HashMap<>();
            for (Safetensors.Entry entry : model.tensors()) {
                weights.put(entry.name(), model.readTensor(entry.name()));
                momenta.put(entry.name(), model.readMomentum(entry.name()));
            }
            step(model, batch, 1, hyper);
            for (String name : weights.keySet()) {
                float rate = 0.01f;
                float decay = name.endsWith(".bias") ? 0 : 0.0005f;
                if (own.containsKey(name)) {
                    rate = (float) own.get(name).learningRate();
                    decay = (float) own.get(name).weightDecay();
                }
                float[] w = weights.get(name).data();
                float[] v = momenta.get(name).data();
                float[] g = model.readGradient(name).data();
                for (int i = 0; i < w.length; i++) {
                    v[i] = Math.fma(MOMENTUM, v[i], -(rate * Math.fma(decay, w[i], g[i])));
                    w[i] += v[i];
                }
                assertThat(model.readMomentum(name).data()).as(name).isEqualTo(v);
                assertThat(model.readTensor(name).data()).as(name).isEqualTo(w);
            }
        }
    }

    @Test
    void frozenTensorsKeepGradientMomentumAndWeights() {
        List<String> frozen =
                List.of("conv1.0.weight", "conv1.0.bias", "conv3.1.weight", "fc7.0.weight", "fc8.0.weight");
        Map<String, Hyperparameters.Own> own = new HashMap<>();
        frozen.forEach(name -> own.put(name, new Hyperparameters.Own(0, 0.5)));
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices);
                SplitNetwork other = open(devices);
                HostBatch batch = model.newHostBatch()) {
            Hyperparameters all = new Hyperparameters(0.01, MOMENTUM, 0.0005);
            step(model, batch, 0, all);
            step(other, batch, 0, all);
            Map<String, Tensor> before = new HashMap<>();
            for (String name : frozen) {
                before.put(name + " gradient", model.readGradient(name));
                before.put(name + " momentum", model.readMomentum(name));
                before.put(name + " value", model.readTensor(name));
            }
            step(model, batch, 1, new Hyperparameters(0.01, MOMENTUM, 0.0005, own));
            step(other, batch, 1, all);
            for (String name : frozen) {
                assertThat(model.readGradient(name)).as(name).isEqualTo(before.get(name + " gradient"));
                assertThat(other.readGradient(name)).as(name).isNotEqualTo(before.get(name + " gradient"));
                assertThat(model.readMomentum(name)).as(name).isEqualTo(before.get(name + " momentum"));
                assertThat(model.readTensor(name)).as(name).isEqualTo(before.get(name + " value"));
            }
            // What is not frozen has the gradients that it always has.
            for (Safetensors.Entry entry : model.tensors()) {
                if (!frozen.contains(entry.name())) {
                    assertThat(model.readGradient(entry.name())).isEqualTo(other.readGradient(entry.name()));
                    assertThat(model.readTensor(entry.name())).isEqualTo(other.readTensor(entry.name()));
                }
            }
        }
    }

    @Test
    void anExceptionForATensorThatIsNotThereIsRefused() {
        Hyperparameters hyper =
                new Hyperparameters(0.01, 0.9, 0, Map.of("conv1.weight", new Hyperparameters.Own(0.01, 0)));
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices);
                HostBatch batch = model.newHostBatch()) {
            assertThatThrownBy(() -> step(model, batch, 0, hyper))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("conv1.weight");
        }
    }

    private SplitNetwork open(DeviceSet devices) {
        SplitNetwork model = new SplitNetwork(network, ModelOptions.of(BATCH, SOURCE), devices.devices());
        model.initialise(3);
        model.setMean(Batches.mean(SOURCE, 3));
        return model;
    }

    private void step(SplitNetwork model, HostBatch batch, int step, Hyperparameters hyper) {
        Batches.fillRandomly(batch, network, BATCH, 100 + step);
        model.trainStep(batch, step, hyper);
    }
}
