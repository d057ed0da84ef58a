package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.Evaluation;
import alexnet.model.HostBatch;
import alexnet.model.Hyperparameters;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.Safetensors;
import alexnet.model.SplitNetwork;
import alexnet.model.StepResult;
import alexnet.model.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The ten steps of one preset's golden file on two emulated devices. Its tensors are merged, rows of GPU 0 before those of
 * GPU 1; each GPU here gets its rows, and what it gives is laid together again.
 */
final class GoldenTraining implements AutoCloseable {

    static final int BATCH = 6;
    static final int STEPS = 10;
    static final float RATE = 0.01f;
    static final float MOMENTUM = 0.9f;
    static final float DECAY = 0.0005f;
    /** Seed of the dropout masks. */
    private static final long SEED = 20120930;

    private static final int SOURCE = 72;

    private final GoldenFile data = GoldenFile.open("data");
    private final GoldenFile golden;
    private final GoldenFile late;
    private final DeviceSet devices = Devices.open("emulator:0,emulator:1");
    private final SplitNetwork model;
    private final HostBatch batch;
    private final double biasRate;
    /** uint8 (M,S,S,3). */
    private final byte[] images = data.bytes("images");

    /**
     * A network with the file's first weights.
     *
     * @param preset name of the golden file
     * @param biasRate learning rate of the biases, times that of the weights
     */
    GoldenTraining(String preset, Network network, double biasRate) {
        this.biasRate = biasRate;
        golden = GoldenFile.open(preset);
        late = GoldenFile.open(preset + "-after");
        model = new SplitNetwork(network, ModelOptions.of(BATCH, SOURCE).withSeed(SEED), devices.devices());
        batch = model.newHostBatch();
        model.setMean(data.floats("mean"));
        model.initialise(1);
        weights().forEach(model::writeTensor);
    }

    SplitNetwork model() {
        return model;
    }

    GoldenFile golden() {
        return golden;
    }

    /** The file's first weights, as the parts of the two GPUs. */
    List<Tensor> weights() {
        List<Tensor> parts = new ArrayList<>();
        for (Safetensors.Entry part : model.tensors()) {
            float[] merged = golden.floats("weights." + merged(part.name()));
            int elements = Tensor.elements(part.shape());
            int first = gpu(part.name()) * elements;
            assertThat(merged.length % elements).as(part.name()).isZero();
            parts.add(new Tensor(part.name(), part.shape(), Arrays.copyOfRange(merged, first, first + elements)));
        }
        return parts;
    }

    /** Logits and losses of the first batch, without dropout. */
    Deviation evaluate() {
        fill(0);
        Evaluation evaluation = model.evaluate(batch);
        Deviation deviation = new Deviation();
        deviation.add("logits", model.readOutput("fc8", 0), golden.batchInnermost("evaluate.logits.double"));
        deviation.add("losses", evaluation.loss(), golden.doubles("evaluate.loss.double"));
        return deviation;
    }

    /** One step of training on its own batch; gives the mean loss. */
    double step(int step) {
        return step(step, RATE);
    }

    /** One step that leaves the weights as they are; gradients can be read. */
    double stepWithoutUpdate(int step) {
        return step(step, 0);
    }

    /** Logits of the last training step and all gradients, held against those of the file's first. */
    Deviation firstStep() {
        Deviation deviation = new Deviation();
        deviation.add("logits", model.readOutput("fc8", 0), golden.batchInnermost("train.logits.double"));
        merged(model::readGradient)
                .forEach((name, found) ->
                        deviation.add("d " + name, found, golden.doubles("gradient." + name + ".double")));
        return deviation;
    }

    /** Mean losses of all steps. */
    Deviation losses(float... losses) {
        Deviation deviation = new Deviation();
        deviation.add("losses", losses, late.doubles("train.loss.double"));
        return deviation;
    }

    /** The weights now against those of the file after ten steps, relative to the norm of these. */
    Deviation weightsAfter() {
        Deviation deviation = new Deviation();
        merged(model::readTensor)
                .forEach((name, found) -> deviation.add(name, found, late.doubles("after." + name + ".double")));
        return deviation;
    }

    /** The same distances relative to the way that the weights went in ten steps. */
    Deviation wayOfWeights() {
        Deviation deviation = new Deviation();
        merged(model::readTensor).forEach((name, found) -> {
            double[] after = late.doubles("after." + name + ".double");
            double way = Deviation.distance(golden.floats("weights." + name), after);
            deviation.put(name, Deviation.distance(found, after) / way);
        });
        return deviation;
    }

    private double step(int step, float rate) {
        fill(step);
        StepResult result = model.trainStep(batch, step, new Hyperparameters(rate, MOMENTUM, DECAY, exceptions(rate)));
        assertThat(result.samples()).isEqualTo(BATCH);
        return result.loss() / BATCH;
    }

    private Map<String, Hyperparameters.Own> exceptions(float rate) {
        Map<String, Hyperparameters.Own> biases = new HashMap<>();
        if (biasRate != 1) {
            model.tensors().stream()
                    .filter(entry -> entry.name().endsWith(".bias"))
                    .forEach(entry -> biases.put(entry.name(), new Hyperparameters.Own(rate * biasRate, 0)));
        }
        return biases;
    }

    private void fill(int step) {
        int imageBytes = 3 * SOURCE * SOURCE;
        int[] crops = golden.ints("steps.crop");
        int[] choice = data.ints("steps.image");
        int[] labels = data.ints("steps.label");
        int[] mirrors = data.ints("steps.mirror");
        float[] colours = data.floats("steps.colour");
        for (int n = 0; n < BATCH; n++) {
            int at = step * BATCH + n;
            batch.images().put(n * imageBytes, images, choice[at] * imageBytes, imageBytes);
            batch.labels().put(n, labels[at]);
            batch.cropY().put(n, crops[at]);
            batch.cropX().put(n, crops[STEPS * BATCH + at]);
            batch.mirror().put(n, mirrors[at]);
            for (int c = 0; c < 3; c++) {
                batch.colour().put(c * BATCH + n, colours[(step * 3 + c) * BATCH + n]);
            }
        }
        batch.setCount(BATCH);
    }

    /** All tensors under their merged names, GPU 0's rows first. */
    private Map<String, float[]> merged(Function<String, Tensor> source) {
        Map<String, float[]> merged = new HashMap<>();
        for (Safetensors.Entry part : model.tensors()) {
            merged.merge(merged(part.name()), source.apply(part.name()).data(), GoldenTraining::joined);
        }
        assertThat(merged.keySet()).containsExactlyInAnyOrderElementsOf(golden.namesAfter("weights."));
        return merged;
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** {@code conv1.1.weight} to {@code conv1.weight}. */
    private static String merged(String part) {
        return part.replaceFirst("\\.[01]\\.", ".");
    }

    private static int gpu(String part) {
        return Integer.parseInt(part.split("\\.")[1]);
    }

    @Override
    public void close() {
        batch.close();
        model.close();
        devices.close();
    }
}
