package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.Augment;
import alexnet.kernels.AugmentRule;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.AvgPool;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.Dropout;
import alexnet.kernels.Lrn;
import alexnet.kernels.MaxPool;
import alexnet.kernels.MomentumSgd;
import alexnet.kernels.PoolShape;
import alexnet.kernels.Relu;
import alexnet.kernels.SoftmaxCrossEntropy;
import alexnet.kernels.Sum;
import alexnet.kernels.Tanh;
import alexnet.kernels.WithinMapNorm;
import alexnet.trainer.bench.Operation.Ready;
import java.util.List;

/** The operations of a network that are no products: memory sets their pace. */
final class PointOperations {

    private PointOperations() {}

    static List<Operation> lrn(String layer, ActivationShape shape, Lrn.Parameters parameters) {
        return List.of(
                new Operation(layer + ".forward", shape.toString(), 0, 2 * shape.bytes(), (kernels, memory) -> {
                    Lrn lrn = new Lrn(kernels);
                    DeviceBuffer x = memory.floats("x", shape.elements());
                    DeviceBuffer y = memory.floats("y", shape.elements());
                    return Ready.of(stream -> lrn.forward(stream, shape, parameters, x, y));
                }),
                new Operation(layer + ".backward", shape.toString(), 0, 3 * shape.bytes(), (kernels, memory) -> {
                    Lrn lrn = new Lrn(kernels);
                    DeviceBuffer x = memory.floats("x", shape.elements());
                    DeviceBuffer dy = memory.floats("dy", shape.elements());
                    DeviceBuffer dx = memory.floats("dx", shape.elements());
                    return Ready.of(stream -> lrn.backward(stream, shape, parameters, x, dy, dx));
                }));
    }

    static List<Operation> relu(String layer, ActivationShape shape) {
        return List.of(
                new Operation(layer + ".forward", shape.toString(), 0, 2 * shape.bytes(), (kernels, memory) -> {
                    Relu relu = new Relu(kernels);
                    DeviceBuffer x = memory.floats("x", shape.elements());
                    DeviceBuffer y = memory.floats("y", shape.elements());
                    return Ready.of(stream -> relu.forward(stream, shape.elements(), x, y));
                }),
                new Operation(layer + ".backward", shape.toString(), 0, 3 * shape.bytes(), (kernels, memory) -> {
                    Relu relu = new Relu(kernels);
                    DeviceBuffer y = memory.floats("y", shape.elements());
                    DeviceBuffer dy = memory.floats("dy", shape.elements());
                    DeviceBuffer dx = memory.floats("dx", shape.elements());
                    return Ready.of(stream -> relu.backward(stream, shape.elements(), y, dy, dx));
                }));
    }

    static List<Operation> tanh(String layer, ActivationShape shape, Tanh.Parameters parameters) {
        return List.of(
                new Operation(layer + ".forward", shape.toString(), 0, 2 * shape.bytes(), (kernels, memory) -> {
                    Tanh tanh = new Tanh(kernels);
                    DeviceBuffer x = memory.floats("x", shape.elements());
                    DeviceBuffer y = memory.floats("y", shape.elements());
                    return Ready.of(stream -> tanh.forward(stream, shape.elements(), parameters, x, y));
                }),
                new Operation(layer + ".backward", shape.toString(), 0, 3 * shape.bytes(), (kernels, memory) -> {
                    Tanh tanh = new Tanh(kernels);
                    DeviceBuffer y = memory.floats("y", shape.elements());
                    DeviceBuffer dy = memory.floats("dy", shape.elements());
                    DeviceBuffer dx = memory.floats("dx", shape.elements());
                    return Ready.of(stream -> tanh.backward(stream, shape.elements(), parameters, y, dy, dx));
                }));
    }

    /** @param border what the first GPU's part has of its neighbours */
    static List<Operation> borderLrn(
            String layer, ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        ActivationShape around = border.around(shape);
        ActivationShape neighbours = border.neighbours(shape);
        long termElements = (long) shape.elements() / shape.channels() * 2 * parameters.half();
        // Each neighbour's terms take half a window of dy, and of x this and half a window on either side.
        long termBytes = 5 * neighbours.bytes();
        return List.of(
                new Operation(
                        layer + ".forward",
                        shape + " " + border,
                        0,
                        around.bytes() + shape.bytes(),
                        (kernels, memory) -> {
                            Lrn lrn = new Lrn(kernels);
                            DeviceBuffer x = memory.floats("x", around.elements());
                            DeviceBuffer y = memory.floats("y", shape.elements());
                            return Ready.of(stream -> lrn.borderForward(stream, shape, parameters, border, x, y));
                        }),
                new Operation(layer + ".border_terms", shape + " " + border, 0, termBytes, (kernels, memory) -> {
                    Lrn lrn = new Lrn(kernels);
                    DeviceBuffer x = memory.floats("x", around.elements());
                    DeviceBuffer dy = memory.floats("dy", shape.elements());
                    DeviceBuffer terms = memory.floats("terms", termElements);
                    return Ready.of(stream -> lrn.borderTerms(stream, shape, parameters, border, x, dy, terms));
                }),
                new Operation(
                        layer + ".backward",
                        shape + " " + border,
                        0,
                        around.bytes() + neighbours.bytes() + 2 * shape.bytes(),
                        (kernels, memory) -> {
                            Lrn lrn = new Lrn(kernels);
                            DeviceBuffer x = memory.floats("x", around.elements());
                            DeviceBuffer dy = memory.floats("dy", shape.elements());
                            DeviceBuffer terms = memory.floats("neighbours", neighbours.elements());
                            DeviceBuffer dx = memory.floats("dx", shape.elements());
                            return Ready.of(
                                    stream -> lrn.borderBackward(stream, shape, parameters, border, x, dy, terms, dx));
                        }));
    }

