package alexnet.kernels.check;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.reference.ConvReference;

/**
 * One operation of conv or conv_image at one shape.
 *
 * @param kernel {@code conv} or {@code conv_image}
 * @param kind the operation
 * @param convolution the shape
 */
public record ConvCheck(String kernel, Kind kind, ConvShape convolution) implements KernelCheck {

    static final String CONV = "conv";
    static final String CONV_IMAGE = "conv_image";

    /** Operations of a convolution. */
    public enum Kind {
        FORWARD("forward"),
        FORWARD_RELU("forward with relu"),
        DATA_GRADIENT("data gradient"),
        FILTER_GRADIENT("filter gradient");

        private final String operation;

        Kind(String operation) {
            this.operation = operation;
        }
    }

    @Override
    public String operation() {
        return kind.operation;
    }

    @Override
    public String shape() {
        return convolution.toString();
    }

    @Override
    public CheckResult run(KernelLibrary kernels, long seed) {
        try (CheckOperands operands = new CheckOperands(kernels.device(), seed)) {
            return switch (kind) {
                case FORWARD -> forward(kernels, operands, Activation.NONE);
                case FORWARD_RELU -> forward(kernels, operands, Activation.RELU);
                case DATA_GRADIENT -> dataGradient(kernels, operands);
                case FILTER_GRADIENT -> filterGradient(kernels, operands);
            };
        }
    }

    @Override
    public String toString() {
        return kernel + " " + operation() + " " + convolution;
    }

    private CheckResult forward(KernelLibrary kernels, CheckOperands operands, Activation activation) {
        double[] x = operands.values(convolution.input().elements());
        double[] weights = operands.values(convolution.weights());
        double[] bias = operands.values(convolution.filters());
        double[] expected = new double[convolution.output().elements()];
        double[] magnitude = new double[expected.length];
        ConvReference.forward(convolution, x, weights, bias, activation, expected);
        ConvReference.forward(
                convolution,
                CheckOperands.magnitudes(x),
                CheckOperands.magnitudes(weights),
                CheckOperands.magnitudes(bias),
                Activation.NONE,
                magnitude);

        DeviceBuffer y = operands.output("y", expected.length);
        DeviceBuffer deviceX = operands.input("x", x);
        DeviceBuffer deviceWeights = operands.input("weights", weights);
        DeviceBuffer deviceBias = operands.input("bias", bias);
        if (kernel.equals(CONV)) {
            new Conv(kernels)
                    .forward(operands.stream(), convolution, deviceX, deviceWeights, deviceBias, activation, y);
        } else {
            new ConvImage(kernels)
                    .forward(operands.stream(), convolution, deviceX, deviceWeights, deviceBias, activation, y);
        }
        return compare("y", y, expected, magnitude, convolution.fanIn());
    }

    private CheckResult dataGradient(KernelLibrary kernels, CheckOperands operands) {
        double[] weights = operands.values(convolution.weights());
        double[] dy = operands.values(convolution.output().elements());
        double[] expected = new double[convolution.input().elements()];
        double[] magnitude = new double[expected.length];
        ConvReference.dataGradient(convolution, weights, dy, expected);
        ConvReference.dataGradient(
                convolution, CheckOperands.magnitudes(weights), CheckOperands.magnitudes(dy), magnitude);

        DeviceBuffer dx = operands.output("dx", expected.length);
        Conv conv = new Conv(kernels);
        conv.dataGradient(
                operands.stream(),
                convolution,
                operands.input("weights", weights),
                operands.input("dy", dy),
                operands.workspace(conv.workspaceBytes(convolution)),
                dx);
        double terms = (double) convolution.weights() / convolution.channels();
        return compare("dx", dx, expected, magnitude, terms);
    }

    private CheckResult filterGradient(KernelLibrary kernels, CheckOperands operands) {
        double[] x = operands.values(convolution.input().elements());
        double[] dy = operands.values(convolution.output().elements());
        double[] expected = new double[convolution.weights()];
        double[] magnitude = new double[expected.length];
        ConvReference.filterGradient(convolution, x, dy, expected);
        ConvReference.filterGradient(convolution, CheckOperands.magnitudes(x), CheckOperands.magnitudes(dy), magnitude);

        DeviceBuffer dWeights = operands.output("dWeights", expected.length);
        DeviceBuffer deviceX = operands.input("x", x);
        DeviceBuffer deviceDy = operands.input("dy", dy);
        if (kernel.equals(CONV)) {
            Conv conv = new Conv(kernels);
            DeviceBuffer workspace = operands.workspace(conv.workspaceBytes(convolution));
            conv.filterGradient(operands.stream(), convolution, deviceX, deviceDy, workspace, dWeights);
        } else {
            ConvImage conv = new ConvImage(kernels);
            DeviceBuffer workspace = operands.workspace(conv.workspaceBytes(convolution));
            conv.filterGradient(operands.stream(), convolution, deviceX, deviceDy, workspace, dWeights);
        }
        double terms = (double) dy.length / convolution.filters();
        return compare("dWeights", dWeights, expected, magnitude, terms);
    }

    private static CheckResult compare(
            String name, DeviceBuffer found, double[] expected, double[] magnitude, double terms) {
        return Comparison.compare(name, found.toFloats(), expected, magnitude, CheckOperands.roundings(terms));
    }
}
