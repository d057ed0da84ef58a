package alexnet.engine;

import java.util.Optional;

/**
 * One compute device: a CUDA GPU, or the PTX emulator.
 *
 * <p>A device and everything made from it may be used from one host thread at a time. Work put on a {@link Stream} runs
 * in the order of that stream; work on different streams is ordered only by {@link Event}s. Closing a device frees all
 * that was made from it.
 *
 * <p>A kernel whose own result does not depend on the order of its threads gives the same bits on every run. Where it uses
 * IEEE-rounded arithmetic only, these are the same bits on every device, the emulator included.
 *
 * <p>Problems of the device are {@link EngineException}s; wrong use by the caller is an {@link IllegalArgumentException}, or
 * an {@link IllegalStateException} on something that is closed.
 */
public interface Device extends AutoCloseable {

    /** {@return the name by which the user asked for it, such as {@code cuda:0} or {@code emulator:1}} */
    String name();

    /** {@return what the hardware (or the emulator) is and has} */
    DeviceProperties properties();

    /**
     * Allocates global memory, 256-byte aligned and filled with zero bytes.
     *
     * @param bytes size, at least 1
     * @param label what the memory is for, used in fault reports ("conv1.0.weight")
     * @return the memory, which the caller closes, or the device with itself
     * @throws IllegalArgumentException when {@code bytes} is below 1
     * @throws OutOfDeviceMemoryException when it does not fit, with the bytes wanted and free
     */
    DeviceBuffer allocate(long bytes, String label);

    /**
     * Allocates host memory that copies can read and write without a staging step (page-locked on CUDA).
     *
     * @param bytes size, at least 1
     * @return the memory, which the caller closes; what it holds is not promised
     */
    HostBuffer allocateHost(long bytes);

    /**
     * Makes a stream.
     *
     * @return a new, empty queue of work, which the caller closes, or the device with itself
     */
    Stream createStream();

    /**
     * Makes an event; one that was never recorded counts as reached.
     *
     * @return a new event, which the caller closes
     */
    Event createEvent();

    /**
     * Loads a PTX module. The emulator checks all of it now: what it cannot run, it refuses here, not at a launch.
     *
     * @param ptx its text and its name
     * @return the module, whose variables have memory of their own on this device
     * @throws PtxException when the text is not accepted, with line and column where they are known
     */
    PtxModule load(PtxSource ptx);

    /**
     * Waits until all streams of the device are empty.
     *
     * @throws KernelFaultException what a launch on one of them had to report
     */
    void synchronize();

    /**
     * Whether copies between two devices go directly.
     *
     * @param peer the other device
     * @return true where a copy between this device and {@code peer} needs no staging through host memory
     */
    boolean canAccessPeer(Device peer);

    /** {@return vendor matrix multiplication (cuBLAS), where its library loads on this device} */
    Optional<MatrixMultiply> matrixMultiply();

    /** {@return vendor convolution (cuDNN), where its library loads on this device} */
    Optional<VendorConvolution> vendorConvolution();

    /** Frees the device; closing twice has no effect. */
    @Override
    void close();
}
