package alexnet.model;

import alexnet.model.layer.ImageShape;
import alexnet.model.layer.LayerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A network in figures: what each GPU holds and computes, and what crosses between GPUs. Needs no device.
 *
 * @param rows one per layer and GPU
 * @param gpus totals, by GPU
 * @param batchSize images per step, to which memory and crossing bytes refer
 * @param forwardBytes what crosses between GPUs in one forward pass
 * @param backwardBytes what crosses in one backward pass
 */
public record NetworkSummary(
        List<Row> rows, List<GpuTotal> gpus, int batchSize, long forwardBytes, long backwardBytes) {

    /**
     * One layer's part on one GPU.
     *
     * @param output of one image
     * @param parameters trained values
     * @param multiplyAdds for one image, forward
     */
    public record Row(String layer, String kind, int gpu, ImageShape output, long parameters, long multiplyAdds) {}

    /**
     * Totals of one GPU.
     *
     * @param memoryBytes weights, gradients, momenta, activations and their gradients for one batch; without the uint8
     *     images and the kernels' scratch space
     */
    public record GpuTotal(int gpu, long parameters, long multiplyAdds, long memoryBytes) {}

    /** The figures of {@code network} at a batch size. */
    public static NetworkSummary of(Network network, int batchSize) {
        List<Row> rows = new ArrayList<>();
        long crossing = 0;
        for (PlannedLayer layer : network.layers()) {
            LayerSpec spec = layer.spec();
            for (int gpu : spec.gpus()) {
                rows.add(new Row(
                        spec.name(), spec.kind(), gpu, layer.output(), layer.parameterCount(), layer.multiplyAdds()));
                crossing += remoteValues(network, layer, gpu) * Float.BYTES * batchSize;
            }
        }
        List<GpuTotal> totals = new ArrayList<>();
        for (int gpu = 0; gpu < network.gpus(); gpu++) {
            int index = gpu;
            totals.add(new GpuTotal(
                    gpu,
                    rows.stream()
                            .filter(row -> row.gpu() == index)
                            .mapToLong(Row::parameters)
                            .sum(),
                    rows.stream()
                            .filter(row -> row.gpu() == index)
                            .mapToLong(Row::multiplyAdds)
                            .sum(),
                    MemoryPlan.of(network, gpu, batchSize).values().stream()
                            .mapToLong(Long::longValue)
                            .sum()));
        }
        // For every value that crossed forward one goes back: its gradient, or the owner's term of an LRN's gradient.
        return new NetworkSummary(List.copyOf(rows), List.copyOf(totals), batchSize, crossing, crossing);
    }

    /** Trained values in all. */
    public long parameters() {
        return gpus.stream().mapToLong(GpuTotal::parameters).sum();
    }

    /** Multiply-adds for one image, forward, in all. */
    public long multiplyAdds() {
        return gpus.stream().mapToLong(GpuTotal::multiplyAdds).sum();
    }

    /** Values of one image that the layer's part on {@code gpu} reads from other GPUs. */
    private static long remoteValues(Network network, PlannedLayer layer, int gpu) {
        long borderMaps = layer.lowerMaps(gpu) + layer.upperMaps(gpu);
        if (!layer.spec().readsBoth()) {
            return borderMaps * layer.input().height() * layer.input().width();
        }
        PlannedLayer producer = network.layers().get(layer.producer());
        long parts =
                producer.spec().gpus().stream().filter(other -> other != gpu).count();
        return parts * producer.output().elements();
    }
}
