package alexnet.model;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.kernels.KernelLibrary;
import alexnet.model.layer.LayerSpec.From;
import alexnet.model.layer.ParameterBuffers;
import alexnet.model.text.Spelling;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A network on the devices that its file names by number: GPU g of the file is the g-th device of the list. The list
 * may name one device more than once; each GPU of the file then has a stream of its own on it. Bits do not depend on
 * the list.
 *
 * <p>To be used by one thread at a time.
 */
public final class SplitNetwork implements AutoCloseable {

    private final Network network;
    private final ModelOptions options;
    private final Map<Device, KernelLibrary> kernels = new IdentityHashMap<>();
    private final List<GpuPart> gpus = new ArrayList<>();
    /** By index of the layer that reads from several GPUs. */
    private final Map<Integer, Exchange> exchanges = new HashMap<>();

    private final Map<String, ParameterBuffers> tensors = new TreeMap<>();

    /**
     * Puts the network on the devices; all weights and momenta are zero then.
     *
     * @param devices one per GPU of the network; more are not used
     * @throws NetworkException when there are fewer devices than the network has GPUs, or the source images are smaller
     *     than the crop, or an optional library is asked for that a device does not have
     * @throws alexnet.engine.OutOfDeviceMemoryException when it does not fit
     */
    public SplitNetwork(Network network, ModelOptions options, List<Device> devices) {
        this.network = network;
        this.options = options;
        if (devices.size() < network.gpus()) {
            throw new NetworkException(
                    "--devices: " + network.name() + " is split over more GPUs than were named (expected "
                            + network.gpus() + ", found " + devices.size() + ")",
                    "one device can be named twice, such as cuda:0,cuda:0");
        }
        if (options.sourceSize() < network.cropSize()) {
            throw new NetworkException("--input-size: the images are smaller than the crops (expected at least "
                    + network.cropSize() + ", found " + options.sourceSize() + ")");
        }
        try {
            for (int gpu = 0; gpu < network.gpus(); gpu++) {
                KernelLibrary library = kernels.computeIfAbsent(devices.get(gpu), KernelLibrary::new);
                gpus.add(new GpuPart(network, options, gpu, library));
                tensors.putAll(gpus.get(gpu).parameters());
            }
            for (PlannedLayer layer : network.layers()) {
                if (layer.spec().from() != From.OWN) {
                    exchanges.put(layer.index(), Exchange.of(network.layers().get(layer.producer()), layer, gpus));
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public Network network() {
        return network;
    }

    public ModelOptions options() {
        return options;
    }

    /** A batch of the size that {@link #trainStep} and {@link #evaluate} take; the caller closes it. */
    public HostBatch newHostBatch() {
        long bytes = HostBatch.bytes(options.batchSize(), options.sourceSize());
        return new HostBatch(gpus.get(0).device().allocateHost(bytes), options.batchSize(), options.sourceSize());
    }

    /**
     * Sets the mean image; its middle is subtracted from every crop. It is zero before.
     *
     * @param mean (S,S,3) with S the source size
     */
    public void setMean(float[] mean) {
        int expected = 3 * options.sourceSize() * options.sourceSize();
        if (mean.length != expected) {
            throw new IllegalArgumentException(
                    "mean image: number of values (expected " + expected + ", found " + mean.length + ")");
        }
        for (GpuPart gpu : gpus) {
            if (gpu.feed() != null) {
                gpu.feed().setMean(mean);
            }
        }
    }

    /** Fills the weights from a seed and zeroes the momenta; a tensor's values depend on seed and name only. */
    public void initialise(long seed) {
        InitialValues initial = new InitialValues(network, options);
        // The values take seconds at full size, so tensors are made side by side; writing stays with this thread.
        initial.all(seed).forEach((name, values) -> tensors.get(name).value().write(values));
        for (GpuPart gpu : gpus) {
            gpu.parameters().values().forEach(tensor -> gpu.stream().zero(tensor.momentum()));
        }
        synchronize();
    }

    /**
     * One step of stochastic gradient descent on the mean loss over the batch's images. When it returns, the devices
     * have read the batch and it may be filled again.
     *
     * @param step number of the step, from which (with the options' seed) the dropout masks follow
     * @throws IllegalArgumentException when the batch is empty or of another size, or a label, crop or mirror is out of
     *     range
     * @throws WeightsException when an exception of the hyper-parameters names no tensor of this network
     */
    public StepResult trainStep(HostBatch batch, long step, Hyperparameters hyperparameters) {
        if (batch.count() == 0) {
            throw new IllegalArgumentException("training step: the batch has no images");
        }
        hyperparameters.exceptions().keySet().forEach(this::tensor);
        forward(batch, true, step);
        backward(step, 1f / batch.count(), hyperparameters);
        gpus.forEach(gpu -> gpu.update(hyperparameters));
        return scores(batch.count()).sums();
    }

    /**
     * Loss, scores and probabilities for every image of the batch, without dropout.
     *
     * @throws IllegalArgumentException as {@link #trainStep}, but for the empty batch
     */
    public Evaluation evaluate(HostBatch batch) {
        forward(batch, false, 0);
        PlannedLayer last = network.layers().get(network.layers().size() - 1);
        Evaluation scores = scores(batch.count());
        return new Evaluation(
                scores.loss(),
                scores.top1(),
                scores.top5(),
                perImage(home(last).output(last), network.classes(), batch.count()));
    }

    /**
     * For every image, what the last fully connected layer reads (4,096 values at full size), without dropout.
     *
     * @throws IllegalArgumentException as {@link #evaluate}
     */
    public float[][] features(HostBatch batch) {
        forward(batch, false, 0);
        synchronize();
        PlannedLayer head = network.layers().stream()
                .filter(layer -> !layer.parameters().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow(() -> new NetworkException(network.name() + ": no layer has weights"));
        return perImage(home(head).input(head), head.input().elements(), batch.count());
    }

    /**
     * What one GPU's part of a layer gave in the last pass, training or not: (K,P,Q,N) with N the options' batch size.
     *
     * @throws NetworkException when there is no such layer, or no part of it on that GPU
     */
    public float[] readOutput(String layer, int gpu) {
        PlannedLayer planned = network.layers().stream()
                .filter(candidate -> candidate.spec().name().equals(layer))
                .findFirst()
                .orElseThrow(() -> new NetworkException(network.name() + ": no such layer (found " + layer + ")"));
        if (!planned.spec().gpus().contains(gpu)) {
            throw new NetworkException(layer + ": no part on this GPU (expected one of "
                    + planned.spec().gpus() + ", found " + gpu + ")");
        }
        return gpus.get(gpu).output(planned).toFloats();
    }

    /** Names and shapes of all trained tensors, sorted by name. */
    public List<Safetensors.Entry> tensors() {
        return tensors.entrySet().stream()
                .map(tensor -> new Safetensors.Entry(tensor.getKey(), shape(tensor.getValue())))
                .toList();
    }

    /** @throws WeightsException when there is no tensor of that name */
    public Tensor readTensor(String name) {
        return read(name, tensor(name).value());
    }

    /**
     * The gradient of a tensor in the last training step in which it was not frozen: of the mean loss, without weight
     * decay.
     */
    public Tensor readGradient(String name) {
        return read(name, tensor(name).gradient());
    }

    /** @throws WeightsException when there is no tensor of that name */
    public Tensor readMomentum(String name) {
        return read(name, tensor(name).momentum());
    }

    /** @throws WeightsException when there is no such tensor or its shape differs */
    public void writeTensor(Tensor tensor) {
        checked(tensor).value().write(tensor.data());
    }

    /** Writes all weights as safetensors and flushes them to disk. */
    public void saveWeights(Path file, Map<String, String> metadata) throws IOException {
        Safetensors.write(file, metadata, tensors(), this::readTensor);
    }

    /** Writes all momenta as safetensors, under the names of their weights, and flushes them to disk. */
    public void saveMomentum(Path file, Map<String, String> metadata) throws IOException {
        Safetensors.write(file, metadata, tensors(), this::readMomentum);
    }

    /**
     * Reads all weights from a file of safetensors, as trained or merged.
     *
     * @throws WeightsException when the file is damaged or its tensors are not exactly this network's; no weight has
     *     changed then
     */
    public void loadWeights(Path file) throws IOException {
        load(file, ParameterBuffers::value);
    }

    /**
     * Reads all momenta from a file of safetensors.
     *
     * @throws WeightsException when the file is damaged or its tensors are not exactly this network's; no momentum has
     *     changed then
     */
    public void loadMomentum(Path file) throws IOException {
        load(file, ParameterBuffers::momentum);
    }

    private void forward(HostBatch batch, boolean isTraining, long step) {
        check(batch);
        for (GpuPart gpu : gpus) {
            if (gpu.feed() != null) {
                gpu.feed().take(batch);
            }
        }
        for (PlannedLayer layer : network.layers()) {
            Exchange before = exchanges.get(layer.index());
            if (before != null) {
                before.forward();
            }
            Exchange behind = exchanges.get(layer.index() + 1);
            for (int index : layer.spec().gpus()) {
                GpuPart gpu = gpus.get(index);
                if (behind != null) {
                    behind.beforeProducer(gpu);
                }
                gpu.forward(layer, gpu.pass(isTraining, step));
            }
        }
    }

    private void backward(long step, float gradientScale, Hyperparameters hyperparameters) {
        for (int i = network.layers().size() - 1; i >= 0; i--) {
            PlannedLayer layer = network.layers().get(i);
            Exchange before = exchanges.get(i);
            for (int index : layer.spec().gpus()) {
                GpuPart gpu = gpus.get(index);
                if (before != null) {
                    before.beforeReaderBackward(gpu);
                }
                gpu.beforeBackward(layer, gpu.backwardPass(step, gradientScale, hyperparameters));
            }
            if (before != null) {
                before.withinReaderBackward();
            }
            for (int index : layer.spec().gpus()) {
                GpuPart gpu = gpus.get(index);
                gpu.backward(layer, gpu.backwardPass(step, gradientScale, hyperparameters));
            }
            if (before != null) {
                before.backward();
            }
        }
    }

    /** Waits for all devices and fetches loss and scores; probabilities are left out. */
    private Evaluation scores(int count) {
        synchronize();
        PlannedLayer last = network.layers().get(network.layers().size() - 1);
        float[] scores = home(last).memory(MemoryPlan.state(last)).toFloats();
        float[][] rows = new float[3][count];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(scores, row * options.batchSize(), rows[row], 0, count);
        }
        return new Evaluation(rows[0], rows[1], rows[2], new float[0][]);
    }

    /** (values,N) on the device to one array per image. */
    private float[][] perImage(DeviceBuffer buffer, int values, int count) {
        float[] all = buffer.toFloats();
        float[][] images = new float[count][values];
        for (int i = 0; i < values; i++) {
            for (int n = 0; n < count; n++) {
                images[n][i] = all[i * options.batchSize() + n];
            }
        }
        return images;
    }

    private GpuPart home(PlannedLayer layer) {
        return gpus.get(layer.spec().gpus().get(0));
    }

    private void check(HostBatch batch) {
        if (batch.capacity() != options.batchSize() || batch.sourceSize() != options.sourceSize()) {
            throw new IllegalArgumentException("batch: of another size (expected " + options.batchSize()
                    + " images of " + options.sourceSize() + ", found " + batch.capacity() + " of "
                    + batch.sourceSize() + ")");
        }
        int offsets = options.sourceSize() - network.cropSize();
        for (int n = 0; n < batch.count(); n++) {
            requireRange("label", n, batch.labels(), -1, network.classes() - 1);
            requireRange("first column of the crop", n, batch.cropX(), 0, offsets);
            requireRange("first row of the crop", n, batch.cropY(), 0, offsets);
            requireRange("mirror", n, batch.mirror(), 0, 1);
        }
        batch.clearRest();
    }

    private static void requireRange(String what, int image, IntBuffer values, int least, int most) {
        if (values.get(image) < least || values.get(image) > most) {
            throw new IllegalArgumentException("batch: " + what + " of image " + image + " (expected " + least + " to "
                    + most + ", found " + values.get(image) + ")");
        }
    }

    private ParameterBuffers tensor(String name) {
        ParameterBuffers buffers = tensors.get(name);
        if (buffers == null) {
            throw new WeightsException(
                    name + ": " + network.name() + " has no such tensor" + Spelling.inline(name, tensors.keySet()));
        }
        return buffers;
    }

    private ParameterBuffers checked(Tensor tensor) {
        ParameterBuffers buffers = tensor(tensor.name());
        Safetensors.requireShape("tensor", new Safetensors.Entry(tensor.name(), shape(buffers)), tensor.shape());
        return buffers;
    }

    private Tensor read(String name, DeviceBuffer buffer) {
        return new Tensor(name, shape(tensor(name)), buffer.toFloats());
    }

    private static int[] shape(ParameterBuffers buffers) {
        return buffers.parameter().shape().stream().mapToInt(Integer::intValue).toArray();
    }

    private void load(Path file, Function<ParameterBuffers, DeviceBuffer> target) throws IOException {
        try (SafetensorsFile opened = Safetensors.open(file)) {
            WeightSource source = WeightLayout.of(network).parts(opened);
            for (String name : tensors.keySet()) {
                target.apply(tensors.get(name)).write(source.read(name).data());
            }
        }
    }

    private void synchronize() {
        gpus.forEach(gpu -> gpu.stream().synchronize());
    }

    /** Frees the network's buffers and streams; the devices stay open. */
    @Override
    public void close() {
        // All streams end before any memory goes: after an error one GPU may still be reading from another.
        gpus.forEach(GpuPart::stop);
        exchanges.values().forEach(Exchange::close);
        gpus.forEach(GpuPart::close);
        kernels.values().forEach(KernelLibrary::close);
    }
}
