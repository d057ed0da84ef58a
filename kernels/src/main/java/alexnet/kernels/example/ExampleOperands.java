package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.KernelLibrary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Makes the operands of example calls on one device and frees them when closed.
 *
 * <p>In a check each operand is drawn as its call says and kept on the host for the reference, and outputs are full of NaN,
 * so that an element which the kernel does not write is found. Everywhere else operands are plain: floats from -1 to 1
 * whatever the call says, nothing on the host, outputs as the device gives them; full-size layers would take long and much
 * memory otherwise.
 */
public final class ExampleOperands implements AutoCloseable {

    /** Makes values for {@code count} elements. */
    @FunctionalInterface
    interface Draw {
        float[] values(Drawing random, int count);
    }

    private static final long PLAIN_SEED = 12;
    private static final int PERIOD = 1 << 20;

    private final KernelLibrary kernels;
    private final Drawing drawing;
    private final SplittableRandom plain = new SplittableRandom(PLAIN_SEED);
    private final List<DeviceBuffer> buffers = new ArrayList<>();

    private ExampleOperands(KernelLibrary kernels, Drawing drawing) {
        this.kernels = kernels;
        this.drawing = drawing;
    }

    /** For launches whose results nobody looks at. */
    public static ExampleOperands plain(KernelLibrary kernels) {
        return new ExampleOperands(kernels, null);
    }

    /** For a check. */
    static ExampleOperands checked(KernelLibrary kernels, Drawing drawing) {
        return new ExampleOperands(kernels, drawing);
    }

    /** The kernels of the device on which the operands lie. */
    public KernelLibrary kernels() {
        return kernels;
    }

    /** In a check what {@code draw} gives, else {@code otherwise}. */
    <T> T drawn(Function<Drawing, T> draw, T otherwise) {
        return drawing == null ? otherwise : draw.apply(drawing);
    }

    /** Floats from -1 to 1. */
    Floats floats(String label, long count) {
        return floats(label, count, 1);
    }

    /** Floats from -{@code range} to {@code range}. */
    Floats floats(String label, long count, float range) {
        return floats(label, count, (random, elements) -> random.uniform(elements, -range, range));
    }

    /** Floats as drawn. Plain ones repeat after a million. */
    Floats floats(String label, long count, Draw draw) {
        if (drawing != null) {
            float[] values = draw.values(drawing, Math.toIntExact(count));
            return new Floats(label, given(label, values), values);
        }
        float[] values = new float[(int) Math.min(PERIOD, count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) plain.nextDouble(-1, 1);
        }
        DeviceBuffer buffer = memory(label, count * Float.BYTES);
        for (long done = 0; done < count; done += values.length) {
            int length = (int) Math.min(values.length, count - done);
            buffer.slice(done * Float.BYTES, (long) length * Float.BYTES).write(Arrays.copyOf(values, length));
        }
        return new Floats(label, buffer, null);
    }

    /** Whole numbers from 0 to {@code bound - 1}. */
    Ints below(String label, int count, int bound) {
        return ints(label, count, bound, random -> random.below(count, bound));
    }

    /** Whole numbers as {@code draw} makes them. Plain ones are from 0 to {@code bound - 1}. */
    Ints ints(String label, int count, int bound, Function<Drawing, int[]> draw) {
        int[] values = drawing == null ? plain.ints(count, 0, bound).toArray() : draw.apply(drawing);
        return new Ints(given(label, values), values);
    }

    /** Bytes as {@code draw} makes them. Plain ones are from 0 to {@code bound - 1}. */
    Bytes bytes(String label, long count, int bound, Function<Drawing, byte[]> draw) {
        byte[] values = drawing == null ? new byte[Math.toIntExact(count)] : draw.apply(drawing);
        for (int i = 0; drawing == null && i < values.length; i++) {
            values[i] = (byte) plain.nextInt(bound);
        }
        return new Bytes(label, given(label, values), values);
    }

    /** Floats that the kernel writes, all of them. */
    Floats output(String label, long count) {
        return written(label, count, Float.NaN);
    }

    /** Floats of which the kernel writes some and leaves the others 0. */
    Floats zeros(String label, long count) {
        return written(label, count, 0);
    }

    private Floats written(String label, long count, float before) {
        DeviceBuffer buffer = memory(label, count * Float.BYTES);
        if (drawing != null) {
            float[] values = new float[Math.toIntExact(count)];
            Arrays.fill(values, before);
            buffer.write(values);
        }
        return new Floats(label, buffer, null);
    }

    /** Bytes that the kernel writes, all of them. */
    Bytes outputBytes(String label, int count) {
        DeviceBuffer buffer = memory(label, count);
        if (drawing != null) {
            byte[] values = new byte[count];
            Arrays.fill(values, (byte) -1);
            buffer.write(values);
        }
        return new Bytes(label, buffer, null);
    }

    /** Memory for what a kernel keeps between its launches; of at least one float. */
    DeviceBuffer workspace(long bytes) {
        return output("workspace", Math.max(1, bytes / Float.BYTES)).buffer();
    }

    /** Memory that holds {@code values}. */
    public DeviceBuffer given(String label, float... values) {
        DeviceBuffer buffer = memory(label, (long) values.length * Float.BYTES);
        buffer.write(values);
        return buffer;
    }

    /** Memory that holds {@code values}. */
    public DeviceBuffer given(String label, int... values) {
        DeviceBuffer buffer = memory(label, (long) values.length * Integer.BYTES);
        buffer.write(values);
        return buffer;
    }

    /** Memory that holds {@code values}. */
    public DeviceBuffer given(String label, byte... values) {
        DeviceBuffer buffer = memory(label, values.length);
        buffer.write(values);
        return buffer;
    }

    /** Memory as the device gives it. */
    public DeviceBuffer memory(String label, long bytes) {
        DeviceBuffer buffer = kernels.device().allocate(bytes, label);
        buffers.add(buffer);
        return buffer;
    }

    /** Frees everything; launches on the operands must be done. */
    @Override
    public void close() {
        buffers.forEach(DeviceBuffer::close);
        buffers.clear();
    }
}
