package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
import alexnet.engine.HostBuffer;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import java.util.ArrayList;
import java.util.List;

/** A stream that passes everything on to another and keeps the launches: which kernels a face really queued. */
public final class WatchedStream implements Stream {

    /**
     * One launch.
     *
     * @param kernel its name in the PTX
     * @param grid blocks in x, y and z
     * @param block threads in x, y and z
     */
    public record Launch(String kernel, List<Integer> grid, List<Integer> block) {

        private static Launch of(Kernel kernel, LaunchGeometry geometry) {
            return new Launch(
                    kernel.name(),
                    List.of(geometry.gridX(), geometry.gridY(), geometry.gridZ()),
                    List.of(geometry.blockX(), geometry.blockY(), geometry.blockZ()));
        }

        /** Blocks of the grid. */
        long blocks() {
            return (long) grid.get(0) * grid.get(1) * grid.get(2);
        }
    }

    private final Stream stream;
    private final List<Launch> launches = new ArrayList<>();

    WatchedStream(Stream stream) {
        this.stream = stream;
    }

    /** The launches so far. */
    List<Launch> launches() {
        return List.copyOf(launches);
    }

    @Override
    public Device device() {
        return stream.device();
    }

    @Override
    public void launch(Kernel kernel, LaunchGeometry geometry, KernelArguments arguments) {
        launches.add(Launch.of(kernel, geometry));
        stream.launch(kernel, geometry, arguments);
    }

    @Override
    public void copy(DeviceBuffer to, DeviceBuffer from) {
        stream.copy(to, from);
    }

    @Override
    public void upload(DeviceBuffer to, HostBuffer from) {
        stream.upload(to, from);
    }

    @Override
    public void download(HostBuffer to, DeviceBuffer from) {
        stream.download(to, from);
    }

    @Override
    public void zero(DeviceBuffer buffer) {
        stream.zero(buffer);
    }

    @Override
    public void record(Event event) {
        stream.record(event);
    }

    @Override
    public void await(Event event) {
        stream.await(event);
    }

    @Override
    public void synchronize() {
        stream.synchronize();
    }

    /** Leaves the other stream open. */
    @Override
    public void close() {
        stream.synchronize();
    }
}
