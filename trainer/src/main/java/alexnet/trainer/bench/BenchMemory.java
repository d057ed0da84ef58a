package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Philox;
import java.util.ArrayList;
import java.util.List;

/**
 * Operands on a device, freed with it. Their values are random, from a seed. All that matters is that none is special,
 * such as zero or NaN.
 */
final class BenchMemory implements AutoCloseable {

    /** Values are drawn once for so many elements and then repeat: drawing must not take longer than measuring. */
    private static final int PERIOD = 1 << 16;

    private static final float[] VALUES = draw();

    private final Device device;
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    BenchMemory(Device device) {
        this.device = device;
    }

    private static float[] draw() {
        Philox random = new Philox(1, 0, 0);
        float[] values = new float[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** Values from -0.5 to 0.5, the same for the same count. */
    static float[] values(long count) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i += PERIOD) {
            System.arraycopy(VALUES, 0, values, i, Math.min(PERIOD, values.length - i));
        }
        return values;
    }

    /** An operand of that many floats from -0.5 to 0.5. */
    DeviceBuffer floats(String label, long count) {
        DeviceBuffer buffer = bytes(label, count * Float.BYTES);
        buffer.write(values(count));
        return buffer;
    }

    /** An operand of whole numbers 0, 1, ... below {@code bound}, over and over. */
    DeviceBuffer ints(String label, int count, int bound) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % bound;
        }
        DeviceBuffer buffer = bytes(label, (long) count * Integer.BYTES);
        buffer.write(values);
        return buffer;
    }

    /** Zeroed memory. */
    DeviceBuffer bytes(String label, long count) {
        DeviceBuffer buffer = device.allocate(Math.max(Float.BYTES, count), label);
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public void close() {
        buffers.forEach(DeviceBuffer::close);
    }
}
