package alexnet.kernels.profile;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.Augment;
import alexnet.kernels.AugmentRule;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.AvgPool;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.Dropout;
import alexnet.kernels.Elementary;
import alexnet.kernels.Lrn;
import alexnet.kernels.MaxPool;
import alexnet.kernels.MomentumSgd;
import alexnet.kernels.PoolShape;
import alexnet.kernels.Relu;
import alexnet.kernels.SoftmaxCrossEntropy;
import alexnet.kernels.Sum;
import alexnet.kernels.Tanh;
import alexnet.kernels.Transpose;
import alexnet.kernels.WithinMapNorm;
import java.util.ArrayList;
import java.util.List;

/** Everything but matrix products, at the shapes of AlexNet on one of its two GPUs. */
final class OtherLaunches {

    private static final int BATCH = 32;
    private static final int CLASSES = 1000;
    private static final int FC7_WEIGHTS = 2048 * 4096;
    private static final int FC7_OUTPUTS = 2048;

    private OtherLaunches() {}

    static List<RepresentativeLaunch> all() {
        List<RepresentativeLaunch> launches = new ArrayList<>();
        augment(launches);
        biasRelu(launches);
        lrn(launches, "lrn1", 48, 55, 5);
        lrn(launches, "lrn2", 128, 27, 5);
        for (int size = 1; size <= Lrn.LARGEST_SIZE; size += 2) {
            if (size != 5) {
                lrn(launches, "lrn of size " + size, 32, 13, size);
            }
        }
        borderLrn(launches, "lrn1", 48, 55, 5);
        borderLrn(launches, "lrn2", 128, 27, 5);
        for (int size = 3; size <= Lrn.LARGEST_SIZE; size += 2) {
            if (size != 5) {
                borderLrn(launches, "lrn of size " + size, 32, 13, size);
            }
        }
        pool(launches, "pool1", 48, 55, 3, 2, "_3_2");
        pool(launches, "pool2", 128, 27, 3, 2, "_3_2");
        pool(launches, "pool5", 128, 13, 3, 2, "_3_2");
        pool(launches, "pooling by 2/2", 32, 26, 2, 2, "");
        withinMapNorm(launches);
        averagePool(launches);
        activations(launches);
        dropout(launches);
        softmax(launches);
        plain(launches);
        return launches;
    }

