package alexnet.kernels.profile;

import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.profile.LaunchProfile;
import alexnet.engine.emulator.profile.LaunchProfiler;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.example.ExampleOperands;
import alexnet.kernels.example.RepresentativeLaunch;
import java.util.List;

/**
 * What one kernel did in a representative launch.
 *
 * @param name what the operation is in the network
 * @param batch images; 0 where the shape has none
 * @param profile the counts
 */
public record LaunchCounts(String name, int batch, LaunchProfile profile) {

    /**
     * Runs the operation on an emulated device of its own and counts its launches.
     *
     * @param otherBatch images, or 0 for the operation's own batch
     * @return one for each kernel that it launches, in their order
     */
    public static List<LaunchCounts> of(RepresentativeLaunch launch, int otherBatch) {
        int images = launch.batch() == 0 || otherBatch == 0 ? launch.batch() : otherBatch;
        LaunchProfiler profiler = new LaunchProfiler();
        run(launch, images, profiler);
        return profiler.take().stream()
                .map(profile -> new LaunchCounts(launch.name(), images, profile))
                .toList();
    }

    /** Runs the operation on an emulated device of its own that {@code observer} watches. */
    static void run(RepresentativeLaunch launch, int images, DeviceObserver observer) {
        EmulatorOptions options = EmulatorOptions.defaults().withObserver(device -> observer);
        try (EmulatedDevice device = new EmulatedDevice(0, options);
                KernelLibrary library = new KernelLibrary(device);
                Stream stream = device.createStream();
                ExampleOperands operands = ExampleOperands.plain(library)) {
            launch.calls().apply(images).prepare(operands).launch().accept(stream);
            stream.synchronize();
        }
    }
}
