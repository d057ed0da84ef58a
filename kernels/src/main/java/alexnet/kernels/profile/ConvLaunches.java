package alexnet.kernels.profile;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Local;
import java.util.ArrayList;
import java.util.List;

/** The convolutions of AlexNet on one of its two GPUs, and smaller ones for the tiles that these do not take. */
final class ConvLaunches {

    private static final int BATCH = 32;

    private ConvLaunches() {}

    /** The shape for a number of images. */
    private interface Shape {
        ConvShape of(int batch);
    }

    static List<RepresentativeLaunch> all() {
        List<RepresentativeLaunch> launches = new ArrayList<>();
        image(launches, "conv1", n -> new ConvShape(3, 227, 227, n, 48, 11, 11, 4, 0), "48x128");
        image(launches, "conv1, 64 filters", n -> new ConvShape(3, 67, 67, n, 64, 11, 11, 4, 0), "64x128");
        image(launches, "conv1, 32 filters", n -> new ConvShape(3, 67, 67, n, 32, 11, 11, 4, 0), "32x128");
        image(launches, "conv1, 16 filters", n -> new ConvShape(3, 67, 67, n, 16, 11, 11, 4, 0), "16x128");
        conv(launches, "conv2", n -> new ConvShape(48, 27, 27, n, 128, 5, 5, 1, 2), "64x128", "48x128");
        conv(launches, "conv3", n -> new ConvShape(256, 13, 13, n, 192, 3, 3, 1, 1), "64x128", "64x128");
        conv(launches, "conv4", n -> new ConvShape(192, 13, 13, n, 192, 3, 3, 1, 1), "64x128", "64x128");
        conv(launches, "conv5", n -> new ConvShape(192, 13, 13, n, 128, 3, 3, 1, 1), "64x128", "64x128");
        conv(launches, "48 to 48 channels", n -> new ConvShape(48, 13, 13, n, 48, 3, 3, 1, 1), "48x128", "48x128");
        conv(launches, "32 to 32 channels", n -> new ConvShape(32, 13, 13, n, 32, 3, 3, 1, 1), "32x128", "32x128");
        conv(launches, "16 to 16 channels", n -> new ConvShape(16, 13, 13, n, 16, 3, 3, 1, 1), "16x128", "16x128");
        local(launches, "CIFAR-10's local3", n -> new ConvShape(64, 8, 8, n, 32, 3, 3, 1, 1), "32x128", "64x128");
        local(
                launches,
                "32 to 64 channels, local",
                n -> new ConvShape(32, 4, 4, n, 64, 3, 3, 1, 1),
                "64x128",
                "32x128");
        local(
                launches,
                "48 to 48 channels, local",
                n -> new ConvShape(48, 4, 4, n, 48, 3, 3, 1, 1),
                "48x128",
                "48x128");
        local(
                launches,
                "16 to 16 channels, local",
                n -> new ConvShape(16, 4, 4, n, 16, 3, 3, 1, 1),
                "16x128",
                "16x128");
        return launches;
    }

    private static void image(List<RepresentativeLaunch> launches, String name, Shape shapes, String tile) {
        launches.add(new RepresentativeLaunch(
                "conv_image", name + " forward", List.of("conv_image_forward_" + tile), BATCH, (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    new ConvImage(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.floats("weights", shape.weights()),
                                    operands.floats("bias", shape.filters()),
                                    Activation.RELU,
                                    operands.output("y", shape.output().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "conv_image",
                name + " filter gradient",
                List.of("conv_image_filter_gradient_" + tile, "conv_image_add_slices"),
                BATCH,
                (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    ConvImage conv = new ConvImage(operands.kernels());
                    conv.filterGradient(
                            operands.stream(),
                            shape,
                            operands.floats("x", shape.input().elements()),
                            operands.floats("dy", shape.output().elements()),
                            operands.output("workspace", conv.workspaceBytes(shape)),
                            weightGradient(operands, shape));
                }));
    }

    private static void conv(
            List<RepresentativeLaunch> launches, String name, Shape shapes, String filterTile, String channelTile) {
        launches.add(new RepresentativeLaunch(
                "conv", name + " forward", List.of("conv_forward_" + filterTile), BATCH, (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    new Conv(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.floats("weights", shape.weights()),
                                    operands.floats("bias", shape.filters()),
                                    Activation.RELU,
                                    operands.output("y", shape.output().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "conv",
                name + " data gradient",
                List.of("conv_transpose_weights", "conv_data_gradient_" + channelTile),
                BATCH,
                (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    Conv conv = new Conv(operands.kernels());
                    conv.dataGradient(
                            operands.stream(),
                            shape,
                            operands.floats("weights", shape.weights()),
                            operands.floats("dy", shape.output().elements()),
                            operands.output("workspace", conv.workspaceBytes(shape)),
                            operands.output("dx", shape.input().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "conv",
                name + " filter gradient",
                List.of("conv_filter_gradient_" + filterTile, "conv_add_slices"),
                BATCH,
                (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    Conv conv = new Conv(operands.kernels());
                    conv.filterGradient(
                            operands.stream(),
                            shape,
                            operands.floats("x", shape.input().elements()),
                            operands.floats("dy", shape.output().elements()),
                            operands.output("workspace", conv.workspaceBytes(shape)),
                            weightGradient(operands, shape));
                }));
    }

    private static void local(
            List<RepresentativeLaunch> launches, String name, Shape shapes, String filterTile, String channelTile) {
        launches.add(new RepresentativeLaunch(
                "local", name + " forward", List.of("local_forward_" + filterTile), BATCH, (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    new Local(operands.kernels())
                            .forward(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.floats("weights", shape.unsharedWeights()),
                                    operands.floats("bias", shape.output().elements() / batch),
                                    Activation.RELU,
                                    operands.output("y", shape.output().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "local",
                name + " data gradient",
                List.of("local_data_gradient_" + channelTile),
                BATCH,
                (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    new Local(operands.kernels())
                            .dataGradient(
                                    operands.stream(),
                                    shape,
                                    operands.floats("weights", shape.unsharedWeights()),
                                    operands.floats("dy", shape.output().elements()),
                                    operands.output("dx", shape.input().bytes()));
                }));
        launches.add(new RepresentativeLaunch(
                "local",
                name + " weight gradient",
                List.of("local_weight_gradient_" + filterTile),
                BATCH,
                (operands, batch) -> {
                    ConvShape shape = shapes.of(batch);
                    new Local(operands.kernels())
                            .weightGradient(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", shape.input().elements()),
                                    operands.floats("dy", shape.output().elements()),
                                    operands.output("dWeights", (long) shape.unsharedWeights() * Float.BYTES));
                }));
    }

    private static DeviceBuffer weightGradient(ProfileOperands operands, ConvShape shape) {
        return operands.output("dWeights", (long) shape.weights() * Float.BYTES);
    }
}
