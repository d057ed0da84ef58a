package alexnet.engine.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z;

import alexnet.engine.DeviceProperties;
import alexnet.engine.LaunchGeometry;
import java.util.function.IntUnaryOperator;

/** The largest grids and blocks of one GPU. */
record LaunchLimits(int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int threads, int sharedBytes) {

    /** @param attribute the value of a CUdevice_attribute */
    static LaunchLimits of(DeviceProperties properties, IntUnaryOperator attribute) {
        return new LaunchLimits(
                attribute.applyAsInt(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X),
                attribute.applyAsInt(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y),
                attribute.applyAsInt(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z),
                attribute.applyAsInt(CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X),
                attribute.applyAsInt(CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y),
                attribute.applyAsInt(CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z),
                properties.maxThreadsPerBlock(),
                properties.sharedMemoryPerBlock());
    }

    /**
     * Checks a launch.
     *
     * @throws IllegalArgumentException naming the kernel and the first extent that is too large
     */
    void require(CudaKernel kernel, LaunchGeometry geometry) {
        require(kernel, "grid x", gridX, geometry.gridX());
        require(kernel, "grid y", gridY, geometry.gridY());
        require(kernel, "grid z", gridZ, geometry.gridZ());
        require(kernel, "block x", blockX, geometry.blockX());
        require(kernel, "block y", blockY, geometry.blockY());
        require(kernel, "block z", blockZ, geometry.blockZ());
        require(kernel, "threads per block", Math.min(threads, kernel.maxThreads()), geometry.threadsPerBlock());
        require(
                kernel,
                "bytes of shared memory",
                sharedBytes,
                (long) kernel.staticSharedBytes() + geometry.dynamicSharedBytes());
    }

    private static void require(CudaKernel kernel, String what, long most, long found) {
        if (found > most) {
            throw new IllegalArgumentException("kernel " + kernel.name() + ": too many " + what + " (expected at most "
                    + most + ", found " + found + ")");
        }
    }
}
