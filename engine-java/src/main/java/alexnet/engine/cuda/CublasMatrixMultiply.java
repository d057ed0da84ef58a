package alexnet.engine.cuda;

import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.Stream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.runtime.cudaStream_t;

/**
 * SGEMM of cuBLAS, in full single precision: the default math mode keeps TF32 off.
 *
 * <p>Each stream has a handle of its own, because the streams of one handle would share its work space. The same call on
 * the same GPU and library version gives the same bits; they are not those of our own kernel.
 */
public final class CublasMatrixMultiply implements MatrixMultiply, AutoCloseable {

    private final CudaDevice device;
    private final Map<CudaStream, cublasHandle> handles = new HashMap<>();
    private final Pointer one = Pointer.to(new float[] {1});
    private final Pointer zero = Pointer.to(new float[] {0});

    private CublasMatrixMultiply(CudaDevice device) {
        this.device = device;
    }

    /** cuBLAS for a device, where the library loads. */
    static Optional<CublasMatrixMultiply> open(CudaDevice device) {
        return VendorLibraries.cublas().version() == null
                ? Optional.empty()
                : Optional.of(new CublasMatrixMultiply(device));
    }

    @Override
    public String description() {
        return "cuBLAS " + VendorLibraries.cublas().version();
    }

    @Override
    public void multiply(
            Stream stream,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            DeviceBuffer a,
            DeviceBuffer b,
            DeviceBuffer c) {
        require("a", (long) m * k, a);
        require("b", (long) k * n, b);
        require("c", (long) m * n, c);
        CudaStream queue = device.requireOwn(stream);
        Pointer left = device.requireOwn(a).pointer();
        Pointer right = device.requireOwn(b).pointer();
        Pointer result = device.requireOwn(c).pointer();
        cublasHandle handle = handle(queue);
        // cuBLAS counts by columns and so sees each operand transposed: it is asked for c' = op(b)' x op(a)'.
        check(
                "cublasSgemm",
                () -> JCublas2.cublasSgemm(
                        handle,
                        transposeB ? CUBLAS_OP_T : CUBLAS_OP_N,
                        transposeA ? CUBLAS_OP_T : CUBLAS_OP_N,
                        n,
                        m,
                        k,
                        one,
                        right,
                        transposeB ? k : n,
                        left,
                        transposeA ? m : k,
                        zero,
                        result,
                        n));
    }

    private static void require(String operand, long elements, DeviceBuffer buffer) {
        if (buffer.bytes() < elements * Float.BYTES) {
            throw new IllegalArgumentException("matrix " + operand + " (" + buffer.label()
                    + "): buffer too small (expected " + elements * Float.BYTES + " bytes, found " + buffer.bytes()
                    + ")");
        }
    }

    private cublasHandle handle(CudaStream stream) {
        cudaStream_t queue = new cudaStream_t(stream.handle());
        return handles.computeIfAbsent(stream, s -> {
            cublasHandle handle = new cublasHandle();
            check("cublasCreate", () -> JCublas2.cublasCreate(handle));
            check("cublasSetMathMode", () -> JCublas2.cublasSetMathMode(handle, cublasMath.CUBLAS_DEFAULT_MATH));
            check("cublasSetStream", () -> JCublas2.cublasSetStream(handle, queue));
            return handle;
        });
    }

    private void check(String call, IntSupplier body) {
        device.check(call, "cuBLAS", body);
    }

    @Override
    public void close() {
        for (cublasHandle handle : handles.values()) {
            device.release(this, "cublasDestroy", () -> JCublas2.cublasDestroy(handle));
        }
        handles.clear();
    }
}
