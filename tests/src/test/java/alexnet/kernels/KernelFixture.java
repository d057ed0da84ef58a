package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.check.KernelCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** An emulated device under the checkers with kernels and a stream, and operands for tests, all closed together. */
final class KernelFixture implements AutoCloseable {

    /** The seed of all random operands; failures print it. */
    static final long SEED = 20120930;

    private final Device device =
            new EmulatedDevice(0, EmulatorOptions.defaults().withSanitizer());
    private final KernelLibrary library = new KernelLibrary(device);
    private final Stream stream = device.createStream();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    KernelLibrary library() {
        return library;
    }

    Stream stream() {
        return stream;
    }

    /** Runs a check and fails with its worst element. */
    void requirePassed(KernelCheck check) {
        CheckResult result = check.run(library, SEED);
        assertThat(result.passed())
                .as("%s %s %s, seed %d: %s", check.kernel(), check.operation(), check.shape(), SEED, result.worst())
                .isTrue();
    }

    /** Whole numbers from -limit to limit. */
    double[] integers(int elements, int limit) {
        double[] values = new double[elements];
        Arrays.setAll(values, i -> random.nextInt(-limit, limit + 1));
        return values;
    }

    /** Device memory that holds {@code values} as float32. */
    DeviceBuffer buffer(String name, double[] values) {
        float[] floats = toFloats(values);
        DeviceBuffer buffer = device.allocate((long) floats.length * Float.BYTES, name);
        buffers.add(buffer);
        buffer.write(floats);
        return buffer;
    }

    /** Device memory of {@code elements} floats, all NaN. */
    DeviceBuffer buffer(String name, long elements) {
        float[] floats = new float[Math.toIntExact(Math.max(1, elements))];
        Arrays.fill(floats, Float.NaN);
        DeviceBuffer buffer = device.allocate((long) floats.length * Float.BYTES, name);
        buffers.add(buffer);
        buffer.write(floats);
        return buffer;
    }

    static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {
        buffers.forEach(DeviceBuffer::close);
        library.close();
        device.close();
    }
}
