package alexnet.model;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.MomentumSgd;
import alexnet.model.ModelOptions.Convolution;
import alexnet.model.ModelOptions.Gemm;
import alexnet.model.layer.Border;
import alexnet.model.layer.Layer;
import alexnet.model.layer.LayerSpec.From;
import alexnet.model.layer.Parameter;
import alexnet.model.layer.ParameterBuffers;
import alexnet.model.layer.Pass;
import alexnet.model.layer.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one GPU of a network file holds: a stream, the parts of its layers, their buffers and trained tensors. */
final class GpuPart implements AutoCloseable {

    private final Network network;
    private final ModelOptions options;
    private final int gpu;
    private final KernelLibrary kernels;
    private final Stream stream;
    private final Map<String, DeviceBuffer> memory = new LinkedHashMap<>();
    private final Map<String, ParameterBuffers> parameters = new LinkedHashMap<>();
    private final Map<Integer, Layer> layers = new HashMap<>();
    private final MomentumSgd momentumSgd;
    private final Feed feed;
    private DeviceBuffer workspace;

    GpuPart(Network network, ModelOptions options, int gpu, KernelLibrary kernels) {
        this.network = network;
        this.options = options;
        this.gpu = gpu;
        this.kernels = kernels;
        this.momentumSgd = new MomentumSgd(kernels);
        this.stream = device().createStream();
        try {
            MemoryPlan.of(network, gpu, options.batchSize())
                    .forEach((name, bytes) -> memory.put(name, device().allocate(bytes, name)));
            feed = needsFeed() ? new Feed(network, options, kernels, stream, memory.get(MemoryPlan.DATA)) : null;
            for (PlannedLayer layer : network.layers()) {
                if (layer.spec().gpus().contains(gpu)) {
                    layers.put(layer.index(), layer.kind().create(layer.spec(), site(layer)));
                }
            }
            long most = layers.values().stream()
                    .mapToLong(Layer::workspaceBytes)
                    .max()
                    .orElse(0);
            workspace = device().allocate(Math.max(most, Float.BYTES), "workspace");
        } catch (RuntimeException e) {
            stop();
            close();
            throw e;
        }
    }

    int gpu() {
        return gpu;
    }

    Device device() {
        return kernels.device();
    }

    KernelLibrary kernels() {
        return kernels;
    }

    Stream stream() {
        return stream;
    }

    /** Trained tensors by name. */
    Map<String, ParameterBuffers> parameters() {
        return parameters;
    }

    /** A buffer of {@link MemoryPlan}. */
    DeviceBuffer memory(String name) {
        return memory.get(name);
    }

    /** Where images arrive; null on a GPU that reads none. */
    Feed feed() {
        return feed;
    }

    /** The way forward. */
    Pass pass(boolean isTraining, long step) {
        return new Pass(stream, workspace, isTraining, step, 0);
    }

