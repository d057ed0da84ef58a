package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Local;
import alexnet.trainer.bench.Operation.Ready;
import java.util.ArrayList;
import java.util.List;

/** The operations of one locally connected layer. */
final class LocalOperations {

    private LocalOperations() {}

    /** @param hasDataGradient whether the layer below wants a gradient */
    static List<Operation> of(String layer, ConvShape shape, boolean hasDataGradient) {
        List<Operation> operations = new ArrayList<>();
        operations.add(operation(layer + ".forward", shape, (kernels, memory) -> {
            Local local = new Local(kernels);
            DeviceBuffer x = memory.floats("x", shape.input().elements());
            DeviceBuffer weights = memory.floats("weights", shape.unsharedWeights());
            DeviceBuffer bias = memory.floats("bias", shape.output().elements() / shape.batch());
            DeviceBuffer y = memory.floats("y", shape.output().elements());
            return Ready.of(stream -> local.forward(stream, shape, x, weights, bias, Activation.RELU, y));
        }));
        if (hasDataGradient) {
            operations.add(operation(layer + ".data_gradient", shape, (kernels, memory) -> {
                Local local = new Local(kernels);
                DeviceBuffer weights = memory.floats("weights", shape.unsharedWeights());
                DeviceBuffer dy = memory.floats("dy", shape.output().elements());
                DeviceBuffer dx = memory.floats("dx", shape.input().elements());
                return Ready.of(stream -> local.dataGradient(stream, shape, weights, dy, dx));
            }));
        }
        operations.add(operation(layer + ".weight_gradient", shape, (kernels, memory) -> {
            Local local = new Local(kernels);
            DeviceBuffer x = memory.floats("x", shape.input().elements());
            DeviceBuffer dy = memory.floats("dy", shape.output().elements());
            DeviceBuffer dWeights = memory.floats("dWeights", shape.unsharedWeights());
            return Ready.of(stream -> local.weightGradient(stream, shape, x, dy, dWeights));
        }));
        return operations;
    }

    private static Operation operation(String name, ConvShape shape, Operation.Preparation preparation) {
        long flops = 2L * shape.unsharedWeights() * shape.batch();
        long bytes = shape.input().bytes() + shape.output().bytes() + (long) shape.unsharedWeights() * Float.BYTES;
        return new Operation(name, shape.toString(), flops, bytes, preparation);
    }
}
