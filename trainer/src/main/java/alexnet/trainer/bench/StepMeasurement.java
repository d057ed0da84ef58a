package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.NetworkSummary;
import java.util.List;

/** Times whole training steps. */
public final class StepMeasurement {

    /** Forward and backward are three products for each one of forward, but for the first layer's two. */
    private static final int PRODUCTS_PER_LAYER = 3;

    /**
     * What a training step took.
     *
     * @param devices one for each GPU of the network
     * @param flops floating-point operations of the multiply-adds of a step, forward and backward
     * @param deviceBytes weights, gradients, momenta and activations, on all devices
     * @param peakResidentBytes most memory that the process ever had, or null where the system does not tell
     * @param loss mean loss after the last step: finite, or the step computed nothing of use
     */
    public record Result(
            String network,
            int inputSize,
            List<String> devices,
            int batchSize,
            long flops,
            Timing timing,
            double imagesPerSecond,
            double gflops,
            long deviceBytes,
            Long peakResidentBytes,
            double loss) {}

    private StepMeasurement() {}

    static Result measure(Network network, ModelOptions options, List<Device> devices, Effort effort) {
        NetworkSummary summary = NetworkSummary.of(network, options.batchSize());
        try (TrainingSteps steps = new TrainingSteps(network, options, devices)) {
            Timing timing = new Sampler(effort, 2).measure(steps.rounds());
            long flops = flops(network, options.batchSize());
            return new Result(
                    network.name(),
                    network.inputSize(),
                    devices.stream().limit(network.gpus()).map(Device::name).toList(),
                    options.batchSize(),
                    flops,
                    timing,
                    options.batchSize() / timing.seconds(),
                    timing.giga(flops),
                    summary.gpus().stream()
                            .mapToLong(NetworkSummary.GpuTotal::memoryBytes)
                            .sum(),
                    Machine.peakResidentBytes(),
                    steps.loss());
        }
    }

    /** Of the multiply-adds alone; nobody computes the gradient of the images. */
    private static long flops(Network network, int batch) {
        return network.layers().stream()
                .mapToLong(layer -> 2
                        * layer.multiplyAdds()
                        * layer.spec().gpus().size()
                        * (layer.spec().readsData() ? PRODUCTS_PER_LAYER - 1 : PRODUCTS_PER_LAYER)
                        * batch)
                .sum();
    }
}
