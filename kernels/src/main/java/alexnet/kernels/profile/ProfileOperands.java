package alexnet.kernels.profile;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.KernelLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random operands of one launch, from a fixed seed; the device memory is freed with them. */
public final class ProfileOperands implements AutoCloseable {

    private static final long SEED = 12;
    private static final int CHUNK = 1 << 20;

    private final KernelLibrary kernels;
    private final Stream stream;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    ProfileOperands(KernelLibrary kernels) {
        this.kernels = kernels;
        this.stream = kernels.device().createStream();
    }

    KernelLibrary kernels() {
        return kernels;
    }

    Stream stream() {
        return stream;
    }

    /** Floats from -1 to 1; after a million of them the same ones come again. */
    DeviceBuffer floats(String label, long count) {
        float[] values = new float[(int) Math.min(CHUNK, count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        DeviceBuffer buffer = allocate(label, count * Float.BYTES);
        for (long done = 0; done < count; done += values.length) {
            int length = (int) Math.min(values.length, count - done);
            buffer.slice(done * Float.BYTES, (long) length * Float.BYTES).write(Arrays.copyOf(values, length));
        }
        return buffer;
    }

    /** Whole numbers from 0 to {@code bound - 1}. */
    DeviceBuffer below(String label, int count, int bound) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(bound);
        }
        DeviceBuffer buffer = allocate(label, (long) count * Integer.BYTES);
        buffer.write(values);
        return buffer;
    }

    /** Bytes from 0 to {@code bound - 1}. */
    DeviceBuffer bytes(String label, long count, int bound) {
        byte[] values = new byte[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) random.nextInt(bound);
        }
        DeviceBuffer buffer = allocate(label, count);
        buffer.write(values);
        return buffer;
    }

    /** Memory that the kernel writes. */
    DeviceBuffer output(String label, long bytes) {
        return allocate(label, Math.max(1, bytes));
    }

    private DeviceBuffer allocate(String label, long bytes) {
        Device device = kernels.device();
        DeviceBuffer buffer = device.allocate(bytes, label);
        buffers.add(buffer);
        return buffer;
    }

    /** Waits for the launches, then frees everything. */
    @Override
    public void close() {
        try {
            stream.synchronize();
        } finally {
            buffers.forEach(DeviceBuffer::close);
            stream.close();
        }
    }
}
