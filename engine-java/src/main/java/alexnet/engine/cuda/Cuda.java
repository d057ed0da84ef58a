package alexnet.engine.cuda;

import alexnet.engine.DeviceUnavailableException;
import alexnet.engine.EngineException;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import jcuda.CudaException;

/** Calls of the driver API, and hints for their errors. */
final class Cuda {

    private static final String EMULATOR_HINT =
            "run the same with --devices emulator: it names PTX line, block, thread and address";

    /** Errors that a running kernel causes; the context is lost afterwards. */
    private static final Set<String> KERNEL_FAULTS = Set.of(
            "CUDA_ERROR_ILLEGAL_ADDRESS",
            "CUDA_ERROR_MISALIGNED_ADDRESS",
            "CUDA_ERROR_INVALID_ADDRESS_SPACE",
            "CUDA_ERROR_INVALID_PC",
            "CUDA_ERROR_ILLEGAL_INSTRUCTION",
            "CUDA_ERROR_HARDWARE_STACK_ERROR",
            "CUDA_ERROR_ASSERT",
            "CUDA_ERROR_LAUNCH_FAILED",
            "CUDA_ERROR_LAUNCH_TIMEOUT",
            "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES");

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("CUDA_ERROR_ILLEGAL_ADDRESS", EMULATOR_HINT),
            Map.entry("CUDA_ERROR_MISALIGNED_ADDRESS", EMULATOR_HINT),
            Map.entry("CUDA_ERROR_LAUNCH_FAILED", EMULATOR_HINT),
            Map.entry(
                    "CUDA_ERROR_LAUNCH_TIMEOUT",
                    "the GPU also drives a display, whose watchdog stops long kernels; use another GPU or a smaller batch"),
            Map.entry(
                    "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
                    "the block needs more registers than a multiprocessor has; `alexnet kernels` lists them"),
            Map.entry(
                    "CUDA_ERROR_NO_DEVICE",
                    "nvidia-smi shows what the driver sees; CUDA_VISIBLE_DEVICES may hide GPUs, and a container needs"
                            + " --gpus all"),
            Map.entry(
                    "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH",
                    "the driver was updated while its old kernel module is still loaded; restart the machine"),
            Map.entry(
                    "CUDA_ERROR_SYSTEM_NOT_READY",
                    "start the fabric manager of this machine (systemctl start nvidia-fabricmanager)"),
            Map.entry(
                    "CUDA_ERROR_STUB_LIBRARY",
                    "libcuda.so.1 is the stub of a toolkit; take its stubs directory out of LD_LIBRARY_PATH"),
            Map.entry(
                    "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE",
                    "a forward-compatibility libcuda.so.1 is loaded that this GPU does not allow; remove it from"
                            + " LD_LIBRARY_PATH"),
            Map.entry(
                    "CUDA_ERROR_DEVICE_UNAVAILABLE",
                    "another process holds the GPU exclusively (nvidia-smi -q -d COMPUTE)"),
            Map.entry("CUDA_ERROR_ECC_UNCORRECTABLE", "the GPU's memory is faulty (nvidia-smi -q -d ECC)"),
            Map.entry("CUDA_ERROR_UNKNOWN", "nvidia-smi and dmesg show whether the driver is well"));

    private Cuda() {}

    /** True for an error that a kernel caused while it ran. */
    static boolean isKernelFault(String error) {
        return KERNEL_FAULTS.contains(error);
    }

    /** What the user can do about an error, or null. */
    static String hint(String error) {
        return HINTS.get(error);
    }

    /**
     * Makes a driver call that belongs to no device, with JCuda's exceptions turned on.
     *
     * @param call the driver's name of the call
     * @param what what it was for
     */
    static void check(String call, String what, IntSupplier body) {
        try {
            body.getAsInt();
        } catch (CudaException e) {
            throw failure(call, what, e);
        }
    }

    /** The exception for a call that failed for a reason other than memory, PTX or a kernel. */
    static EngineException failure(String call, String what, CudaException e) {
        return new DeviceUnavailableException(
                what + ": " + call + " failed (expected CUDA_SUCCESS, found " + e.getMessage() + ")",
                hint(e.getMessage()),
                e);
    }
}
