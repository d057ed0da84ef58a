package alexnet.model;

import alexnet.engine.DeviceBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchange of border maps before a layer whose windows reach into the maps of neighbouring GPUs (docs/reproducing.md,
 * point 5). Forward, each GPU receives the nearest maps of its neighbours; backward, the terms that the neighbours computed
 * for these maps. Both go from the owner of the maps to the neighbour, so nothing has to be added.
 */
final class BorderExchange implements Exchange {

    /** From a GPU to one of its neighbours: the maps forward, the terms of the maps backward. */
    private record Way(Transfer maps, Transfer terms) {}

    private final PlannedLayer producer;
    private final PlannedLayer reader;
    private final List<Way> ways = new ArrayList<>();

    BorderExchange(PlannedLayer producer, PlannedLayer reader, List<GpuPart> gpus) {
        this.producer = producer;
        this.reader = reader;
        List<Integer> order = reader.spec().gpus();
        for (int i = 1; i < order.size(); i++) {
            ways.add(upward(gpus.get(order.get(i - 1)), gpus.get(order.get(i))));
            ways.add(downward(gpus.get(order.get(i)), gpus.get(order.get(i - 1))));
        }
    }

    /** The last maps of {@code from} come before those of {@code to} in its input. */
    private Way upward(GpuPart from, GpuPart to) {
        DeviceBuffer output = from.output(producer);
        DeviceBuffer terms = from.memory(MemoryPlan.terms(reader));
        DeviceBuffer neighbours = to.memory(MemoryPlan.neighbourTerms(reader));
        long bytes = terms.bytes() / 2;
        return new Way(
                Transfer.of(
                        from,
                        to,
                        output.slice(output.bytes() - bytes, bytes),
                        to.input(reader).slice(0, bytes)),
                Transfer.of(from, to, terms.slice(bytes, bytes), neighbours.slice(0, bytes)));
    }

    /** The first maps of {@code from} come after those of {@code to} in its input. */
    private Way downward(GpuPart from, GpuPart to) {
        DeviceBuffer terms = from.memory(MemoryPlan.terms(reader));
        DeviceBuffer input = to.input(reader);
        DeviceBuffer neighbours = to.memory(MemoryPlan.neighbourTerms(reader));
        long bytes = terms.bytes() / 2;
        return new Way(
                Transfer.of(from, to, from.output(producer).slice(0, bytes), input.slice(input.bytes() - bytes, bytes)),
                Transfer.of(from, to, terms.slice(0, bytes), neighbours.slice(neighbours.bytes() - bytes, bytes)));
    }

    @Override
    public void beforeProducer(GpuPart gpu) {
        ways.forEach(way -> way.maps.awaitTaken(gpu));
    }

    @Override
    public void forward() {
        ways.forEach(way -> way.maps.pull());
    }

    @Override
    public void beforeReaderBackward(GpuPart gpu) {
        ways.forEach(way -> way.terms.awaitTaken(gpu));
    }

    @Override
    public void withinReaderBackward() {
        ways.forEach(way -> way.terms.pull());
    }

    @Override
    public void close() {
        ways.forEach(way -> {
            way.maps.close();
            way.terms.close();
        });
    }
}
