package alexnet.engine.cuda;

import alexnet.engine.DeviceUnavailableException;
import java.util.Locale;
import jcuda.CudaException;
import jcuda.driver.JCudaDriver;

/**
 * Finds out whether there is a driver with a GPU, and if not, why. Only {@link #requireDevice} throws for a missing
 * driver.
 */
public final class CudaDriver {

    private static final String DRIVER_HINT =
            "install the NVIDIA driver (its libcuda.so.1 must be on the loader's path), or use --devices emulator";

    private record State(int version, int devices, String problem, String hint) {

        static State missing(String problem, String hint) {
            return new State(0, 0, problem, hint);
        }
    }

    /** Loads JCuda, once: a native library that failed to load cannot be loaded again in the same process. */
    private static final class Holder {
        static final State STATE = start();
    }

    private CudaDriver() {}

    /** True when there is a driver and it shows at least one GPU. */
    public static boolean available() {
        return problem() == null;
    }

    /** Why CUDA cannot be used, or null when it can. */
    public static String problem() {
        return Holder.STATE.problem;
    }

    /** What the user can do about {@link #problem()}, or null. */
    public static String hint() {
        return Holder.STATE.hint;
    }

    /** Number of GPUs that the driver shows; 0 when it cannot be used. */
    public static int deviceCount() {
        return Holder.STATE.devices;
    }

    /** Newest CUDA version that the driver serves, as 1000 times major plus 10 times minor; 0 without a driver. */
    public static int version() {
        return Holder.STATE.version;
    }

    /** {@link #version()} as users know it, such as {@code 12.4}, or null without a driver. */
    public static String versionText() {
        return version() == 0 ? null : versionText(version());
    }

    static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    /**
     * Checks that a GPU of that number is there.
     *
     * @throws DeviceUnavailableException saying what was found, and what to pass instead
     */
    public static void requireDevice(int ordinal) {
        String name = "cuda:" + ordinal;
        if (problem() != null) {
            throw new DeviceUnavailableException(name + ": " + problem(), hint());
        }
        if (ordinal >= deviceCount()) {
            int last = deviceCount() - 1;
            throw new DeviceUnavailableException(
                    name + ": no such GPU (expected "
                            + (last == 0 ? "cuda:0" : "cuda:0 to cuda:" + last)
                            + ", found "
                            + deviceCount()
                            + (last == 0 ? " GPU)" : " GPUs)"),
                    last == 0
                            ? "cuda:0,cuda:0 puts both halves of the network on the one GPU"
                            : "CUDA_VISIBLE_DEVICES may hide GPUs; `alexnet devices` lists them");
        }
    }

    private static State start() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        String plain = system.toLowerCase(Locale.ROOT);
        if (!plain.equals("linux amd64") && !plain.equals("linux x86_64")) {
            return State.missing(
                    "JCuda's native libraries are packed for x86_64 Linux only (found " + system + ")",
                    "use --devices emulator");
        }
        try {
            JCudaDriver.setExceptionsEnabled(true);
        } catch (LinkageError e) {
            return State.missing("no CUDA driver (" + NativeLibraries.reason(e) + ")", DRIVER_HINT);
        }
        String call = "cuInit";
        try {
            JCudaDriver.cuInit(0);
            call = "cuDriverGetVersion";
            int[] version = new int[1];
            JCudaDriver.cuDriverGetVersion(version);
            call = "cuDeviceGetCount";
            int[] count = new int[1];
            JCudaDriver.cuDeviceGetCount(count);
            if (count[0] == 0) {
                return State.missing("the CUDA driver shows no GPU", Cuda.hint("CUDA_ERROR_NO_DEVICE"));
            }
            return new State(version[0], count[0], null, null);
        } catch (CudaException e) {
            return State.missing(
                    "the CUDA driver does not start: " + call + " gave " + e.getMessage(), Cuda.hint(e.getMessage()));
        } catch (LinkageError e) {
            return State.missing(
                    "the CUDA driver is too old for JCuda 12.6 (" + NativeLibraries.reason(e) + ")", DRIVER_HINT);
        }
    }
}
