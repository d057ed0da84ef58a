package alexnet.kernels.profile;

import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnected;
import alexnet.kernels.FullyConnectedShape;
import java.util.ArrayList;
import java.util.List;

/** The fully connected layers of AlexNet on one of its two GPUs, at a large and a small batch: these take other tiles. */
final class DenseLaunches {

    private static final String FILE = "fully_connected";
    private static final String ADD = "fully_connected_add_slices";

    private DenseLaunches() {}

    static List<RepresentativeLaunch> all() {
        List<RepresentativeLaunch> launches = new ArrayList<>();
        add(launches, "fc6", 9216, 2048, 128, "_128x128", "_128x128", "_128x128");
        add(launches, "fc7", 4096, 2048, 128, "_128x128", "_128x128", "_128x128");
        add(launches, "fc8", 4096, 1000, 128, "_128x128", "_128x128", "_128x128");
        add(launches, "fc7, small batch", 4096, 2048, 32, "_128x32", "_128x32", "_128x128");
        add(launches, "32 neurons", 32, 32, 128, "_32x128", "_32x128", "_32x128");
        add(launches, "32 neurons, small batch", 32, 32, 32, "_32x32", "_32x32", "_32x128");
        return launches;
    }

    private static void add(
            List<RepresentativeLaunch> launches,
            String name,
            int inputs,
            int outputs,
            int ownBatch,
            String forwardTile,
            String dataTile,
            String weightTile) {
        FullyConnectedShape own = new FullyConnectedShape(inputs, outputs, ownBatch);
        launches.add(new RepresentativeLaunch(
                FILE,
                name + " forward",
                own.inputs() > 32
                        ? List.of(FILE + "_forward" + forwardTile, ADD)
                        : List.of(FILE + "_forward" + forwardTile),
                ownBatch,
                (operands, batch) -> {
                    FullyConnectedShape shape = new FullyConnectedShape(inputs, outputs, batch);
                    FullyConnected layer = new FullyConnected(operands.kernels());
                    layer.forward(
                            operands.stream(),
                            shape,
                            operands.floats("x", (long) inputs * batch),
                            operands.floats("weights", (long) inputs * outputs),
                            operands.floats("bias", outputs),
                            Activation.RELU,
                            operands.output("workspace", layer.workspaceBytes(shape)),
                            operands.output("y", 4L * outputs * batch));
                }));
        launches.add(new RepresentativeLaunch(
                FILE,
                name + " data gradient",
                own.inputs() > 32
                        ? List.of(FILE + "_data_gradient" + dataTile, ADD)
                        : List.of(FILE + "_data_gradient" + dataTile),
                ownBatch,
                (operands, batch) -> {
                    FullyConnectedShape shape = new FullyConnectedShape(inputs, outputs, batch);
                    FullyConnected layer = new FullyConnected(operands.kernels());
                    layer.dataGradient(
                            operands.stream(),
                            shape,
                            operands.floats("weights", (long) inputs * outputs),
                            operands.floats("dy", (long) outputs * batch),
                            operands.output("workspace", layer.workspaceBytes(shape)),
                            operands.output("dx", 4L * inputs * batch));
                }));
        launches.add(new RepresentativeLaunch(
                FILE,
                name + " weight gradient",
                List.of(FILE + "_weight_gradient" + weightTile),
                ownBatch,
                (operands, batch) -> {
                    FullyConnectedShape shape = new FullyConnectedShape(inputs, outputs, batch);
                    new FullyConnected(operands.kernels())
                            .weightGradient(
                                    operands.stream(),
                                    shape,
                                    operands.floats("x", (long) inputs * batch),
                                    operands.floats("dy", (long) outputs * batch),
                                    operands.output("workspace", 1),
                                    operands.output("dWeights", 4L * inputs * outputs));
                }));
    }
}
