package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.reference.BiasReluReference;
import java.util.ArrayList;
import java.util.List;

/** The checks of bias_relu: odd sizes, every size of block, with and without ReLU. */
public final class BiasReluChecks {

    /** Channels, height, width, batch. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1},
        {3, 1, 1, 1},
        {7, 1, 1, 3},
        {5, 3, 2, 31},
        {12, 15, 15, 32},
        {33, 1, 1, 33},
        {10, 7, 7, 127},
        {2, 55, 55, 5},
        {48, 13, 13, 1},
        {9, 11, 13, 17},
        {100, 1, 1, 32},
        {1031, 1, 1, 2},
        {4, 29, 31, 3},
        {6, 1, 257, 1},
        {6, 1, 1, 256},
        {17, 5, 5, 64},
        {3, 2, 2, 128},
        {31, 3, 3, 33},
        {2, 67, 61, 7},
        {13, 19, 1, 127},
        {1, 127, 127, 1},
        {64, 2, 2, 96},
    };

    private BiasReluChecks() {}

    /** Forward and backward of each shape, each with and without ReLU. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        for (ActivationShape shape : shapes()) {
            for (Activation activation : Activation.values()) {
                checks.add(new Check(false, activation, shape));
                checks.add(new Check(true, activation, shape));
            }
        }
        return List.copyOf(checks);
    }

    /** The shapes that are checked. */
    public static List<ActivationShape> shapes() {
        List<ActivationShape> shapes = new ArrayList<>();
        for (int[] s : SHAPES) {
            shapes.add(new ActivationShape(s[0], s[1], s[2], s[3]));
        }
        return List.copyOf(shapes);
    }

    private record Check(boolean backward, Activation activation, ActivationShape activationShape)
            implements KernelCheck {

        @Override
        public String kernel() {
            return "bias_relu";
        }

        @Override
        public String operation() {
            return (backward ? "backward" : "forward") + (activation == Activation.RELU ? " with relu" : "");
        }

        @Override
        public String shape() {
            return activationShape.toString();
        }

        @Override
        public String toString() {
            return kernel() + " " + operation() + " " + activationShape;
        }

        @Override
        public CheckResult run(KernelLibrary kernels, long seed) {
            try (CheckOperands operands = new CheckOperands(kernels.device(), seed)) {
                return backward ? backward(kernels, operands) : forward(kernels, operands);
            }
        }

        private CheckResult forward(KernelLibrary kernels, CheckOperands operands) {
            double[] y = operands.values(activationShape.elements());
            double[] bias = operands.values(activationShape.channels());
            DeviceBuffer deviceY = operands.input("y", y);
            new BiasRelu(kernels)
                    .forward(operands.stream(), activationShape, operands.input("bias", bias), activation, deviceY);
            BiasReluReference.forward(activationShape, bias, activation, y);
            // One addition of numbers below 1.
            return Comparison.compare("y", deviceY.toFloats(), y, 2.0, 1);
        }

        private CheckResult backward(KernelLibrary kernels, CheckOperands operands) {
            double[] y = operands.values(activationShape.elements());
            // Where ReLU stood at 0 the gradient is 0 too.
            for (int i = 0; i < y.length; i += 3) {
                y[i] = 0;
            }
            double[] dy = operands.values(y.length);
            double[] magnitude = new double[activationShape.channels()];
            BiasReluReference.backward(activationShape, Activation.NONE, y, CheckOperands.magnitudes(dy), magnitude);
            DeviceBuffer deviceDy = operands.input("dy", dy);
            DeviceBuffer dBias = operands.output("dBias", activationShape.channels());
            new BiasRelu(kernels)
                    .backward(operands.stream(), activationShape, activation, operands.input("y", y), deviceDy, dBias);
            double[] expectedBias = new double[activationShape.channels()];
            BiasReluReference.backward(activationShape, activation, y, dy, expectedBias);
            double terms = (double) y.length / activationShape.channels();
            // The gradient is passed on or set to 0, so no rounding is allowed.
            return Comparison.compare("dy", deviceDy.toFloats(), dy, 1.0, 0)
                    .and(Comparison.compare(
                            "dBias", dBias.toFloats(), expectedBias, magnitude, CheckOperands.roundings(terms)));
        }
    }
}
