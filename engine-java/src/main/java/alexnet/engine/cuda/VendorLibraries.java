package alexnet.engine.cuda;

import alexnet.engine.DeviceReport;
import jcuda.CudaException;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import jcuda.libraryPropertyType;

/**
 * Finds out whether cuBLAS and cuDNN load; they load without a GPU. Both are optional: a library that is missing, too old
 * or broken only appears in the report.
 */
public final class VendorLibraries {

    private static final String CUBLAS_HINT = "nothing is lost, the project's own matrix kernel is used; to get it,"
            + " install cuBLAS 12 beside the driver (CUDA 13 ships libcublas.so.13 only) or make a forwarding"
            + " libcublas.so.12: docs/devices.md";
    private static final String CUDNN_HINT =
            "nothing is lost, the project's own convolution kernels are used; to get it,"
                    + " install cuDNN 9 and put its directory on LD_LIBRARY_PATH: docs/devices.md";

    /** A native library that failed to load cannot be loaded again in the same process, so each result is kept. */
    private static final class CublasHolder {
        static final DeviceReport.Library FOUND = probeCublas();
    }

    private static final class CudnnHolder {
        static final DeviceReport.Library FOUND = probeCudnn();
    }

    private VendorLibraries() {}

    /** Version and file of cuBLAS, or why it does not load. */
    public static DeviceReport.Library cublas() {
        return CublasHolder.FOUND;
    }

    /** Version and file of cuDNN, or why it does not load. */
    public static DeviceReport.Library cudnn() {
        return CudnnHolder.FOUND;
    }

    private static DeviceReport.Library probeCublas() {
        try {
            JCublas2.initialize();
            JCublas2.setExceptionsEnabled(true);
            String version = property(libraryPropertyType.MAJOR_VERSION) + "."
                    + property(libraryPropertyType.MINOR_VERSION) + "." + property(libraryPropertyType.PATCH_LEVEL);
            return found("cuBLAS", version, "libcublas.so");
        } catch (LinkageError e) {
            return missing("cuBLAS", NativeLibraries.reason(e), CUBLAS_HINT);
        } catch (CudaException e) {
            return missing("cuBLAS", "cublasGetProperty gave " + e.getMessage(), CUBLAS_HINT);
        }
    }

    private static int property(int type) {
        int[] value = new int[1];
        JCublas2.cublasGetProperty(type, value);
        return value[0];
    }

    private static DeviceReport.Library probeCudnn() {
        try {
            JCudnn.initialize();
            JCudnn.setExceptionsEnabled(true);
            long version = JCudnn.cudnnGetVersion();
            if (version < 90000) {
                return missing("cuDNN", "too old (expected version 9, found " + version + ")", CUDNN_HINT);
            }
            return found("cuDNN", version / 10000 + "." + version % 10000 / 100 + "." + version % 100, "libcudnn.so");
        } catch (LinkageError e) {
            return missing("cuDNN", NativeLibraries.reason(e), CUDNN_HINT);
        }
    }

    private static DeviceReport.Library found(String name, String version, String file) {
        return new DeviceReport.Library(
                name, version, NativeLibraries.loadedFrom(file).orElse(null), null, null);
    }

    private static DeviceReport.Library missing(String name, String problem, String hint) {
        return new DeviceReport.Library(name, null, null, "does not load (" + problem + ")", hint);
    }
}