    private static void augment(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "augment", "input", List.of("augment_apply"), BATCH, (operands, batch) -> {
                    AugmentShape shape = new AugmentShape(batch, 256, 224, 227);
                    new Augment(operands.kernels())
                            .apply(
                                    operands.stream(),
                                    shape,
                                    operands.bytes("images", shape.imageBytes(), 256),
                                    operands.below("cropX", batch, 33),
                                    operands.below("cropY", batch, 33),
                                    operands.below("mirror", batch, 2),
                                    operands.floats("colour", 3L * batch),
                                    operands.floats("mean", 3L * 256 * 256),
                                    AugmentRule.central(shape),
                                    operands.output("out", shape.output().bytes()));
                }));
    }

    private static void biasRelu(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "bias_relu", "conv2 bias", List.of("bias_relu_forward"), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(128, 27, 27, batch);
                    new BiasRelu(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("bias", shape.channels()),
                                    Activation.RELU,
                                    operands.floats("y", shape.elements()));
                }));
        launches.add(new RepresentativeLaunch(
                "bias_relu", "conv2 bias gradient", List.of("bias_relu_backward"), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(128, 27, 27, batch);
                    new BiasRelu(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape,
                                    Activation.RELU,
                                    operands.floats("y", shape.elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.output("dBias", 4L * shape.channels()));
                }));
    }

    private static void lrn(List<RepresentativeLaunch> launches, String name, int channels, int side, int size) {
        Lrn.Parameters parameters = new Lrn.Parameters(size, 2, 1e-4f, 0.75f);
        launches.add(new RepresentativeLaunch(
                "lrn", name + " forward", List.of("lrn_forward_" + size), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(channels, side, side, batch);
                    new Lrn(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    parameters,
                                    operands.floats("x", shape.elements()),
                                    operands.output("y", shape.bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "lrn", name + " backward", List.of("lrn_backward_" + size), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(channels, side, side, batch);
                    new Lrn(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape,
                                    parameters,
                                    operands.floats("x", shape.elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.output("dx", shape.bytes()));
                }));
    }

    private static void borderLrn(List<RepresentativeLaunch> launches, String name, int channels, int side, int size) {
        Lrn.Parameters parameters = new Lrn.Parameters(size, 2, 1e-4f, 0.75f);
        Lrn.Border border = new Lrn.Border(0, size / 2);
        launches.add(new RepresentativeLaunch(
                "lrn",
                name + " across the border forward",
                List.of("lrn_border_forward_" + size),
                BATCH,
                (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(channels, side, side, batch);
                    new Lrn(operands.kernels())
                            .borderForward(
                                    operands.stream(),
                                    shape,
                                    parameters,
                                    border,
                                    operands.floats("x", border.around(shape).elements()),
                                    operands.output("y", shape.bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "lrn",
                name + " terms for the neighbour",
                List.of("lrn_border_terms_" + size),
                BATCH,
                (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(channels, side, side, batch);
                    ActivationShape terms = new ActivationShape(size - 1, side, side, batch);
                    new Lrn(operands.kernels())
                            .borderTerms(
                                    operands.stream(),
                                    shape,
                                    parameters,
                                    border,
                                    operands.floats("x", border.around(shape).elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.output("terms", terms.bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "lrn",
                name + " across the border backward",
                List.of("lrn_border_backward_" + size),
                BATCH,
                (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(channels, side, side, batch);
                    new Lrn(operands.kernels())
                            .borderBackward(
                                    operands.stream(),
                                    shape,
                                    parameters,
                                    border,
                                    operands.floats("x", border.around(shape).elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.floats(
                                            "neighbours",
                                            border.neighbours(shape).elements()),
                                    operands.output("dx", shape.bytes()));
                }));
    }

    private static void pool(
            List<RepresentativeLaunch> launches,
            String name,
            int channels,
            int side,
            int size,
            int stride,
            String suffix) {
        launches.add(new RepresentativeLaunch(
                "max_pool", name + " forward", List.of("max_pool_forward" + suffix), BATCH, (operands, batch) -> {
                    PoolShape shape = new PoolShape(channels, side, side, batch, size, stride);
                    new MaxPool(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.output("y", shape.output().bytes()),
                                    operands.output("index", shape.output().elements()));
                }));
        launches.add(new RepresentativeLaunch(
                "max_pool", name + " backward", List.of("max_pool_backward" + suffix), BATCH, (operands, batch) -> {
                    PoolShape shape = new PoolShape(channels, side, side, batch, size, stride);
                    new MaxPool(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("dy", shape.output().elements()),
                                    operands.bytes("index", shape.output().elements(), size * size),
                                    operands.output("dx", shape.input().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "max_pool",
                name + " backward to all",
                List.of("max_pool_backward_all" + suffix),
                BATCH,
                (operands, batch) -> {
                    PoolShape shape = new PoolShape(channels, side, side, batch, size, stride);
                    new MaxPool(operands.kernels())
                            .backwardAll(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.floats("y", shape.output().elements()),
                                    operands.floats("dy", shape.output().elements()),
                                    operands.output("dx", shape.input().bytes()));
                }));
    }

    private static void withinMapNorm(List<RepresentativeLaunch> launches) {
        WithinMapNorm.Parameters original = new WithinMapNorm.Parameters(5, 1, 4e-5f, 0.75f);
        launches.add(new RepresentativeLaunch(
                "within_map_norm",
                "norm of maps behind lrn2",
                List.of("within_map_norm_forward"),
                BATCH,
                (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(128, 27, 27, batch);
                    new WithinMapNorm(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    original,
                                    operands.floats("x", shape.elements()),
                                    operands.output("y", shape.bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "within_map_norm",
                "norm of maps behind lrn2 backward",
                List.of("within_map_norm_terms", "within_map_norm_backward"),
                BATCH,
                (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(128, 27, 27, batch);
                    new WithinMapNorm(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape,
                                    original,
                                    operands.floats("x", shape.elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.output("workspace", WithinMapNorm.workspaceBytes(shape)),
                                    operands.output("dx", shape.bytes()));
                }));
    }

    private static void averagePool(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "avg_pool", "average pooling by 3/2", List.of("avg_pool_forward"), BATCH, (operands, batch) -> {
                    PoolShape shape = new PoolShape(32, 16, 16, batch, 3, 2);
                    new AvgPool(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.output("y", shape.output().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "avg_pool",
                "average pooling by 3/2 backward",
                List.of("avg_pool_backward"),
                BATCH,
                (operands, batch) -> {
                    PoolShape shape = new PoolShape(32, 16, 16, batch, 3, 2);
                    new AvgPool(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("dy", shape.output().elements()),
                                    operands.output("dx", shape.input().bytes()));
                }));
    }

    private static void activations(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "relu", "ReLU behind pool1", List.of("relu_forward"), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(48, 27, 27, batch);
                    new Relu(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape.elements(),
                                    operands.floats("x", shape.elements()),
                                    operands.output("y", shape.bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "relu", "ReLU behind pool1 backward", List.of("relu_backward"), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(48, 27, 27, batch);
                    new Relu(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape.elements(),
                                    operands.floats("y", shape.elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.output("dx", shape.bytes()));
                }));
        Tanh.Parameters plain = new Tanh.Parameters(1, 1);
        launches.add(new RepresentativeLaunch(
                "tanh", "tanh behind pool1", List.of("tanh_forward"), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(48, 27, 27, batch);
                    new Tanh(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape.elements(),
                                    plain,
                                    operands.floats("x", shape.elements()),
                                    operands.output("y", shape.bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "tanh", "tanh behind pool1 backward", List.of("tanh_backward"), BATCH, (operands, batch) -> {
                    ActivationShape shape = new ActivationShape(48, 27, 27, batch);
                    new Tanh(operands.kernels())
                            .backward(
                                    operands.stream(),
                                    shape.elements(),
                                    plain,
                                    operands.floats("y", shape.elements()),
                                    operands.floats("dy", shape.elements()),
                                    operands.output("dx", shape.bytes()));
                }));
    }

    private static void dropout(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "dropout", "fc7 dropout", List.of("dropout_mask"), BATCH, (operands, batch) -> {
                    int elements = FC7_OUTPUTS * batch;
                    new Dropout(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    elements,
                                    0.5f,
                                    Dropout.Form.PAPER,
                                    1,
                                    7,
                                    1,
                                    operands.floats("x", elements),
                                    operands.output("y", 4L * elements));
                }));
        launches.add(new RepresentativeLaunch(
                "dropout", "fc7 at test time", List.of("dropout_scale"), BATCH, (operands, batch) -> {
                    int elements = FC7_OUTPUTS * batch;
                    new Dropout(operands.kernels())
                            .scale(
                                    operands.stream(),
                                    elements,
                                    0.5f,
                                    operands.floats("x", elements),
                                    operands.output("y", 4L * elements));
                }));
    }

    private static void softmax(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "softmax_cross_entropy",
                "loss",
                List.of("softmax_cross_entropy_forward"),
                BATCH,
                (operands, batch) -> new SoftmaxCrossEntropy(operands.kernels())
                        .forward(
                                operands.stream(),
                                CLASSES,
                                batch,
                                operands.floats("logits", (long) CLASSES * batch),
                                operands.below("labels", batch, CLASSES),
                                operands.output("probabilities", 4L * CLASSES * batch),
                                operands.output("loss", 4L * batch),
                                operands.output("top1", 4L * batch),
                                operands.output("top5", 4L * batch))));
        launches.add(new RepresentativeLaunch(
                "softmax_cross_entropy",
                "loss gradient",
                List.of("softmax_cross_entropy_gradient"),
                BATCH,
                (operands, batch) -> new SoftmaxCrossEntropy(operands.kernels())
                        .gradient(
                                operands.stream(),
                                CLASSES,
                                batch,
                                operands.floats("probabilities", (long) CLASSES * batch),
                                operands.below("labels", batch, CLASSES),
                                1,
                                operands.output("dLogits", 4L * CLASSES * batch))));
    }

    private static void plain(List<RepresentativeLaunch> launches) {
        launches.add(new RepresentativeLaunch(
                "momentum_sgd",
                "fc7 update",
                List.of("momentum_sgd_update"),
                0,
                (operands, batch) -> new MomentumSgd(operands.kernels())
                        .update(
                                operands.stream(),
                                FC7_WEIGHTS,
                                0.01f,
                                0.9f,
                                0.0005f,
                                operands.floats("weights", FC7_WEIGHTS),
                                operands.floats("velocity", FC7_WEIGHTS),
                                operands.floats("gradient", FC7_WEIGHTS))));
        launches.add(new RepresentativeLaunch(
                "sum", "conv3 gradients of both GPUs", List.of("sum_add"), BATCH, (operands, batch) -> {
                    int elements = 128 * 13 * 13 * batch;
                    DeviceBuffer x = operands.floats("x", elements);
                    new Sum(operands.kernels()).add(operands.stream(), elements, x, operands.floats("y", elements), x);
                }));
        launches.add(new RepresentativeLaunch(
                "transpose",
                "pool5 to (N,C*H*W)",
                List.of("transpose_matrix"),
                BATCH,
                (operands, batch) -> new Transpose(operands.kernels())
                        .apply(
                                operands.stream(),
                                9216,
                                batch,
                                operands.floats("x", 9216L * batch),
                                operands.output("y", 4L * 9216 * batch))));
        launches.add(new RepresentativeLaunch(
                "elementary",
                "a million values",
                List.of("elementary_exponential"),
                0,
                (operands, batch) -> new Elementary(operands.kernels())
                        .exponential(
                                operands.stream(),
                                1 << 20,
                                operands.floats("x", 1 << 20),
                                operands.output("y", 4L << 20))));
        launches.add(new RepresentativeLaunch(
                "elementary",
                "a million values",
                List.of("elementary_logarithm"),
                0,
                (operands, batch) -> new Elementary(operands.kernels())
                        .logarithm(
                                operands.stream(),
                                1 << 20,
                                operands.floats("x", 1 << 20),
                                operands.output("y", 4L << 20))));
    }
}