    static List<Operation> withinMapNorm(String layer, ActivationShape shape, WithinMapNorm.Parameters parameters) {
        return List.of(
                new Operation(layer + ".forward", shape.toString(), 0, 2 * shape.bytes(), (kernels, memory) -> {
                    WithinMapNorm norm = new WithinMapNorm(kernels);
                    DeviceBuffer x = memory.floats("x", shape.elements());
                    DeviceBuffer y = memory.floats("y", shape.elements());
                    return Ready.of(stream -> norm.forward(stream, shape, parameters, x, y));
                }),
                // Two kernels: x is read by both, one term of the gradient and the result are written and read again.
                new Operation(layer + ".backward", shape.toString(), 0, 8 * shape.bytes(), (kernels, memory) -> {
                    WithinMapNorm norm = new WithinMapNorm(kernels);
                    DeviceBuffer x = memory.floats("x", shape.elements());
                    DeviceBuffer dy = memory.floats("dy", shape.elements());
                    DeviceBuffer workspace = memory.floats("workspace", shape.elements());
                    DeviceBuffer dx = memory.floats("dx", shape.elements());
                    return Ready.of(stream -> norm.backward(stream, shape, parameters, x, dy, workspace, dx));
                }));
    }

    static List<Operation> avgPool(String layer, PoolShape shape) {
        long bytes = shape.input().bytes() + shape.output().bytes();
        return List.of(
                new Operation(layer + ".forward", shape.toString(), 0, bytes, (kernels, memory) -> {
                    AvgPool pool = new AvgPool(kernels);
                    DeviceBuffer x = memory.floats("x", shape.input().elements());
                    DeviceBuffer y = memory.floats("y", shape.output().elements());
                    return Ready.of(stream -> pool.forward(stream, shape, x, y));
                }),
                new Operation(layer + ".backward", shape.toString(), 0, bytes, (kernels, memory) -> {
                    AvgPool pool = new AvgPool(kernels);
                    DeviceBuffer dy = memory.floats("dy", shape.output().elements());
                    DeviceBuffer dx = memory.floats("dx", shape.input().elements());
                    return Ready.of(stream -> pool.backward(stream, shape, dy, dx));
                }));
    }

    static List<Operation> maxPool(String layer, PoolShape shape, boolean gradientToAll) {
        // A float and a byte, the place of the maximum, for each output.
        long bytes = shape.input().bytes() + shape.output().elements() * 5L;
        return List.of(
                new Operation(layer + ".forward", shape.toString(), 0, bytes, (kernels, memory) -> {
                    MaxPool pool = new MaxPool(kernels);
                    DeviceBuffer x = memory.floats("x", shape.input().elements());
                    DeviceBuffer y = memory.floats("y", shape.output().elements());
                    DeviceBuffer index = memory.bytes("index", shape.output().elements());
                    return Ready.of(stream -> pool.forward(stream, shape, x, y, index));
                }),
                gradientToAll ? poolBackwardAll(layer, shape) : poolBackward(layer, shape, bytes));
    }

    private static Operation poolBackward(String layer, PoolShape shape, long bytes) {
        return new Operation(layer + ".backward", shape.toString(), 0, bytes, (kernels, memory) -> {
            MaxPool pool = new MaxPool(kernels);
            DeviceBuffer dy = memory.floats("dy", shape.output().elements());
            DeviceBuffer index = memory.bytes("index", shape.output().elements());
            DeviceBuffer dx = memory.floats("dx", shape.input().elements());
            return Ready.of(stream -> pool.backward(stream, shape, dy, index, dx));
        });
    }

    private static Operation poolBackwardAll(String layer, PoolShape shape) {
        long bytes = 2 * shape.input().bytes() + 2 * shape.output().bytes();
        return new Operation(layer + ".backward", shape.toString(), 0, bytes, (kernels, memory) -> {
            MaxPool pool = new MaxPool(kernels);
            DeviceBuffer x = memory.floats("x", shape.input().elements());
            DeviceBuffer y = memory.floats("y", shape.output().elements());
            DeviceBuffer dy = memory.floats("dy", shape.output().elements());
            DeviceBuffer dx = memory.floats("dx", shape.input().elements());
            return Ready.of(stream -> pool.backwardAll(stream, shape, x, y, dy, dx));
        });
    }

