package alexnet.engine.emulator.observe;

/** Watches an emulated device. Calls come from the threads that use the device and from those that run its streams. */
public interface DeviceObserver {

    /** Memory was given out; its bytes are zeros, which a GPU does not promise. */
    default void allocated(long address, long bytes, String label) {}

    /** Memory is about to be given back. */
    default void freed(long address) {}

    /** The host or a stream filled memory: an upload, zeros, a write, a variable's initial value. */
    default void written(long address, long bytes) {}

    /** A stream copied memory, maybe from another emulated device. */
    default void copied(long to, long from, long bytes) {}

    /** A launch is about to run on the calling thread, which runs all of it. */
    BlockObserver launch(Launch launch);

    /**
     * Somebody has waited for work and found no fault.
     *
     * @throws alexnet.engine.KernelFaultException to report what was found in that work
     */
    default void synchronizedWith() {}

    /** The device closes; its streams are idle and its memory is not given back yet. */
    default void closing() {}
}
