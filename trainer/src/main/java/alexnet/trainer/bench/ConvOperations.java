package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import alexnet.kernels.Activation;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.KernelLibrary;
import alexnet.trainer.bench.Operation.Ready;
import alexnet.trainer.bench.Operation.Vendor;
import java.util.ArrayList;
import java.util.List;

/** The operations of one convolution layer; cuDNN's on tensors of the same sizes in its own order. */
final class ConvOperations {

    private final String layer;
    private final ConvShape shape;
    private final boolean isOverImages;

    /** @param isOverImages whether it reads the pictures: these have a kernel of their own for 11x11 filters */
    ConvOperations(String layer, ConvShape shape, boolean isOverImages) {
        this.layer = layer;
        this.shape = shape;
        this.isOverImages = isOverImages;
    }

    List<Operation> all() {
        List<Operation> operations = new ArrayList<>();
        operations.add(operation("forward", this::forward));
        if (!isOverImages) {
            operations.add(operation("data_gradient", this::dataGradient));
        }
        operations.add(operation("filter_gradient", this::filterGradient));
        return operations;
    }

    private Operation operation(String name, Operation.Preparation preparation) {
        long flops = 2L * shape.weights() * shape.outputHeight() * shape.outputWidth() * shape.batch();
        long bytes = shape.input().bytes() + shape.output().bytes() + (long) shape.weights() * Float.BYTES;
        return new Operation(layer + "." + name, shape.toString(), flops, bytes, preparation);
    }

    private boolean hasImageKernel() {
        return isOverImages && shape.filterHeight() == ConvImage.FILTER && shape.filterWidth() == ConvImage.FILTER;
    }

    private DeviceBuffer x(BenchMemory memory) {
        return memory.floats("x", shape.input().elements());
    }

    private DeviceBuffer y(BenchMemory memory) {
        return memory.floats("y", shape.output().elements());
    }

    private DeviceBuffer weights(BenchMemory memory) {
        return memory.floats("weights", shape.weights());
    }

    private Ready forward(KernelLibrary kernels, BenchMemory memory) {
        DeviceBuffer x = x(memory);
        DeviceBuffer weights = weights(memory);
        DeviceBuffer bias = memory.floats("bias", shape.filters());
        DeviceBuffer y = y(memory);
        Vendor vendor = vendor(kernels, (library, stream) -> library.forward(stream, vendorShape(), x, weights, y));
        if (hasImageKernel()) {
            ConvImage conv = new ConvImage(kernels);
            return new Ready(stream -> conv.forward(stream, shape, x, weights, bias, Activation.RELU, y), vendor);
        }
        Conv conv = new Conv(kernels);
        return new Ready(stream -> conv.forward(stream, shape, x, weights, bias, Activation.RELU, y), vendor);
    }

    private Ready dataGradient(KernelLibrary kernels, BenchMemory memory) {
        DeviceBuffer weights = weights(memory);
        DeviceBuffer dy = y(memory);
        DeviceBuffer dx = x(memory);
        Conv conv = new Conv(kernels);
        DeviceBuffer workspace = memory.bytes("workspace", conv.workspaceBytes(shape));
        return new Ready(
                stream -> conv.dataGradient(stream, shape, weights, dy, workspace, dx),
                vendor(kernels, (library, stream) -> library.dataGradient(stream, vendorShape(), weights, dy, dx)));
    }

    private Ready filterGradient(KernelLibrary kernels, BenchMemory memory) {
        DeviceBuffer x = x(memory);
        DeviceBuffer dy = y(memory);
        DeviceBuffer dWeights = weights(memory);
        Vendor vendor =
                vendor(kernels, (library, stream) -> library.filterGradient(stream, vendorShape(), x, dy, dWeights));
        if (hasImageKernel()) {
            ConvImage conv = new ConvImage(kernels);
            DeviceBuffer workspace = memory.bytes("workspace", conv.workspaceBytes(shape));
            return new Ready(stream -> conv.filterGradient(stream, shape, x, dy, workspace, dWeights), vendor);
        }
        Conv conv = new Conv(kernels);
        DeviceBuffer workspace = memory.bytes("workspace", conv.workspaceBytes(shape));
        return new Ready(stream -> conv.filterGradient(stream, shape, x, dy, workspace, dWeights), vendor);
    }

    @FunctionalInterface
    private interface VendorCall {
        void launch(VendorConvolution library, Stream stream);
    }

    private static Vendor vendor(KernelLibrary kernels, VendorCall call) {
        return kernels.device()
                .vendorConvolution()
                .map(library -> new Vendor(library.description(), stream -> call.launch(library, stream)))
                .orElse(null);
    }

    private VendorConvolution.Shape vendorShape() {
        return new VendorConvolution.Shape(
                shape.batch(),
                shape.channels(),
                shape.height(),
                shape.width(),
                shape.filters(),
                shape.filterHeight(),
                shape.filterWidth(),
                shape.stride(),
                shape.padding());
    }
}
