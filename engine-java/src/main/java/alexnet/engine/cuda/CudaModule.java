package alexnet.engine.cuda;

import alexnet.engine.Kernel;
import alexnet.engine.PtxException;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;

/** A PTX file that the driver has compiled for one GPU. */
public final class CudaModule implements PtxModule {

    private static final int LOG_BYTES = 8192;

    private final CudaDevice device;
    private final String file;
    private final PtxHeader header;
    private final CUmodule module = new CUmodule();
    private final Map<String, CudaKernel> kernels = new HashMap<>();
    private boolean closed;

    /** Compiles on the device that is current. */
    CudaModule(CudaDevice device, PtxSource ptx) {
        this.device = device;
        this.file = ptx.name();
        this.header = PtxHeader.of(ptx);
        header.requireLoadable(
                file,
                CudaDriver.version(),
                device.name(),
                device.properties().computeMajor(),
                device.properties().computeMinor());
        compile(ptx);
    }

    private void compile(PtxSource ptx) {
        byte[] text = ptx.text().getBytes(StandardCharsets.UTF_8);
        // A direct buffer: an array would be pinned, and the garbage collector held up, while the driver compiles.
        ByteBuffer image = ByteBuffer.allocateDirect(text.length + 1).put(text).put((byte) 0);
        JITOptions options = new JITOptions();
        options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
        options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
        // This form of cuModuleLoadDataEx returns the error code whatever the exception setting is.
        int result = JCudaDriver.cuModuleLoadDataJIT(module, Pointer.to(image.rewind()), options);
        if (result == CUresult.CUDA_SUCCESS) {
            return;
        }
        String name = CUresult.stringFor(result);
        if (Cuda.isKernelFault(name)) {
            throw device.kernelFault(name, "cuModuleLoadDataEx", null);
        }
        String log = logText(options.getBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER));
        throw new PtxException(
                file + ": the driver does not accept it on " + device.name() + " (" + name
                        + (log.isEmpty() ? "" : ": " + log) + ")",
                result == CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND
                        ? "libnvidia-ptxjitcompiler.so.1 is missing; it belongs to the NVIDIA driver"
                        : Cuda.hint(name));
    }

    private static String logText(byte[] log) {
        int length = 0;
        while (length < log.length && log[length] != 0) {
            length++;
        }
        return new String(log, 0, length, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
    }

    @Override
    public List<String> kernelNames() {
        return List.copyOf(header.entries().keySet());
    }

    @Override
    public Kernel kernel(String name) {
        if (closed) {
            throw new IllegalStateException(file + ": the module is closed");
        }
        List<Integer> sizes = header.entries().get(name);
        if (sizes == null) {
            throw new PtxException(
                    file + ": no kernel " + name + " (expected one of "
                            + header.entries().keySet() + ", found " + name + ")",
                    "kernels in .cu files must be extern \"C\"");
        }
        return kernels.computeIfAbsent(name, n -> find(n, sizes));
    }

    private CudaKernel find(String name, List<Integer> sizes) {
        device.makeCurrent();
        CUfunction function = new CUfunction();
        device.check(
                "cuModuleGetFunction",
                file + " " + name,
                () -> JCudaDriver.cuModuleGetFunction(function, module, name));
        return new CudaKernel(
                device,
                function,
                name,
                List.copyOf(sizes),
                attribute(function, name, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK),
                attribute(function, name, CUfunction_attribute.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES));
    }

    private int attribute(CUfunction function, String name, int attribute) {
        int[] value = new int[1];
        device.check(
                "cuFuncGetAttribute",
                file + " " + name,
                () -> JCudaDriver.cuFuncGetAttribute(value, attribute, function));
        return value[0];
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.release(this, "cuModuleUnload", () -> JCudaDriver.cuModuleUnload(module));
        }
    }
}
