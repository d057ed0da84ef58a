package alexnet.model;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Sum;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchange of whole parts before a layer that reads all parts of another (docs/reproducing.md, communication between the
 * GPUs). Forward, each part is copied to the GPUs that do not have it; backward, its gradients return and are added on the
 * GPU that computed the part. Sums have a fixed order: own gradient first, then the others by GPU.
 */
final class PartExchange implements Exchange {

    /**
     * One direction between two GPUs.
     *
     * @param part from the GPU that made it to its place in the joined input of the other
     * @param gradient of that copy, on its way back
     * @param partGradient gradient of the part; the very place where {@code gradient} arrives where there is nothing to
     *     add to
     * @param sum adds on the GPU that made the part
     */
    private record Way(Transfer part, Transfer gradient, DeviceBuffer partGradient, Sum sum) {}

    private final List<Way> ways = new ArrayList<>();

    PartExchange(PlannedLayer producer, PlannedLayer reader, List<GpuPart> gpus) {
        for (int source : producer.spec().gpus()) {
            GpuPart from = gpus.get(source);
            DeviceBuffer partGradient = from.outputGradient(producer);
            boolean isFirst = !reader.spec().gpus().contains(source);
            for (int target : reader.spec().gpus()) {
                if (target == source) {
                    continue;
                }
                GpuPart to = gpus.get(target);
                DeviceBuffer received = isFirst
                        ? partGradient
                        : from.memory(MemoryPlan.RECEIVED).slice(0, partGradient.bytes());
                ways.add(new Way(
                        Transfer.of(from, to, from.output(producer), to.slot(to.input(reader), producer, source)),
                        Transfer.of(to, from, to.slot(to.inputGradient(reader), producer, source), received),
                        partGradient,
                        new Sum(from.kernels())));
                isFirst = false;
            }
        }
    }

    @Override
    public void beforeProducer(GpuPart gpu) {
        ways.forEach(way -> way.part.awaitTaken(gpu));
    }

    @Override
    public void forward() {
        ways.forEach(way -> way.part.pull());
    }

    @Override
    public void beforeReaderBackward(GpuPart gpu) {
        ways.forEach(way -> way.gradient.awaitTaken(gpu));
    }

    @Override
    public void backward() {
        for (Way way : ways) {
            way.gradient.pull();
            DeviceBuffer received = way.gradient.copy();
            if (received != way.partGradient) {
                int elements = Math.toIntExact(way.partGradient.bytes() / Float.BYTES);
                way.sum.add(way.gradient.to().stream(), elements, way.partGradient, received, way.partGradient);
            }
        }
    }

    @Override
    public void close() {
        ways.forEach(way -> {
            way.part.close();
            way.gradient.close();
        });
    }
}
