package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole training steps: the same bits on any list of devices and after a resume, and a loss that falls. */
final class SplitNetworkTest {

    private static final int BATCH = 6;
    private static final int SOURCE = 60;
    private static final Hyperparameters HYPER = new Hyperparameters(0.01, 0.9, 0.0005);

    private final Network network = Network.named("alexnet").scaled(0.05, 55, 5);
    private static final ModelOptions.Libraries CUBLAS =
            new ModelOptions.Libraries(ModelOptions.Gemm.CUBLAS, ModelOptions.Convolution.KERNEL);
    private static final ModelOptions.Libraries CUDNN =
            new ModelOptions.Libraries(ModelOptions.Gemm.KERNEL, ModelOptions.Convolution.CUDNN);
    private final ModelOptions options = ModelOptions.of(BATCH, SOURCE).withSeed(5);

    @Test
    void tenStepsOnTwoDevicesAndOnOneGiveTheSameBits() {
        List<Tensor> two = trained("emulator", 10);
        List<Tensor> one = trained("emulator:0,emulator:0", 10);
        assertThat(two).hasSize(2 * 30);
        assertThat(one).isEqualTo(two);
    }

    @Test
    void stepsAfterAResumeHaveTheBitsOfTheUninterruptedRun(@TempDir Path folder) throws IOException {
        Path weights = folder.resolve("weights.safetensors");
        Path momentum = folder.resolve("momentum.safetensors");
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices)) {
            train(model, 0, 3);
            model.saveWeights(weights, Map.of("step", "3"));
            model.saveMomentum(momentum, Map.of());
        }
        List<Tensor> resumed;
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices)) {
            model.initialise(999);
            model.loadWeights(weights);
            model.loadMomentum(momentum);
            train(model, 3, 6);
            resumed = state(model);
        }
        assertThat(resumed).isEqualTo(trained("emulator", 6));
    }

    @Test
    void theLossFallsOnAFewImages() {
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = new SplitNetwork(network, options.with(dropout(0)), devices.devices());
                HostBatch batch = model.newHostBatch()) {
            model.setMean(Batches.mean(SOURCE, 3));
            model.initialise(1);
            Batches.fillRandomly(batch, network, BATCH, 77);
            double first = model.trainStep(batch, 0, HYPER).loss() / BATCH;
            StepResult last = new StepResult(0, 0, 0, 0);
            for (int step = 1; step < 12; step++) {
                last = model.trainStep(batch, step, HYPER);
            }
            assertThat(first).isBetween(0.5 * Math.log(5), 3 * Math.log(5));
            assertThat(last.loss() / BATCH).isLessThan(0.3 * first);
            assertThat(last.top1()).isGreaterThanOrEqualTo(5);
            assertThat(last.top5()).isEqualTo(BATCH);
        }
    }

    @Test
    void aPartialBatchGivesTheResultsOfTheFullOne() {
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices);
                HostBatch batch = model.newHostBatch()) {
            Batches.fillRandomly(batch, network, BATCH, 31);
            Evaluation full = model.evaluate(batch);
            float[][] features = model.features(batch);
            batch.setCount(BATCH - 2);
            Evaluation partial = model.evaluate(batch);
            assertThat(partial).isEqualTo(firstOf(full, BATCH - 2));
            assertThat(full.loss()).hasSize(BATCH);
            assertThat(full.sums().samples()).isEqualTo(BATCH);
            assertThat(features).hasDimensions(BATCH, 2 * 104);
            for (float[] probabilities : full.probabilities()) {
                double sum = 0;
                for (float probability : probabilities) {
                    sum += probability;
                }
                assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
            }
        }
    }

    /** What lies in the rest of a batch's memory must not reach the weights. */
    @Test
    void aPartialTrainingBatchDoesNotSeeWhatStandsBehindIt() {
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices);
                HostBatch batch = model.newHostBatch()) {
            Batches.fillRandomly(batch, network, BATCH, 31);
            batch.setCount(4);
            StepResult clean = model.trainStep(batch, 7, HYPER);
            List<Tensor> after = state(model);
            model.initialise(3);
            Batches.fillRandomly(batch, network, BATCH, 99);
            Batches.fillRandomly(batch, network, 4, 31);
            assertThat(model.trainStep(batch, 7, HYPER)).isEqualTo(clean);
            assertThat(state(model)).isEqualTo(after);
            assertThat(clean.samples()).isEqualTo(4);
        }
    }

    @Test
    void initialValuesFollowTheNamesAndTheOptions() {
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices)) {
            Tensor fc6 = model.readTensor("fc6.0.weight");
            assertThat(fc6.shape()).containsExactly(104, 16);
            // 0.01 * sqrt(9216 / 16), with 104 * 16 samples
            assertThat(deviation(fc6.data())).isBetween(0.24 * 0.95, 0.24 * 1.05);
            assertThat(model.readTensor("fc6.1.weight").data()).isNotEqualTo(fc6.data());
            assertThat(model.readTensor("fc6.1.bias").data()).containsOnly(0.1f);
            assertThat(model.readTensor("conv3.0.bias").data()).containsOnly(0);
            assertThat(model.readMomentum("fc6.0.weight").data()).containsOnly(0);
            assertThat(deviation(model.readTensor("conv1.0.weight").data())).isBetween(0.0094, 0.0106);
            model.initialise(4);
            assertThat(model.readTensor("fc6.0.weight")).isNotEqualTo(fc6);
            model.initialise(3);
            assertThat(model.readTensor("fc6.0.weight")).isEqualTo(fc6);
        }
        ModelOptions literal = options.with(new ModelOptions.Start(OptionalDouble.of(1), Optional.of(false)));
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = new SplitNetwork(network, literal, devices.devices())) {
            model.initialise(3);
            assertThat(model.readTensor("fc6.1.bias").data()).containsOnly(1);
            assertThat(deviation(model.readTensor("fc6.0.weight").data())).isBetween(0.0095, 0.0105);
        }
    }

    @Test
    void tensorsThatAreNotTheNetworksAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("w.safetensors");
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork model = open(devices);
                SplitNetwork wider =
                        new SplitNetwork(Network.named("alexnet").scaled(0.18, 55, 5), options, devices.devices())) {
            assertThatThrownBy(() -> model.readTensor("fc8.1.weight"))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("no such tensor, did you mean 'fc6.1.weight'?");
            assertThatThrownBy(() -> model.writeTensor(new Tensor("fc8.0.bias", new int[] {4}, new float[4])))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("fc8.0.bias: the shape differs (expected [5], found [4])");
            wider.saveWeights(file, Map.of());
            List<Tensor> before = state(model);
            assertThatThrownBy(() -> model.loadWeights(file))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining("the shape differs");
            assertThat(state(model)).isEqualTo(before);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingRuns() {
        assertThatThrownBy(() -> ModelOptions.of(0, 60))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith("--batch-size:");
        assertThatThrownBy(() -> options.with(dropout(1)))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith("--dropout:");
        try (DeviceSet devices = Devices.open("emulator:0")) {
            assertThatThrownBy(() -> new SplitNetwork(network, options, devices.devices()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("expected 2, found 1");
        }
        try (DeviceSet devices = Devices.open("emulator")) {
            assertThatThrownBy(() -> new SplitNetwork(network, ModelOptions.of(1, 54), devices.devices()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("expected at least 55, found 54");
            assertThatThrownBy(() -> new SplitNetwork(network, options.with(CUBLAS), devices.devices()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageStartingWith("--gemm: emulator:0 has no vendor library");
            assertThatThrownBy(() -> new SplitNetwork(network, options.with(CUDNN), devices.devices()))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageStartingWith("--conv: emulator:0 has no vendor library");
            try (SplitNetwork model = open(devices);
                    HostBatch batch = model.newHostBatch()) {
                assertThatThrownBy(() -> model.trainStep(batch, 0, HYPER)).hasMessageContaining("no images");
                assertThatThrownBy(() -> batch.setCount(BATCH + 1)).hasMessageContaining("expected 0 to 6, found 7");
                Batches.fillRandomly(batch, network, BATCH, 1);
                batch.labels().put(2, 5);
                assertThatThrownBy(() -> model.evaluate(batch))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("batch: label of image 2 (expected -1 to 4, found 5)");
                batch.labels().put(2, 0);
                batch.cropY().put(1, 6);
                assertThatThrownBy(() -> model.evaluate(batch))
                        .hasMessage("batch: first row of the crop of image 1 (expected 0 to 5, found 6)");
            }
        }
    }

    private List<Tensor> trained(String list, int steps) {
        try (DeviceSet devices = Devices.open(list);
                SplitNetwork model = open(devices)) {
            train(model, 0, steps);
            return state(model);
        }
    }

    private SplitNetwork open(DeviceSet devices) {
        SplitNetwork model = new SplitNetwork(network, options, devices.devices());
        model.setMean(Batches.mean(SOURCE, 3));
        model.initialise(3);
        return model;
    }

    private void train(SplitNetwork model, int from, int to) {
        try (HostBatch batch = model.newHostBatch()) {
            for (int step = from; step < to; step++) {
                Batches.fillRandomly(batch, network, step % 2 == 0 ? BATCH : BATCH - 1, step);
                StepResult result = model.trainStep(batch, step, HYPER);
                assertThat(result.loss()).isFinite();
            }
        }
    }

    /** Weights, then momenta. */
    private static List<Tensor> state(SplitNetwork model) {
        List<Tensor> tensors = new ArrayList<>();
        model.tensors().forEach(entry -> tensors.add(model.readTensor(entry.name())));
        model.tensors().forEach(entry -> tensors.add(model.readMomentum(entry.name())));
        return tensors;
    }

    private static Evaluation firstOf(Evaluation all, int count) {
        return new Evaluation(
                Arrays.copyOf(all.loss(), count),
                Arrays.copyOf(all.top1(), count),
                Arrays.copyOf(all.top5(), count),
                Arrays.copyOf(all.probabilities(), count));
    }

    private static ModelOptions.Dropout dropout(double probability) {
        return new ModelOptions.Dropout(5, OptionalDouble.of(probability));
    }

    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }
}
