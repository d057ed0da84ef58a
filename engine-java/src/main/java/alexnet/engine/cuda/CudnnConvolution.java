package alexnet.engine.cuda;

import static jcuda.jcudnn.cudnnConvolutionMode.CUDNN_CROSS_CORRELATION;
import static jcuda.jcudnn.cudnnDataType.CUDNN_DATA_FLOAT;
import static jcuda.jcudnn.cudnnDeterminism.CUDNN_DETERMINISTIC;
import static jcuda.jcudnn.cudnnMathType.CUDNN_FMA_MATH;
import static jcuda.jcudnn.cudnnTensorFormat.CUDNN_TENSOR_NCHW;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.DeviceUnavailableException;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnStatus;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.runtime.cudaStream_t;

/**
 * Convolution of cuDNN in single precision, without tensor cores.
 *
 * <p>Uses only calls that exist in both the Java part of JCudnn (11.7) and its native part (12.6, over cuDNN 9). Of the
 * algorithms that cuDNN's heuristics propose, it takes the first deterministic one that needs at most {@value
 * #MOST_WORKSPACE} bytes of workspace; if there is none, the first one that runs. Each stream has its own handle and
 * workspace.
 */
public final class CudnnConvolution implements VendorConvolution, AutoCloseable {

    private static final long MOST_WORKSPACE = 1L << 30;

    private enum Direction {
        FORWARD,
        DATA,
        FILTER
    }

    private record Key(Direction direction, Shape shape) {}

    /** A proposal of cuDNN, for any of the three directions. */
    private record Choice(int algorithm, int status, int determinism, long workspace) {

        boolean runs() {
            return status == cudnnStatus.CUDNN_STATUS_SUCCESS && workspace <= MOST_WORKSPACE;
        }
    }

    private record Descriptors(
            cudnnTensorDescriptor x,
            cudnnFilterDescriptor weights,
            cudnnTensorDescriptor y,
            cudnnConvolutionDescriptor convolution) {}

    private final CudaDevice device;
    private final Map<CudaStream, cudnnHandle> handles = new HashMap<>();
    private final Map<CudaStream, CudaBuffer> workspaces = new HashMap<>();
    private final Map<Shape, Descriptors> descriptors = new HashMap<>();
    private final Map<Key, Choice> choices = new HashMap<>();
    private final Pointer one = Pointer.to(new float[] {1});
    private final Pointer zero = Pointer.to(new float[] {0});

    private CudnnConvolution(CudaDevice device) {
        this.device = device;
    }

    /** cuDNN for a device, where the library loads. */
    static Optional<CudnnConvolution> open(CudaDevice device) {
        return VendorLibraries.cudnn().version() == null ? Optional.empty() : Optional.of(new CudnnConvolution(device));
    }

    @Override
    public String description() {
        return "cuDNN " + VendorLibraries.cudnn().version();
    }

    @Override
    public void forward(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer y) {
        requireSizes(shape, x, weights, y);
        CudaStream queue = device.requireOwn(stream);
        cudnnHandle handle = handle(queue);
        Descriptors d = descriptors(shape);
        Choice choice = choices.computeIfAbsent(new Key(Direction.FORWARD, shape), key -> chooseForward(handle, d));
        Pointer workspace = workspace(queue, choice);
        check(
                "cudnnConvolutionForward",
                () -> JCudnn.cudnnConvolutionForward(
                        handle,
                        one,
                        d.x,
                        pointer(x),
                        d.weights,
                        pointer(weights),
                        d.convolution,
                        choice.algorithm,
                        workspace,
                        choice.workspace,
                        zero,
                        d.y,
                        pointer(y)));
    }

    @Override
    public void dataGradient(Stream stream, Shape shape, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dx) {
        requireSizes(shape, dx, weights, dy);
        CudaStream queue = device.requireOwn(stream);
        cudnnHandle handle = handle(queue);
        Descriptors d = descriptors(shape);
        Choice choice = choices.computeIfAbsent(new Key(Direction.DATA, shape), key -> chooseData(handle, d));
        Pointer workspace = workspace(queue, choice);
        check(
                "cudnnConvolutionBackwardData",
                () -> JCudnn.cudnnConvolutionBackwardData(
                        handle,
                        one,
                        d.weights,
                        pointer(weights),
                        d.y,
                        pointer(dy),
                        d.convolution,
                        choice.algorithm,
                        workspace,
                        choice.workspace,
                        zero,
                        d.x,
                        pointer(dx)));
    }

