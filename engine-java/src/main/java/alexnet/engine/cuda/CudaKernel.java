package alexnet.engine.cuda;

import alexnet.engine.Kernel;
import java.util.List;
import jcuda.driver.CUfunction;

/**
 * An entry function on one GPU.
 *
 * @param maxThreads largest block that the kernel's registers allow
 * @param staticSharedBytes shared memory that the kernel declares itself
 */
record CudaKernel(
        CudaDevice device,
        CUfunction function,
        String name,
        List<Integer> parameterSizes,
        int maxThreads,
        int staticSharedBytes)
        implements Kernel {}
