package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnected;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.reference.FullyConnectedReference;
import java.util.ArrayList;
import java.util.List;

/** The checks of fully_connected: every tile, odd sizes, with and without slices. */
public final class FullyConnectedChecks {

    /** Inputs, outputs, batch. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {7, 5, 3},
        {31, 33, 31},
        {64, 10, 32},
        {100, 25, 33},
        {129, 127, 127},
        {37, 41, 128},
        {256, 200, 64},
        {576, 512, 32},
        {512, 512, 1},
        {1000, 30, 2},
        {2304, 16, 5},
        {17, 300, 96},
        {500, 499, 31},
        {1153, 129, 3},
        {96, 1000, 7},
        {2048, 64, 32},
        {301, 131, 65},
        {25, 512, 40},
        {2000, 7, 100},
        {640, 130, 127},
        {1024, 1031, 4},
    };

    private FullyConnectedChecks() {}

    /** Forward (with and without ReLU in turn), data gradient and weight gradient of each shape. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        List<FullyConnectedShape> shapes = shapes();
        for (FullyConnectedShape shape : shapes) {
            boolean relu = shapes.indexOf(shape) % 2 == 0;
            checks.add(new Check(relu ? Kind.FORWARD_RELU : Kind.FORWARD, shape));
            checks.add(new Check(Kind.DATA_GRADIENT, shape));
            checks.add(new Check(Kind.WEIGHT_GRADIENT, shape));
        }
        return List.copyOf(checks);
    }

    /** The shapes that are checked. */
    public static List<FullyConnectedShape> shapes() {
        List<FullyConnectedShape> shapes = new ArrayList<>();
        for (int[] s : SHAPES) {
            shapes.add(new FullyConnectedShape(s[0], s[1], s[2]));
        }
        return List.copyOf(shapes);
    }

    private enum Kind {
        FORWARD("forward"),
        FORWARD_RELU("forward with relu"),
        DATA_GRADIENT("data gradient"),
        WEIGHT_GRADIENT("weight gradient");

        private final String operation;

        Kind(String operation) {
            this.operation = operation;
        }
    }

    private record Check(Kind kind, FullyConnectedShape layer) implements KernelCheck {

        @Override
        public String kernel() {
            return "fully_connected";
        }

        @Override
        public String operation() {
            return kind.operation;
        }

        @Override
        public String shape() {
            return layer.toString();
        }

        @Override
        public String toString() {
            return kernel() + " " + operation() + " " + layer;
        }

        @Override
        public CheckResult run(KernelLibrary kernels, long seed) {
            try (CheckOperands operands = new CheckOperands(kernels.device(), seed)) {
                double[] x = operands.values(layer.inputs() * layer.batch());
                double[] weights = operands.values(layer.inputs() * layer.outputs());
                double[] dy = operands.values(layer.outputs() * layer.batch());
                FullyConnected fullyConnected = new FullyConnected(kernels);
                DeviceBuffer workspace = operands.workspace(fullyConnected.workspaceBytes(layer));
                return switch (kind) {
                    case FORWARD -> forward(fullyConnected, operands, x, weights, Activation.NONE, workspace);
                    case FORWARD_RELU -> forward(fullyConnected, operands, x, weights, Activation.RELU, workspace);
                    case DATA_GRADIENT -> dataGradient(fullyConnected, operands, weights, dy, workspace);
                    case WEIGHT_GRADIENT -> weightGradient(fullyConnected, operands, x, dy, workspace);
                };
            }
        }

        private CheckResult forward(
                FullyConnected fullyConnected,
                CheckOperands operands,
                double[] x,
                double[] weights,
                Activation activation,
                DeviceBuffer workspace) {
            double[] bias = operands.values(layer.outputs());
            double[] expected = new double[layer.outputs() * layer.batch()];
            double[] magnitude = new double[expected.length];
            FullyConnectedReference.forward(layer, x, weights, bias, activation, expected);
            FullyConnectedReference.forward(
                    layer,
                    CheckOperands.magnitudes(x),
                    CheckOperands.magnitudes(weights),
                    CheckOperands.magnitudes(bias),
                    Activation.NONE,
                    magnitude);
            DeviceBuffer y = operands.output("y", expected.length);
            fullyConnected.forward(
                    operands.stream(),
                    layer,
                    operands.input("x", x),
                    operands.input("weights", weights),
                    operands.input("bias", bias),
                    activation,
                    workspace,
                    y);
            return Comparison.compare("y", y.toFloats(), expected, magnitude, CheckOperands.roundings(layer.inputs()));
        }

        private CheckResult dataGradient(
                FullyConnected fullyConnected,
                CheckOperands operands,
                double[] weights,
                double[] dy,
                DeviceBuffer workspace) {
            double[] expected = new double[layer.inputs() * layer.batch()];
            double[] magnitude = new double[expected.length];
            FullyConnectedReference.dataGradient(layer, weights, dy, expected);
            FullyConnectedReference.dataGradient(
                    layer, CheckOperands.magnitudes(weights), CheckOperands.magnitudes(dy), magnitude);
            DeviceBuffer dx = operands.output("dx", expected.length);
            fullyConnected.dataGradient(
                    operands.stream(),
                    layer,
                    operands.input("weights", weights),
                    operands.input("dy", dy),
                    workspace,
                    dx);
            return Comparison.compare(
                    "dx", dx.toFloats(), expected, magnitude, CheckOperands.roundings(layer.outputs()));
        }

        private CheckResult weightGradient(
                FullyConnected fullyConnected,
                CheckOperands operands,
                double[] x,
                double[] dy,
                DeviceBuffer workspace) {
            double[] expected = new double[layer.inputs() * layer.outputs()];
            double[] magnitude = new double[expected.length];
            FullyConnectedReference.weightGradient(layer, x, dy, expected);
            FullyConnectedReference.weightGradient(
                    layer, CheckOperands.magnitudes(x), CheckOperands.magnitudes(dy), magnitude);
            DeviceBuffer dWeights = operands.output("dWeights", expected.length);
            fullyConnected.weightGradient(
                    operands.stream(), layer, operands.input("x", x), operands.input("dy", dy), workspace, dWeights);
            return Comparison.compare(
                    "dWeights", dWeights.toFloats(), expected, magnitude, CheckOperands.roundings(layer.batch()));
        }
    }
}
