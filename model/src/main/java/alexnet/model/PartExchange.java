package alexnet.model;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
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
     * @param from made the part
     * @param to reads it
     * @param part on {@code from}
     * @param copy place of the part in the joined input on {@code to}
     * @param copyGradient gradient of {@code copy}, on {@code to}
     * @param received where that gradient arrives on {@code from}
     * @param partGradient gradient of {@code part}; the same as {@code received} where there is nothing to add to
     * @param sum adds on {@code from}
     */
    private record Way(
            GpuPart from,
            GpuPart to,
            DeviceBuffer part,
            DeviceBuffer copy,
            DeviceBuffer copyGradient,
            DeviceBuffer received,
            DeviceBuffer partGradient,
            Sum sum,
            Event made,
            Event taken,
            Event gradientMade,
            Event gradientTaken) {}

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
                ways.add(new Way(
                        from,
                        to,
                        from.output(producer),
                        to.slot(to.input(reader), producer, source),
                        to.slot(to.inputGradient(reader), producer, source),
                        isFirst
                                ? partGradient
                                : from.memory(MemoryPlan.RECEIVED).slice(0, partGradient.bytes()),
                        partGradient,
                        new Sum(from.kernels()),
                        from.device().createEvent(),
                        to.device().createEvent(),
                        to.device().createEvent(),
                        from.device().createEvent()));
                isFirst = false;
            }
        }
    }

    @Override
    public void beforeProducer(GpuPart gpu) {
        ways.stream().filter(way -> way.from == gpu).forEach(way -> gpu.stream().await(way.taken));
    }

    @Override
    public void forward() {
        for (Way way : ways) {
            way.from.stream().record(way.made);
            way.to.stream().await(way.made);
            way.to.stream().copy(way.copy, way.part);
            way.to.stream().record(way.taken);
        }
    }

    @Override
    public void beforeReaderBackward(GpuPart gpu) {
        ways.stream().filter(way -> way.to == gpu).forEach(way -> gpu.stream().await(way.gradientTaken));
    }

    @Override
    public void backward() {
        for (Way way : ways) {
            way.to.stream().record(way.gradientMade);
            way.from.stream().await(way.gradientMade);
            way.from.stream().copy(way.received, way.copyGradient);
            way.from.stream().record(way.gradientTaken);
            if (way.received != way.partGradient) {
                int elements = Math.toIntExact(way.partGradient.bytes() / Float.BYTES);
                way.sum.add(way.from.stream(), elements, way.partGradient, way.received, way.partGradient);
            }
        }
    }

    @Override
    public void close() {
        for (Way way : ways) {
            way.made.close();
            way.taken.close();
            way.gradientMade.close();
            way.gradientTaken.close();
        }
    }
}
