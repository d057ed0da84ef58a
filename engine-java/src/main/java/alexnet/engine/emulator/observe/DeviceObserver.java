package alexnet.engine.emulator.observe;

/** Observes an emulated device. Calls come from the threads that use the device and from those that run its streams. */
public interface DeviceObserver {

    /** Memory was allocated. Its bytes are zeros, which a GPU does not guarantee. */
    default void allocated(long address, long bytes, String label) {}

    /** Memory is about to be freed. */
    default void freed(long address) {}

    /** The host or a stream filled memory: an upload, zeros, a write, a variable's initial value. */
    default void written(long address, long bytes) {}

    /** A stream copied memory, maybe from another emulated device. */
    default void copied(long to, long from, long bytes) {}

    /** A launch is about to run on the calling thread, which runs all of it. */
    BlockObserver launch(Launch launch);

    /**
     * A caller has waited for work that had no fault.
     *
     * @throws alexnet.engine.KernelFaultException to report what was found in that work
     */
    default void synchronizedWith() {}

    /** The device is closing; its streams are idle and its memory is not freed yet. */
    default void closing() {}
}
