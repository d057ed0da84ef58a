package alexnet.engine;

/**
 * A range of one device's global memory: an allocation, or a slice of one.
 *
 * <p>Copies to and from Java arrays here are synchronous conveniences for set-up, tests and results; the training loop
 * uses {@link HostBuffer}s on streams. They wait for the whole device first, so they see everything that was launched,
 * and throw what a launch had to report ({@link KernelFaultException}). Values are little-endian, as on the device.
 */
public interface DeviceBuffer extends AutoCloseable {

    /** {@return the device that holds the memory} */
    Device device();

    /** {@return the size in bytes} */
    long bytes();

    /** {@return what the memory is for, as given to {@link Device#allocate}} */
    String label();

    /** {@return the device address of the first byte, as a kernel sees it} */
    long address();

    /**
     * A view of part of this memory; closing the view frees nothing.
     *
     * @param offset first byte of the view
     * @param bytes its size, at least 1
     * @return the same memory under the same label
     * @throws IllegalArgumentException when the range is not inside this buffer
     */
    DeviceBuffer slice(long offset, long bytes);

    /**
     * Copies all of an array to the start of this buffer.
     *
     * @param source at most as many bytes as the buffer has
     * @throws IllegalArgumentException when it is longer, with both sizes
     */
    void write(float[] source);

    /**
     * Copies all of an array to the start of this buffer.
     *
     * @param source at most as many bytes as the buffer has
     * @throws IllegalArgumentException when it is longer, with both sizes
     */
    void write(int[] source);

    /**
     * Copies all of an array to the start of this buffer.
     *
     * @param source at most as many bytes as the buffer has
     * @throws IllegalArgumentException when it is longer, with both sizes
     */
    void write(byte[] source);

    /**
     * Fills an array from the start of this buffer.
     *
     * @param target at most as many bytes as the buffer has
     * @throws IllegalArgumentException when it is longer, with both sizes
     */
    void read(float[] target);

    /**
     * Fills an array from the start of this buffer.
     *
     * @param target at most as many bytes as the buffer has
     * @throws IllegalArgumentException when it is longer, with both sizes
     */
    void read(int[] target);

    /**
     * Fills an array from the start of this buffer.
     *
     * @param target at most as many bytes as the buffer has
     * @throws IllegalArgumentException when it is longer, with both sizes
     */
    void read(byte[] target);

    /**
     * The whole buffer as floats.
     *
     * @return a new array; bytes behind the last whole float are left out
     */
    default float[] toFloats() {
        float[] values = new float[Math.toIntExact(bytes() / Float.BYTES)];
        read(values);
        return values;
    }

    /** Frees the allocation; later use by a kernel is a fault. Closing twice has no effect. */
    @Override
    void close();
}
