package alexnet.kernels;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.kernels.example.ExampleOperands;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One emulated device under the checkers with its kernels and a stream, and short ways to put operands on it. */
public final class EmulatedKernels implements AutoCloseable {

    /** The seed of every random operand in the kernel tests; failures print it. */
    static final long SEED = 20121203;

    private final Device device =
            new EmulatedDevice(0, EmulatorOptions.defaults().withSanitizer());
    private final KernelLibrary library = new KernelLibrary(device);
    private final Stream stream = device.createStream();
    private final ExampleOperands operands = ExampleOperands.plain(library);
    private final SplittableRandom random = new SplittableRandom(SEED);

    public KernelLibrary library() {
        return library;
    }

    public Stream stream() {
        return stream;
    }

    public DeviceBuffer floats(float... values) {
        return operands.given("test operand", values);
    }

    /** Memory that holds {@code values} as float32. */
    DeviceBuffer floats(double[] values) {
        return floats(narrowed(values));
    }

    public DeviceBuffer ints(int... values) {
        return operands.given("test operand", values);
    }

    DeviceBuffer uint8(byte... values) {
        return operands.given("test operand", values);
    }

    /** Memory of {@code count} floats, all NaN, so that an element nobody writes is seen. */
    public DeviceBuffer unset(int count) {
        float[] values = new float[count];
        Arrays.fill(values, Float.NaN);
        return floats(values);
    }

    public DeviceBuffer bytes(long count) {
        return operands.memory("test operand", count);
    }

    static byte[] readBytes(DeviceBuffer buffer) {
        byte[] values = new byte[Math.toIntExact(buffer.bytes())];
        buffer.read(values);
        return values;
    }

    /** Values from {@code low} to {@code high}, the same for the same index. */
    static float[] uniform(int count, float low, float high, long index) {
        Philox values = new Philox(SEED, 1, index);
        float[] uniform = new float[count];
        for (int i = 0; i < count; i++) {
            uniform[i] = low + (high - low) * values.nextFloat();
        }
        return uniform;
    }

    /** Whole numbers from -limit to limit, others on each call. */
    double[] integers(int elements, int limit) {
        double[] values = new double[elements];
        Arrays.setAll(values, i -> random.nextInt(-limit, limit + 1));
        return values;
    }

    static float[] narrowed(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void close() {
        stream.synchronize();
        operands.close();
        library.close();
        device.close();
    }
}