    @Override
    public void filterGradient(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer dy, DeviceBuffer dWeights) {
        requireSizes(shape, x, dWeights, dy);
        CudaStream queue = device.requireOwn(stream);
        cudnnHandle handle = handle(queue);
        Descriptors d = descriptors(shape);
        Choice choice = choices.computeIfAbsent(new Key(Direction.FILTER, shape), key -> chooseFilter(handle, d));
        Pointer workspace = workspace(queue, choice);
        check(
                "cudnnConvolutionBackwardFilter",
                () -> JCudnn.cudnnConvolutionBackwardFilter(
                        handle,
                        one,
                        d.x,
                        pointer(x),
                        d.y,
                        pointer(dy),
                        d.convolution,
                        choice.algorithm,
                        workspace,
                        choice.workspace,
                        zero,
                        d.weights,
                        pointer(dWeights)));
    }

    private Choice chooseForward(cudnnHandle handle, Descriptors d) {
        int[] most = new int[1];
        String count = "cudnnGetConvolutionForwardAlgorithmMaxCount";
        check(count, () -> JCudnn.cudnnGetConvolutionForwardAlgorithmMaxCount(handle, most));
        var found = new cudnnConvolutionFwdAlgoPerf[most[0]];
        Arrays.setAll(found, i -> new cudnnConvolutionFwdAlgoPerf());
        int[] n = new int[1];
        check(
                "cudnnGetConvolutionForwardAlgorithm_v7",
                () -> JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                        handle, d.x, d.weights, d.convolution, d.y, most[0], n, found));
        return first(Arrays.stream(found, 0, n[0]).map(p -> new Choice(p.algo, p.status, p.determinism, p.memory)));
    }

    private Choice chooseData(cudnnHandle handle, Descriptors d) {
        int[] most = new int[1];
        String count = "cudnnGetConvolutionBackwardDataAlgorithmMaxCount";
        check(count, () -> JCudnn.cudnnGetConvolutionBackwardDataAlgorithmMaxCount(handle, most));
        var found = new cudnnConvolutionBwdDataAlgoPerf[most[0]];
        Arrays.setAll(found, i -> new cudnnConvolutionBwdDataAlgoPerf());
        int[] n = new int[1];
        check(
                "cudnnGetConvolutionBackwardDataAlgorithm_v7",
                () -> JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
                        handle, d.weights, d.y, d.convolution, d.x, most[0], n, found));
        return first(Arrays.stream(found, 0, n[0]).map(p -> new Choice(p.algo, p.status, p.determinism, p.memory)));
    }

    private Choice chooseFilter(cudnnHandle handle, Descriptors d) {
        int[] most = new int[1];
        String count = "cudnnGetConvolutionBackwardFilterAlgorithmMaxCount";
        check(count, () -> JCudnn.cudnnGetConvolutionBackwardFilterAlgorithmMaxCount(handle, most));
        var found = new cudnnConvolutionBwdFilterAlgoPerf[most[0]];
        Arrays.setAll(found, i -> new cudnnConvolutionBwdFilterAlgoPerf());
        int[] n = new int[1];
        check(
                "cudnnGetConvolutionBackwardFilterAlgorithm_v7",
                () -> JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                        handle, d.x, d.y, d.convolution, d.weights, most[0], n, found));
        return first(Arrays.stream(found, 0, n[0]).map(p -> new Choice(p.algo, p.status, p.determinism, p.memory)));
    }

    private Choice first(java.util.stream.Stream<Choice> proposals) {
        List<Choice> running = proposals.filter(Choice::runs).toList();
        return running.stream()
                .filter(choice -> choice.determinism == CUDNN_DETERMINISTIC)
                .findFirst()
                .or(() -> running.stream().findFirst())
                .orElseThrow(() -> new DeviceUnavailableException(
                        device.name() + ": " + description() + " has no algorithm for the convolution within "
                                + MOST_WORKSPACE + " bytes of work space",
                        "--conv kernel uses the project's own convolution"));
    }

    private Descriptors descriptors(Shape s) {
        return descriptors.computeIfAbsent(s, shape -> {
            Descriptors d = new Descriptors(
                    new cudnnTensorDescriptor(),
                    new cudnnFilterDescriptor(),
                    new cudnnTensorDescriptor(),
                    new cudnnConvolutionDescriptor());
            tensor(d.x, s.batch(), s.channels(), s.height(), s.width());
            tensor(d.y, s.batch(), s.filters(), outputHeight(s), outputWidth(s));
            check("cudnnCreateFilterDescriptor", () -> JCudnn.cudnnCreateFilterDescriptor(d.weights));
            check(
                    "cudnnSetFilter4dDescriptor",
                    () -> JCudnn.cudnnSetFilter4dDescriptor(
                            d.weights,
                            CUDNN_DATA_FLOAT,
                            CUDNN_TENSOR_NCHW,
                            s.filters(),
                            s.channels(),
                            s.filterHeight(),
                            s.filterWidth()));
            check("cudnnCreateConvolutionDescriptor", () -> JCudnn.cudnnCreateConvolutionDescriptor(d.convolution));
            check(
                    "cudnnSetConvolution2dDescriptor",
                    () -> JCudnn.cudnnSetConvolution2dDescriptor(
                            d.convolution,
                            s.padding(),
                            s.padding(),
                            s.stride(),
                            s.stride(),
                            1,
                            1,
                            CUDNN_CROSS_CORRELATION,
                            CUDNN_DATA_FLOAT));
            check(
                    "cudnnSetConvolutionMathType",
                    () -> JCudnn.cudnnSetConvolutionMathType(d.convolution, CUDNN_FMA_MATH));
            return d;
        });
    }

    private void tensor(cudnnTensorDescriptor tensor, int n, int c, int h, int w) {
        check("cudnnCreateTensorDescriptor", () -> JCudnn.cudnnCreateTensorDescriptor(tensor));
        check(
                "cudnnSetTensor4dDescriptor",
                () -> JCudnn.cudnnSetTensor4dDescriptor(tensor, CUDNN_TENSOR_NCHW, CUDNN_DATA_FLOAT, n, c, h, w));
    }

    private static int outputHeight(Shape s) {
        return (s.height() + 2 * s.padding() - s.filterHeight()) / s.stride() + 1;
    }

    private static int outputWidth(Shape s) {
        return (s.width() + 2 * s.padding() - s.filterWidth()) / s.stride() + 1;
    }

    private void requireSizes(Shape s, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer y) {
        require("input", (long) s.batch() * s.channels() * s.height() * s.width(), x);
        require("filters", (long) s.filters() * s.channels() * s.filterHeight() * s.filterWidth(), weights);
        require("output", (long) s.batch() * s.filters() * outputHeight(s) * outputWidth(s), y);
    }

    private static void require(String operand, long elements, DeviceBuffer buffer) {
        if (buffer.bytes() < elements * Float.BYTES) {
            throw new IllegalArgumentException("convolution " + operand + " (" + buffer.label()
                    + "): buffer too small (expected " + elements * Float.BYTES + " bytes, found " + buffer.bytes()
                    + ")");
        }
    }

    private Pointer pointer(DeviceBuffer buffer) {
        return device.requireOwn(buffer).pointer();
    }

    private Pointer workspace(CudaStream stream, Choice choice) {
        if (choice.workspace == 0) {
            return null;
        }
        CudaBuffer kept = workspaces.get(stream);
        if (kept == null || kept.bytes() < choice.workspace) {
            if (kept != null) {
                stream.synchronize();
                kept.close();
            }
            kept = device.allocate(choice.workspace, "cuDNN work space");
            workspaces.put(stream, kept);
        }
        return kept.pointer();
    }

    private cudnnHandle handle(CudaStream stream) {
        cudaStream_t queue = new cudaStream_t(stream.handle());
        return handles.computeIfAbsent(stream, s -> {
            cudnnHandle handle = new cudnnHandle();
            check("cudnnCreate", () -> JCudnn.cudnnCreate(handle));
            check("cudnnSetStream", () -> JCudnn.cudnnSetStream(handle, queue));
            return handle;
        });
    }

    private void check(String call, IntSupplier body) {
        device.check(call, "cuDNN", body);
    }

    @Override
    public void close() {
        for (Descriptors d : descriptors.values()) {
            device.release(this, "cudnnDestroyTensorDescriptor", () -> JCudnn.cudnnDestroyTensorDescriptor(d.x));
            device.release(this, "cudnnDestroyTensorDescriptor", () -> JCudnn.cudnnDestroyTensorDescriptor(d.y));
            device.release(this, "cudnnDestroyFilterDescriptor", () -> JCudnn.cudnnDestroyFilterDescriptor(d.weights));
            device.release(
                    this,
                    "cudnnDestroyConvolutionDescriptor",
                    () -> JCudnn.cudnnDestroyConvolutionDescriptor(d.convolution));
        }
        descriptors.clear();
        for (cudnnHandle handle : handles.values()) {
            device.release(this, "cudnnDestroy", () -> JCudnn.cudnnDestroy(handle));
        }
        handles.clear();
        workspaces.values().forEach(CudaBuffer::close);
        workspaces.clear();
    }
}
