package alexnet.kernels.check;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The random operands of one check, its stream, and the device memory it holds until closed. */
public final class CheckOperands implements AutoCloseable {

    private final Device device;
    private final Stream stream;
    private final SplittableRandom random;
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    CheckOperands(Device device, long seed) {
        this.device = device;
        this.stream = device.createStream();
        this.random = new SplittableRandom(seed);
    }

    Stream stream() {
        return stream;
    }

    /** Values from -1 to 1, each of them a float32. */
    double[] values(int elements) {
        double[] values = new double[elements];
        Arrays.setAll(values, i -> (float) random.nextDouble(-1, 1));
        return values;
    }

    /** Device memory that holds {@code values} as float32. */
    DeviceBuffer input(String name, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        DeviceBuffer buffer = allocate(name, floats.length);
        buffer.write(floats);
        return buffer;
    }

    /** Device memory full of NaN. */
    DeviceBuffer output(String name, int elements) {
        float[] floats = new float[elements];
        Arrays.fill(floats, Float.NaN);
        DeviceBuffer buffer = allocate(name, elements);
        buffer.write(floats);
        return buffer;
    }

    /** Device memory full of NaN, one float where {@code bytes} is 0. */
    DeviceBuffer workspace(long bytes) {
        return output("workspace", Math.max(1, Math.toIntExact(bytes / Float.BYTES)));
    }

    /** The magnitudes of values. */
    static double[] magnitudes(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    /**
     * Roundings that a sum of {@code terms} products is allowed, in units of eps times the sum of their magnitudes.
     *
     * <p>With random signs the partial sums stay small, and the error is one or two such units however long the sum is; the
     * bound for any signs is the number of terms. A term left out makes an error of 1 / (eps * terms) units, far more than
     * the square root allowed here.
     */
    static double roundings(double terms) {
        return 8 + Math.sqrt(terms);
    }

    private DeviceBuffer allocate(String name, int elements) {
        DeviceBuffer buffer = device.allocate((long) elements * Float.BYTES, name);
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public void close() {
        buffers.forEach(DeviceBuffer::close);
        stream.close();
    }
}
