package alexnet.engine.cuda;

import alexnet.engine.LaunchGeometry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The launches of one device since its last synchronisation. CUDA reports a fault at some later call and does not name
 * the kernel; it was one of these.
 */
final class LaunchLog {

    private static final int KEPT = 16;

    private record Launch(CudaStream stream, CudaKernel kernel, LaunchGeometry geometry) {

        @Override
        public String toString() {
            return kernel.name() + " (grid " + geometry.gridX() + "x" + geometry.gridY() + "x" + geometry.gridZ()
                    + ", block " + geometry.blockX() + "x" + geometry.blockY() + "x" + geometry.blockZ() + ", stream "
                    + stream.number() + ")";
        }
    }

    private final Deque<Launch> launches = new ArrayDeque<>();
    private long forgotten;

    void add(CudaStream stream, CudaKernel kernel, LaunchGeometry geometry) {
        if (launches.size() == KEPT) {
            launches.removeFirst();
            forgotten++;
        }
        launches.addLast(new Launch(stream, kernel, geometry));
    }

    /** All work of the stream is done. */
    void reached(CudaStream stream) {
        launches.removeIf(launch -> launch.stream() == stream);
        if (launches.isEmpty()) {
            forgotten = 0;
        }
    }

    /** All work of the device is done. */
    void reachedAll() {
        launches.clear();
        forgotten = 0;
    }

    /** True when the fault can only have been in one kernel. */
    boolean single() {
        return forgotten == 0 && names().size() == 1;
    }

    boolean isEmpty() {
        return launches.isEmpty();
    }

    private List<String> names() {
        return launches.stream()
                .map(launch -> launch.kernel().name())
                .distinct()
                .toList();
    }

    /** The launches, oldest first. */
    @Override
    public String toString() {
        String kept = launches.stream().map(Launch::toString).collect(Collectors.joining(", "));
        return forgotten == 0 ? kept : forgotten + " earlier ones, " + kept;
    }
}
