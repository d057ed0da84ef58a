package alexnet.engine;

/**
 * A range of one device's global memory: an allocation, or a slice of one.
 *
 * <p>Copies to and from Java arrays here are synchronous conveniences for set-up, tests and results; the training loop
 * uses {@link HostBuffer}s on streams. They wait for the whole device first, so they see everything that was launched.
 */
public interface DeviceBuffer extends AutoCloseable {

    /** The device that holds the memory. */
    Device device();

    /** Size in bytes. */
    long bytes();

    /** What the memory is for, as given to {@link Device#allocate}. */
    String label();

    /** The device address of the first byte, as a kernel sees it. */
    long address();

    /**
     * A view of part of this memory; closing the view frees nothing.
     *
     * @throws IllegalArgumentException when the range is not inside this buffer
     */
    DeviceBuffer slice(long offset, long bytes);

    /** Copies {@code source} to the start of this buffer. */
    void write(float[] source);

    /** Copies {@code source} to the start of this buffer. */
    void write(int[] source);

    /** Copies {@code source} to the start of this buffer. */
    void write(byte[] source);

    /** Fills {@code target} from the start of this buffer. */
    void read(float[] target);

    /** Fills {@code target} from the start of this buffer. */
    void read(int[] target);

    /** Fills {@code target} from the start of this buffer. */
    void read(byte[] target);

    /** The whole buffer as floats. */
    default float[] toFloats() {
        float[] values = new float[Math.toIntExact(bytes() / Float.BYTES)];
        read(values);
        return values;
    }

    /** Frees the allocation; later use by a kernel is a fault. Closing twice has no effect. */
    @Override
    void close();
}
