package alexnet.engine;

/**
 * A queue of work on one device, carried out in order. All calls return at once, but for {@link #synchronize()}.
 *
 * <p>A fault in a launch is reported by the next {@link #synchronize()} of the stream or its device (or earlier), as a
 * {@link KernelFaultException} that names the kernel.
 */
public interface Stream extends AutoCloseable {

    /** The device whose queue this is. */
    Device device();

    /**
     * Queues a kernel launch.
     *
     * @throws IllegalArgumentException when number or size of the arguments differ from the kernel's parameters, or the
     *     geometry is not possible on the device
     */
    void launch(Kernel kernel, LaunchGeometry geometry, KernelArguments arguments);

    /**
     * Queues a copy between two buffers of the same size. {@code from} may lie on another device: the copy then runs on
     * this stream and goes directly where the devices reach each other, and through host memory where they do not, with
     * the same bits.
     */
    void copy(DeviceBuffer to, DeviceBuffer from);

    /** Queues a copy of the first {@code to.bytes()} bytes of {@code from} to the device. */
    void upload(DeviceBuffer to, HostBuffer from);

    /** Queues a copy of all of {@code from} to the start of {@code to}. */
    void download(HostBuffer to, DeviceBuffer from);

    /** Queues filling the buffer with zero bytes. */
    void zero(DeviceBuffer buffer);

    /** Marks this point of the stream in {@code event}, which must belong to the same device. */
    void record(Event event);

    /** Holds back all later work of this stream until {@code event} (of any device) is reached. */
    void await(Event event);

    /** Waits until the stream is empty, and throws what a launch on it had to report. */
    void synchronize();

    @Override
    void close();
}