    static Operation biasGradient(String layer, ActivationShape shape, Activation activation) {
        // Behind a ReLU dy is read, masked by y and written; else only read.
        long bytes = activation == Activation.RELU ? 3 * shape.bytes() : shape.bytes();
        return new Operation(layer + ".bias_gradient", shape.toString(), 0, bytes, (kernels, memory) -> {
            BiasRelu bias = new BiasRelu(kernels);
            DeviceBuffer y = memory.floats("y", shape.elements());
            DeviceBuffer dy = memory.floats("dy", shape.elements());
            DeviceBuffer dBias = memory.floats("dBias", shape.channels());
            return Ready.of(stream -> bias.backward(stream, shape, activation, y, dy, dBias));
        });
    }

    static Operation dropout(String layer, ActivationShape shape) {
        return new Operation(layer + ".forward", shape.toString(), 0, 2 * shape.bytes(), (kernels, memory) -> {
            Dropout dropout = new Dropout(kernels);
            DeviceBuffer x = memory.floats("x", shape.elements());
            DeviceBuffer y = memory.floats("y", shape.elements());
            return Ready.of(
                    stream -> dropout.forward(stream, shape.elements(), 0.5f, Dropout.Form.PAPER, 1, 0, 1, x, y));
        });
    }

    static List<Operation> softmax(String layer, int classes, int batch) {
        String shape = classes + " classes, batch " + batch;
        long bytes = 2L * classes * batch * Float.BYTES;
        return List.of(
                new Operation(layer + ".forward", shape, 0, bytes, (kernels, memory) -> {
                    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(kernels);
                    DeviceBuffer logits = memory.floats("logits", (long) classes * batch);
                    DeviceBuffer labels = memory.ints("labels", batch, classes);
                    DeviceBuffer probabilities = memory.floats("probabilities", (long) classes * batch);
                    DeviceBuffer loss = memory.floats("loss", batch);
                    DeviceBuffer top1 = memory.floats("top1", batch);
                    DeviceBuffer top5 = memory.floats("top5", batch);
                    return Ready.of(stream ->
                            softmax.forward(stream, classes, batch, logits, labels, probabilities, loss, top1, top5));
                }),
                new Operation(layer + ".gradient", shape, 0, bytes, (kernels, memory) -> {
                    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(kernels);
                    DeviceBuffer probabilities = memory.floats("probabilities", (long) classes * batch);
                    DeviceBuffer labels = memory.ints("labels", batch, classes);
                    DeviceBuffer dLogits = memory.floats("dLogits", (long) classes * batch);
                    return Ready.of(stream ->
                            softmax.gradient(stream, classes, batch, probabilities, labels, 1f / batch, dLogits));
                }));
    }

    static Operation augment(AugmentShape shape) {
        long bytes = shape.imageBytes() + shape.output().bytes();
        return new Operation("images.augment", shape.toString(), 0, bytes, (kernels, memory) -> {
            Augment augment = new Augment(kernels);
            int offsets = shape.sourceSize() - shape.cropSize() + 1;
            DeviceBuffer images = memory.bytes("images", shape.imageBytes());
            DeviceBuffer cropX = memory.ints("cropX", shape.batch(), offsets);
            DeviceBuffer cropY = memory.ints("cropY", shape.batch(), offsets);
            DeviceBuffer mirror = memory.ints("mirror", shape.batch(), 2);
            DeviceBuffer colour = memory.floats("colour", 3L * shape.batch());
            DeviceBuffer mean = memory.floats("mean", 3L * shape.sourceSize() * shape.sourceSize());
            DeviceBuffer out = memory.floats("out", shape.output().elements());
            AugmentRule rule = AugmentRule.central(shape);
            return Ready.of(
                    stream -> augment.apply(stream, shape, images, cropX, cropY, mirror, colour, mean, rule, out));
        });
    }

    static Operation gradientSum(String layer, ActivationShape shape) {
        return new Operation(layer + ".gradient_sum", shape.toString(), 0, 3 * shape.bytes(), (kernels, memory) -> {
            Sum sum = new Sum(kernels);
            DeviceBuffer x = memory.floats("x", shape.elements());
            DeviceBuffer y = memory.floats("y", shape.elements());
            return Ready.of(stream -> sum.add(stream, shape.elements(), x, y, x));
        });
    }

    static Operation update(String tensor, int elements) {
        // Weights and momentum are read and written, the gradient is read.
        return new Operation(
                tensor + ".update", elements + " values", 0, 5L * elements * Float.BYTES, (kernels, memory) -> {
                    MomentumSgd sgd = new MomentumSgd(kernels);
                    DeviceBuffer weights = memory.floats("weights", elements);
                    DeviceBuffer velocity = memory.floats("velocity", elements);
                    DeviceBuffer gradient = memory.floats("gradient", elements);
                    return Ready.of(
                            stream -> sgd.update(stream, elements, 0.01f, 0.9f, 0.0005f, weights, velocity, gradient));
                });
    }
}
