package alexnet.engine;

import java.util.Optional;

/**
 * One compute device: a CUDA GPU, or the PTX emulator.
 *
 * <p>A device and everything made from it may be used from one host thread at a time. Work put on a {@link Stream} runs
 * in the order of that stream; work on different streams is ordered only by {@link Event}s. Closing a device frees all
 * that was made from it.
 */
public interface Device extends AutoCloseable {

    /** The name by which the user asked for it, such as {@code cuda:0} or {@code emulator:1}. */
    String name();

    /** What the hardware (or the emulator) is and has. */
    DeviceProperties properties();

    /**
     * Allocates global memory, 256-byte aligned and filled with zero bytes.
     *
     * @param bytes size, at least 1
     * @param label what the memory is for, used in fault reports ("conv1.0.weight")
     * @throws OutOfDeviceMemoryException with the bytes wanted and free
     */
    DeviceBuffer allocate(long bytes, String label);

    /** Allocates host memory that copies can read and write without a staging step (page-locked on CUDA). */
    HostBuffer allocateHost(long bytes);

    /** Makes a new, empty stream. */
    Stream createStream();

    /** Makes an event; one that was never recorded counts as reached. */
    Event createEvent();

    /**
     * Loads a PTX module.
     *
     * @throws PtxException when the text is not accepted, with line and column where they are known
     */
    PtxModule load(PtxSource ptx);

    /** Waits until all streams of the device are empty, and throws what a launch on them had to report. */
    void synchronize();

    /** True where a copy between this device and {@code peer} needs no staging through host memory. */
    boolean canAccessPeer(Device peer);

    /** Vendor matrix multiplication (cuBLAS), where its library loads on this device. */
    Optional<MatrixMultiply> matrixMultiply();

    /** Vendor convolution (cuDNN), where its library loads on this device. */
    Optional<VendorConvolution> vendorConvolution();

    /** Frees the device; closing twice has no effect. */
    @Override
    void close();
}
