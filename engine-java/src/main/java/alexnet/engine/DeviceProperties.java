package alexnet.engine;

/**
 * What a device is.
 *
 * @param description product name, "NVIDIA H100 80GB HBM3" or "PTX emulator, 2 worker threads"
 * @param computeMajor compute capability, major
 * @param computeMinor compute capability, minor
 * @param totalMemory bytes of global memory
 * @param multiprocessors streaming multiprocessors (worker threads on the emulator)
 * @param sharedMemoryPerBlock bytes of shared memory that a block can have without opting in to more
 * @param maxThreadsPerBlock largest block
 */
public record DeviceProperties(
        String description,
        int computeMajor,
        int computeMinor,
        long totalMemory,
        int multiprocessors,
        int sharedMemoryPerBlock,
        int maxThreadsPerBlock) {}
