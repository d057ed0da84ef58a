package alexnet.model;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchange of border maps before a layer whose windows reach into the maps of neighbouring GPUs (docs/reproducing.md,
 * point 5). Forward, each GPU receives the nearest maps of its neighbours; backward, the terms that the neighbours computed
 * for these maps. Both go from the owner of the maps to the neighbour, so nothing has to be added.
 */
final class BorderExchange implements Exchange {

    /**
     * From a GPU to one of its neighbours.
     *
     * @param from owns the maps
     * @param to reads them
     * @param maps on {@code from}
     * @param copy their place in the input on {@code to}
     * @param terms of the maps, on {@code from}
     * @param termsCopy their place on {@code to}
     */
    private record Way(
            GpuPart from,
            GpuPart to,
            DeviceBuffer maps,
            DeviceBuffer copy,
            DeviceBuffer terms,
            DeviceBuffer termsCopy,
            Event made,
            Event taken,
            Event termsMade,
            Event termsTaken) {}

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
        return way(
                from,
                to,
                output.slice(output.bytes() - bytes, bytes),
                to.input(reader).slice(0, bytes),
                terms.slice(bytes, bytes),
                neighbours.slice(0, bytes));
    }

    /** The first maps of {@code from} come after those of {@code to} in its input. */
    private Way downward(GpuPart from, GpuPart to) {
        DeviceBuffer terms = from.memory(MemoryPlan.terms(reader));
        DeviceBuffer input = to.input(reader);
        DeviceBuffer neighbours = to.memory(MemoryPlan.neighbourTerms(reader));
        long bytes = terms.bytes() / 2;
        return way(
                from,
                to,
                from.output(producer).slice(0, bytes),
                input.slice(input.bytes() - bytes, bytes),
                terms.slice(0, bytes),
                neighbours.slice(neighbours.bytes() - bytes, bytes));
    }

    private static Way way(
            GpuPart from,
            GpuPart to,
            DeviceBuffer maps,
            DeviceBuffer copy,
            DeviceBuffer terms,
            DeviceBuffer termsCopy) {
        return new Way(
                from,
                to,
                maps,
                copy,
                terms,
                termsCopy,
                from.device().createEvent(),
                to.device().createEvent(),
                from.device().createEvent(),
                to.device().createEvent());
    }

    @Override
    public void beforeProducer(GpuPart gpu) {
        ways.stream().filter(way -> way.from == gpu).forEach(way -> gpu.stream().await(way.taken));
    }

    @Override
    public void forward() {
        for (Way way : ways) {
            pull(way, way.made, way.copy, way.maps, way.taken);
        }
    }

    @Override
    public void beforeReaderBackward(GpuPart gpu) {
        ways.stream().filter(way -> way.from == gpu).forEach(way -> gpu.stream().await(way.termsTaken));
    }

    @Override
    public void withinReaderBackward() {
        for (Way way : ways) {
            pull(way, way.termsMade, way.termsCopy, way.terms, way.termsTaken);
        }
    }

    private static void pull(Way way, Event made, DeviceBuffer copy, DeviceBuffer source, Event taken) {
        way.from.stream().record(made);
        way.to.stream().await(made);
        way.to.stream().copy(copy, source);
        way.to.stream().record(taken);
    }

    @Override
    public void close() {
        for (Way way : ways) {
            way.made.close();
            way.taken.close();
            way.termsMade.close();
            way.termsTaken.close();
        }
    }
}
