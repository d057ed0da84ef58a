package alexnet.engine.cuda;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.DeviceProperties;
import alexnet.engine.EngineException;
import alexnet.engine.KernelFaultException;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.OutOfDeviceMemoryException;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * A GPU through the CUDA driver API. It retains the primary context of its GPU, which cuBLAS and cuDNN use as well, and
 * makes it current on the calling thread in every call. So one thread may use several devices.
 *
 * <p>System properties: {@code alexnet.cuda.sync=true} waits after each launch, so that a fault names the one kernel
 * that caused it; {@code alexnet.cuda.peer=false} copies between GPUs through host memory even if peer access is
 * available.
 *
 * <p>After a kernel fault the context is lost: in this process, every call but {@link #close} fails from then on.
 */
public final class CudaDevice implements Device {

    private static final System.Logger LOG = System.getLogger(CudaDevice.class.getName());

    private final int ordinal;
    private final CUdevice handle;
    private final CUcontext context = new CUcontext();
    private final DeviceProperties properties;
    private final LaunchLimits limits;
    private final LaunchLog launches = new LaunchLog();
    private final PeerAccess peers = new PeerAccess(this);
    private final Set<AutoCloseable> owned = new LinkedHashSet<>();
    private Optional<CublasMatrixMultiply> cublas;
    private Optional<CudnnConvolution> cudnn;
    private int streams;
    private boolean closed;

    /**
     * Opens a GPU.
     *
     * @param ordinal its number among the GPUs that the driver shows
     * @throws alexnet.engine.DeviceUnavailableException when there is no driver or no GPU of that number, with what was
     *     found
     */
    public CudaDevice(int ordinal) {
        CudaDriver.requireDevice(ordinal);
        this.ordinal = ordinal;
        this.handle = DeviceQuery.device(ordinal);
        this.properties = DeviceQuery.properties(ordinal);
        this.limits = LaunchLimits.of(properties, attribute -> DeviceQuery.attribute(handle, attribute));
        Cuda.check("cuDevicePrimaryCtxRetain", name(), () -> JCudaDriver.cuDevicePrimaryCtxRetain(context, handle));
    }

    @Override
    public String name() {
        return "cuda:" + ordinal;
    }

    @Override
    public DeviceProperties properties() {
        return properties;
    }

    int ordinal() {
        return ordinal;
    }

    CUdevice handle() {
        return handle;
    }

    CUcontext context() {
        return context;
    }

    LaunchLimits limits() {
        return limits;
    }

    LaunchLog launches() {
        return launches;
    }

    /** Makes this GPU's context the calling thread's. */
    void makeCurrent() {
        if (closed) {
            throw new IllegalStateException(name() + ": already closed");
        }
        check("cuCtxSetCurrent", name(), () -> JCudaDriver.cuCtxSetCurrent(context));
    }

    /** Bytes of global memory that are free now. */
    public long freeMemory() {
        makeCurrent();
        long[] free = new long[1];
        check("cuMemGetInfo", name(), () -> JCudaDriver.cuMemGetInfo(free, new long[1]));
        return free[0];
    }

    @Override
    public CudaBuffer allocate(long bytes, String label) {
        makeCurrent();
        return own(() -> new CudaBuffer(this, bytes, label));
    }

    @Override
    public CudaHostBuffer allocateHost(long bytes) {
        makeCurrent();
        return own(() -> new CudaHostBuffer(this, bytes));
    }

    @Override
    public CudaStream createStream() {
        makeCurrent();
        return own(() -> new CudaStream(this, streams++));
    }

    @Override
    public CudaEvent createEvent() {
        makeCurrent();
        return own(() -> new CudaEvent(this));
    }

    @Override
    public CudaModule load(PtxSource ptx) {
        makeCurrent();
        return own(() -> new CudaModule(this, ptx));
    }

    @Override
    public void synchronize() {
        makeCurrent();
        check("cuCtxSynchronize", name(), JCudaDriver::cuCtxSynchronize);
        launches.reachedAll();
    }

    @Override
    public boolean canAccessPeer(Device peer) {
        return peer instanceof CudaDevice other && peers.reaches(other);
    }

    @Override
    public Optional<MatrixMultiply> matrixMultiply() {
        if (cublas == null) {
            makeCurrent();
            cublas = CublasMatrixMultiply.open(this);
        }
        return cublas.map(found -> found);
    }

    @Override
    public Optional<VendorConvolution> vendorConvolution() {
        if (cudnn == null) {
            makeCurrent();
            cudnn = CudnnConvolution.open(this);
        }
        return cudnn.map(found -> found);
    }

    /** Creates a resource that is closed with this device at the latest. */
    <T extends AutoCloseable> T own(Supplier<T> maker) {
        T made = maker.get();
        owned.add(made);
        return made;
    }

    /** Checks that a buffer lies on this GPU. */
    CudaBuffer requireOwn(DeviceBuffer buffer) {
        if (!(buffer instanceof CudaBuffer own) || own.cudaDevice() != this) {
            throw new IllegalArgumentException(buffer.label() + ": on the wrong device (expected " + name() + ", found "
                    + buffer.device().name() + ")");
        }
        return own;
    }

    /** Checks that a stream is of this GPU. */
    CudaStream requireOwn(Stream stream) {
        if (!(stream instanceof CudaStream own) || stream.device() != this) {
            throw new IllegalArgumentException("stream: of the wrong device (expected " + name() + ", found "
                    + stream.device().name() + ")");
        }
        return own;
    }

    /** Waits for the legacy stream, on which the driver's synchronous fills and copies run. */
    void finishLegacyStream() {
        check("cuStreamSynchronize", name(), () -> JCudaDriver.cuStreamSynchronize(null));
    }

    /**
     * Makes one driver call.
     *
     * @param call the driver's name of the call
     * @param what what it was for
     * @throws KernelFaultException when the call reports a fault of an earlier launch
     */
    void check(String call, String what, IntSupplier body) {
        try {
            body.getAsInt();
        } catch (CudaException e) {
            throw failure(call, what, e);
        }
    }

    /** {@link #check} for an allocation. */
    void checkMemory(String call, String what, long bytes, IntSupplier body) {
        try {
            body.getAsInt();
        } catch (CudaException e) {
            if (!"CUDA_ERROR_OUT_OF_MEMORY".equals(e.getMessage())) {
                throw failure(call, what, e);
            }
            throw new OutOfDeviceMemoryException(
                    name() + ": out of memory for " + what + " (needed " + mebibytes(bytes) + " MiB, free "
                            + mebibytes(freeMemory()) + " of " + mebibytes(properties.totalMemory()) + " MiB)",
                    "a smaller --batch-size needs less; nvidia-smi shows what else holds memory",
                    e);
        }
    }

    /** Rounded up, so that a small size does not print as 0. */
    private static long mebibytes(long bytes) {
        return (bytes >> 20) + ((bytes & (1 << 20) - 1) == 0 ? 0 : 1);
    }

    private EngineException failure(String call, String what, CudaException e) {
        return Cuda.isKernelFault(e.getMessage())
                ? kernelFault(e.getMessage(), call, e)
                : Cuda.failure(call, name() + ": " + what, e);
    }

    /** The exception for a fault that {@code call} reported, with the kernels that can have caused it. */
    KernelFaultException kernelFault(String error, String call, CudaException cause) {
        String where = launches.isEmpty()
                ? "in a kernel launched before the last synchronisation"
                : launches.single()
                        ? "in kernel " + launches
                        : "in one of the kernels since the last synchronisation: " + launches;
        String hint = launches.single() || Cuda.hint(error) == null
                ? Cuda.hint(error)
                : "-D" + CudaStream.SYNC_PROPERTY + "=true names the kernel; " + Cuda.hint(error);
        return new KernelFaultException(name() + ": " + error + " " + where + ", reported by " + call, hint, cause);
    }

    /** Frees one resource of this device; an error is only logged, because the caller cannot act on it. */
    void release(AutoCloseable thing, String call, IntSupplier body) {
        owned.remove(thing);
        if (closed) {
            return;
        }
        try {
            JCudaDriver.cuCtxSetCurrent(context);
            body.getAsInt();
        } catch (CudaException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> name() + ": " + call + " gave " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        release(this, "cuCtxSynchronize", JCudaDriver::cuCtxSynchronize);
        if (cudnn != null) {
            cudnn.ifPresent(CudnnConvolution::close);
        }
        if (cublas != null) {
            cublas.ifPresent(CublasMatrixMultiply::close);
        }
        List<AutoCloseable> left = new ArrayList<>(owned);
        for (int i = left.size() - 1; i >= 0; i--) {
            close(left.get(i));
        }
        release(this, "cuDevicePrimaryCtxRelease", () -> JCudaDriver.cuDevicePrimaryCtxRelease(handle));
        closed = true;
    }

    private static void close(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
