package alexnet.engine;

/**
 * A queue of work on one device, carried out in order. All calls return at once, but for {@link #synchronize()}.
 *
 * <p>A fault in a launch is reported by the next {@link #synchronize()} of the stream or its device (or earlier), as a
 * {@link KernelFaultException} that names the kernel.
 */
public interface Stream extends AutoCloseable {

    /** {@return the device whose queue this is} */
    Device device();

    /**
     * Queues a kernel launch.
     *
     * @param kernel of a module that this stream's device has loaded
     * @param geometry grid and block
     * @param arguments one for each parameter; taken now, so that they may be changed behind the call
     * @throws IllegalArgumentException when number or size of the arguments differ from the kernel's parameters, or the
     *     geometry is not possible on the device
     */
    void launch(Kernel kernel, LaunchGeometry geometry, KernelArguments arguments);

    /**
     * Queues a copy between two buffers of the same size. {@code from} may lie on another device: the copy then runs on
     * this stream and goes directly where the devices reach each other, and through host memory where they do not, with
     * the same bits.
     *
     * @param to on this stream's device
     * @param from of the same size
     * @throws IllegalArgumentException when the sizes differ or {@code to} lies on another device
     */
    void copy(DeviceBuffer to, DeviceBuffer from);

    /**
     * Queues a copy from the host, which must not change {@code from} before the copy is done.
     *
     * @param to filled with the first {@code to.bytes()} bytes of {@code from}
     * @param from at least as large
     * @throws IllegalArgumentException when {@code from} is smaller or {@code to} lies on another device
     */
    void upload(DeviceBuffer to, HostBuffer from);

    /**
     * Queues a copy to the host, which must not look at {@code to} before the copy is done.
     *
     * @param to at least as large as {@code from}
     * @param from copied in full, to the start of {@code to}
     * @throws IllegalArgumentException when {@code to} is smaller or {@code from} lies on another device
     */
    void download(HostBuffer to, DeviceBuffer from);

    /**
     * Queues filling a buffer with zero bytes.
     *
     * @param buffer on this stream's device
     * @throws IllegalArgumentException when it lies on another device
     */
    void zero(DeviceBuffer buffer);

    /**
     * Marks this point of the stream.
     *
     * @param event of the same device; reached when all work queued before is done
     * @throws IllegalArgumentException when it belongs to another device
     */
    void record(Event event);

    /**
     * Holds back all later work of this stream.
     *
     * @param event of any device of the same kind, until whose last recording (as of now) this stream waits
     * @throws IllegalArgumentException when it belongs to a device of another kind
     */
    void await(Event event);

    /**
     * Waits until the stream is empty.
     *
     * @throws KernelFaultException what a launch on it had to report; work queued behind that launch was dropped
     */
    void synchronize();

    /** Waits until the stream is empty and ends it; what a launch still had to report is lost. */
    @Override
    void close();
}
