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

/** One emulated device under the checkers with its kernels and a stream, and short ways to put operands on it. */
final class EmulatedKernels implements AutoCloseable {

    /** The seed of every random operand in the kernel tests; failures print it. */
    static final long SEED = 20121203;

    private final Device device =
            new EmulatedDevice(0, EmulatorOptions.defaults().withSanitizer());
    private final KernelLibrary library = new KernelLibrary(device);
    private final Stream stream = device.createStream();
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    KernelLibrary library() {
        return library;
    }

    Device device() {
        return device;
    }

    Stream stream() {
        return stream;
    }

    DeviceBuffer floats(float... values) {
        DeviceBuffer buffer = bytes((long) values.length * Float.BYTES);
        buffer.write(values);
        return buffer;
    }

    DeviceBuffer ints(int... values) {
        DeviceBuffer buffer = bytes((long) values.length * Integer.BYTES);
        buffer.write(values);
        return buffer;
    }

    DeviceBuffer uint8(byte... values) {
        DeviceBuffer buffer = bytes(values.length);
        buffer.write(values);
        return buffer;
    }

    /** Memory of {@code count} floats, all NaN, so that an element nobody writes is seen. */
    DeviceBuffer unset(int count) {
        float[] values = new float[count];
        Arrays.fill(values, Float.NaN);
        return floats(values);
    }

    DeviceBuffer bytes(long count) {
        DeviceBuffer buffer = device.allocate(count, "test operand " + buffers.size());
        buffers.add(buffer);
        return buffer;
    }

    static byte[] readBytes(DeviceBuffer buffer) {
        byte[] values = new byte[Math.toIntExact(buffer.bytes())];
        buffer.read(values);
        return values;
    }

    /** Runs one check and asserts that every element is within its tolerance. */
    void assertPasses(KernelCheck check) {
        CheckResult result = check.run(library, SEED);
        assertThat(result.passed())
                .as("%s, seed %d: %s (error %s of what is allowed)", check, SEED, result.worst(), result.error())
                .isTrue();
    }

    static float[] uniform(int count, float low, float high, long index) {
        Philox random = new Philox(SEED, 1, index);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = low + (high - low) * random.nextFloat();
        }
        return values;
    }

    @Override
    public void close() {
        stream.synchronize();
        buffers.forEach(DeviceBuffer::close);
        library.close();
        device.close();
    }
}
