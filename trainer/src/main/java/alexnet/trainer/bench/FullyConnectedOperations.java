package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnected;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.KernelLibrary;
import alexnet.trainer.bench.Operation.Ready;
import alexnet.trainer.bench.Operation.Vendor;
import java.util.List;

/** The operations of one fully connected layer; with cuBLAS the same product without bias and activation. */
final class FullyConnectedOperations {

    private final String layer;
    private final FullyConnectedShape shape;

    FullyConnectedOperations(String layer, FullyConnectedShape shape) {
        this.layer = layer;
        this.shape = shape;
    }

    List<Operation> all() {
        return List.of(
                forward(),
                operation("data_gradient", this::dataGradient),
                operation("weight_gradient", this::weightGradient));
    }

    /** Forward alone. */
    Operation forward() {
        return operation("forward", this::forward);
    }

    private Operation operation(String name, Operation.Preparation preparation) {
        long weights = (long) shape.inputs() * shape.outputs();
        long values = (long) (shape.inputs() + shape.outputs()) * shape.batch();
        return new Operation(
                layer + "." + name,
                shape.toString(),
                2 * weights * shape.batch(),
                (weights + values) * Float.BYTES,
                preparation);
    }

    private Ready forward(KernelLibrary kernels, BenchMemory memory) {
        FullyConnected product = new FullyConnected(kernels);
        DeviceBuffer x = x(memory);
        DeviceBuffer weights = weights(memory);
        DeviceBuffer bias = memory.floats("bias", shape.outputs());
        DeviceBuffer workspace = memory.bytes("workspace", product.workspaceBytes(shape));
        DeviceBuffer y = y(memory);
        return new Ready(
                stream -> product.forward(stream, shape, x, weights, bias, Activation.RELU, workspace, y),
                vendor(kernels, false, false, shape.outputs(), shape.batch(), shape.inputs(), weights, x, y));
    }

    private Ready dataGradient(KernelLibrary kernels, BenchMemory memory) {
        FullyConnected product = new FullyConnected(kernels);
        DeviceBuffer weights = weights(memory);
        DeviceBuffer dy = y(memory);
        DeviceBuffer workspace = memory.bytes("workspace", product.workspaceBytes(shape));
        DeviceBuffer dx = x(memory);
        return new Ready(
                stream -> product.dataGradient(stream, shape, weights, dy, workspace, dx),
                vendor(kernels, true, false, shape.inputs(), shape.batch(), shape.outputs(), weights, dy, dx));
    }

    private Ready weightGradient(KernelLibrary kernels, BenchMemory memory) {
        FullyConnected product = new FullyConnected(kernels);
        DeviceBuffer x = x(memory);
        DeviceBuffer dy = y(memory);
        DeviceBuffer workspace = memory.bytes("workspace", product.workspaceBytes(shape));
        DeviceBuffer dWeights = weights(memory);
        return new Ready(
                stream -> product.weightGradient(stream, shape, x, dy, workspace, dWeights),
                vendor(kernels, false, true, shape.outputs(), shape.inputs(), shape.batch(), dy, x, dWeights));
    }

    private DeviceBuffer x(BenchMemory memory) {
        return memory.floats("x", (long) shape.inputs() * shape.batch());
    }

    private DeviceBuffer y(BenchMemory memory) {
        return memory.floats("y", (long) shape.outputs() * shape.batch());
    }

    private DeviceBuffer weights(BenchMemory memory) {
        return memory.floats("weights", (long) shape.outputs() * shape.inputs());
    }

    private static Vendor vendor(
            KernelLibrary kernels,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            DeviceBuffer a,
            DeviceBuffer b,
            DeviceBuffer c) {
        return kernels.device()
                .matrixMultiply()
                .map(library -> new Vendor(
                        library.description(),
                        (Stream stream) -> library.multiply(stream, transposeA, transposeB, m, n, k, a, b, c)))
                .orElse(null);
    }
}
