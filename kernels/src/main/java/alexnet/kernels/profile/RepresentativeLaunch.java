package alexnet.kernels.profile;

import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.profile.LaunchProfile;
import alexnet.engine.emulator.profile.LaunchProfiler;
import alexnet.kernels.KernelLibrary;
import java.util.List;

/**
 * One operation of the library at a shape that stands for its use.
 *
 * @param file the .cu file without ending
 * @param name what it is in the network, such as {@code conv2 forward}
 * @param kernels the kernels that it launches at its own batch
 * @param batch its own batch; 0 where the shape has none
 * @param body queues the operation
 */
public record RepresentativeLaunch(String file, String name, List<String> kernels, int batch, Body body) {

    /** Queues one operation. */
    public interface Body {

        /** Makes operands for {@code batch} images and queues the operation on them. */
        void queue(ProfileOperands operands, int batch);
    }

    /**
     * A launch and what it did.
     *
     * @param name what the operation is in the network
     * @param batch images; 0 where the shape has none
     */
    public record Profiled(String name, int batch, LaunchProfile profile) {}

    /**
     * Runs the operation on an emulated device of its own and counts its launches.
     *
     * @param otherBatch images, or 0 for the operation's own batch
     */
    public List<Profiled> profile(int otherBatch) {
        int images = batch == 0 || otherBatch == 0 ? batch : otherBatch;
        LaunchProfiler profiler = new LaunchProfiler();
        run(images, profiler);
        return profiler.take().stream()
                .map(profile -> new Profiled(name, images, profile))
                .toList();
    }

    /** Runs the operation on an emulated device of its own that {@code observer} watches. */
    void run(int images, DeviceObserver observer) {
        EmulatorOptions options = EmulatorOptions.defaults().withObserver(device -> observer);
        try (EmulatedDevice device = new EmulatedDevice(0, options);
                KernelLibrary library = new KernelLibrary(device);
                ProfileOperands operands = new ProfileOperands(library)) {
            body.queue(operands, images);
        }
    }
}
