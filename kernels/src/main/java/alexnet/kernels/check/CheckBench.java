package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one check works with: a stream, random operands, and device buffers that are freed with it. */
public final class CheckBench implements AutoCloseable {

    private final KernelLibrary kernels;
    private final Philox random;
    private final Stream stream;
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    /** {@code index} sets the random numbers of this check apart from those of others with the same seed. */
    CheckBench(KernelLibrary kernels, long seed, long index) {
        this.kernels = kernels;
        this.random = new Philox(seed, 0, index);
        this.stream = kernels.device().createStream();
    }

    KernelLibrary kernels() {
        return kernels;
    }

    Stream stream() {
        return stream;
    }

    Philox random() {
        return random;
    }

    /** Uniform values from {@code low} to {@code high}. */
    float[] uniform(int count, float low, float high) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = low + (high - low) * random.nextFloat();
        }
        return values;
    }

    /** Whole numbers from -{@code range} to {@code range}: few different values, so many are equal. */
    float[] whole(int count, int range) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(2 * range + 1) - range;
        }
        return values;
    }

    /** Whole numbers from 0 to {@code bound - 1}. */
    int[] below(int count, int bound) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(bound);
        }
        return values;
    }

    /** An input operand. */
    DeviceBuffer input(String label, float[] values) {
        DeviceBuffer buffer = allocate(label, (long) values.length * Float.BYTES);
        buffer.write(values);
        return buffer;
    }

    /** An input operand. */
    DeviceBuffer input(String label, int[] values) {
        DeviceBuffer buffer = allocate(label, (long) values.length * Integer.BYTES);
        buffer.write(values);
        return buffer;
    }

    /** An input operand. */
    DeviceBuffer input(String label, byte[] values) {
        DeviceBuffer buffer = allocate(label, values.length);
        buffer.write(values);
        return buffer;
    }

    /** An output operand of {@code count} floats, all NaN. */
    DeviceBuffer output(String label, int count) {
        float[] values = new float[count];
        Arrays.fill(values, Float.NaN);
        return input(label, values);
    }

    /** An output operand of {@code count} bytes, all 255. */
    DeviceBuffer outputBytes(String label, int count) {
        byte[] values = new byte[count];
        Arrays.fill(values, (byte) -1);
        return input(label, values);
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    static double[] magnitudes(double[] values) {
        double[] magnitudes = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        return magnitudes;
    }

    private DeviceBuffer allocate(String label, long bytes) {
        DeviceBuffer buffer = kernels.device().allocate(bytes, label);
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public void close() {
        stream.synchronize();
        buffers.forEach(DeviceBuffer::close);
        stream.close();
    }
}