    /** The way back in a training step. */
    Pass backwardPass(long step, float gradientScale, Hyperparameters hyper) {
        Set<ParameterBuffers> frozen = parameters.entrySet().stream()
                .filter(tensor -> hyper.isFrozen(tensor.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
        return new Pass(stream, workspace, true, step, gradientScale, frozen);
    }

    void forward(PlannedLayer layer, Pass pass) {
        layers.get(layer.index()).forward(pass);
    }

    void beforeBackward(PlannedLayer layer, Pass pass) {
        layers.get(layer.index()).beforeBackward(pass);
    }

    void backward(PlannedLayer layer, Pass pass) {
        layers.get(layer.index()).backward(pass);
    }

    /** Queues the update of all tensors that are not frozen from their gradients. */
    void update(Hyperparameters hyper) {
        parameters.forEach((name, tensor) -> {
            if (!hyper.isFrozen(name)) {
                momentumSgd.update(
                        stream,
                        tensor.parameter().elements(),
                        new MomentumSgd.Rates((float) hyper.learningRate(name), (float) hyper.momentum(), (float)
                                hyper.weightDecay(name, tensor.parameter())),
                        tensor.value(),
                        tensor.momentum(),
                        tensor.gradient());
            }
        });
    }

    /** x of a layer: (C,H,W,N), all that its part here reads, neighbours' maps included. */
    DeviceBuffer input(PlannedLayer layer) {
        if (layer.spec().readsData()) {
            return memory.get(MemoryPlan.DATA);
        }
        return layer.spec().from() == From.OWN
                ? output(network.layers().get(layer.producer()))
                : memory.get(MemoryPlan.input(layer));
    }

    /** y of a layer here; where the next layer reads from several GPUs, this part's place in that input. */
    DeviceBuffer output(PlannedLayer layer) {
        PlannedLayer reader = network.reader(layer);
        if (reader == null || reader.spec().from() == From.OWN || !isHere(reader)) {
            return memory.get(MemoryPlan.output(layer));
        }
        DeviceBuffer joined = memory.get(MemoryPlan.input(reader));
        if (reader.spec().readsBoth()) {
            return slot(joined, layer, gpu);
        }
        long bytes = layer.output().batch(options.batchSize()).bytes();
        return joined.slice(reader.lowerMaps(gpu) * (bytes / layer.output().channels()), bytes);
    }

    /** Gradient of y. */
    DeviceBuffer outputGradient(PlannedLayer layer) {
        PlannedLayer reader = network.reader(layer);
        if (reader == null) {
            return null;
        }
        if (!isHere(reader)) {
            return memory.get(MemoryPlan.outputGradient(layer));
        }
        DeviceBuffer gradient = inputGradient(reader);
        return reader.spec().readsBoth() ? slot(gradient, layer, gpu) : gradient;
    }

    /** Gradient of x; null for the layer that reads the images. */
    DeviceBuffer inputGradient(PlannedLayer layer) {
        if (layer.spec().readsData()) {
            return null;
        }
        return layer.spec().readsBoth()
                ? memory.get(MemoryPlan.inputGradient(layer))
                : memory.get(MemoryPlan.gradient(layer))
                        .slice(0, layer.input().batch(options.batchSize()).bytes());
    }

    /** The part of a joined input (or its gradient) that {@code producer} makes on GPU {@code part}. */
    DeviceBuffer slot(DeviceBuffer joined, PlannedLayer producer, int part) {
        long bytes = producer.output().batch(options.batchSize()).bytes();
        return joined.slice(producer.spec().gpus().indexOf(part) * bytes, bytes);
    }

    private boolean isHere(PlannedLayer layer) {
        return layer.spec().gpus().contains(gpu);
    }

    private boolean needsFeed() {
        return network.layers().stream()
                .anyMatch(layer -> isHere(layer) && (layer.spec().readsData() || network.reader(layer) == null));
    }

    private Site site(PlannedLayer layer) {
        List<ParameterBuffers> tensors = new ArrayList<>();
        for (Parameter parameter : layer.parameters()) {
            String name = layer.tensorName(gpu, parameter);
            ParameterBuffers buffers = new ParameterBuffers(
                    parameter,
                    memory.get(name),
                    memory.get(MemoryPlan.gradient(name)),
                    memory.get(MemoryPlan.momentum(name)));
            parameters.put(name, buffers);
            tensors.add(buffers);
        }
        return new Site(
                kernels,
                options.batchSize(),
                layer.input(),
                input(layer),
                output(layer),
                inputGradient(layer),
                outputGradient(layer),
                memory.get(MemoryPlan.state(layer)),
                network.reader(layer) == null ? feed.labels() : null,
                tensors,
                layer.index() * network.gpus() + gpu,
                options.dropout().seed(),
                options.dropout().probability(),
                gemm(),
                convolution(),
                border(layer));
    }

    private Optional<Border> border(PlannedLayer layer) {
        return layer.borderMaps() == 0
                ? Optional.empty()
                : Optional.of(new Border(
                        layer.lowerMaps(gpu),
                        layer.upperMaps(gpu),
                        memory.get(MemoryPlan.terms(layer)),
                        memory.get(MemoryPlan.neighbourTerms(layer))));
    }

    private Optional<MatrixMultiply> gemm() {
        return options.libraries().gemm() == Gemm.KERNEL
                ? Optional.empty()
                : required(device().matrixMultiply(), "--gemm", "matrices (expected kernel or auto, found cublas)");
    }

    private Optional<VendorConvolution> convolution() {
        return options.libraries().convolution() == Convolution.KERNEL
                ? Optional.empty()
                : required(device().vendorConvolution(), "--conv", "convolutions (expected kernel, found cudnn)");
    }

    /** A vendor library that {@code option} asks for. */
    private <T> Optional<T> required(Optional<T> library, String option, String what) {
        if (library.isEmpty()) {
            throw new NetworkException(
                    option + ": " + device().name() + " has no vendor library for " + what,
                    "the command 'devices' says what is missing and how to get it");
        }
        return library;
    }

    /** Waits for the stream and closes it; no other GPU then waits for this one, or reads from it, in vain. */
    void stop() {
        stream.close();
    }

    /** Frees the memory, behind {@link #stop}. */
    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
        if (workspace != null) {
            workspace.close();
        }
        memory.values().forEach(DeviceBuffer::close);
    }
}
