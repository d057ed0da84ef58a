package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.example.FullyConnectedExamples;
import alexnet.kernels.reference.FullyConnectedReference;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FullyConnectedTest extends KernelTest {

    /** Nothing fills a tile, and both products are cut into slices. */
    private static final FullyConnectedShape SHAPE = new FullyConnectedShape(391, 277, 35);

    @Test
    void checksCoverEveryTileAndBothWaysToSum() {
        Set<GemmTile> forward = new HashSet<>();
        Set<GemmTile> data = new HashSet<>();
        Set<GemmTile> weight = new HashSet<>();
        Set<Boolean> forwardDirect = new HashSet<>();
        Set<Boolean> dataDirect = new HashSet<>();
        for (FullyConnectedShape shape : FullyConnectedExamples.shapes()) {
            forward.add(FullyConnected.forwardPlan(shape).tile());
            data.add(FullyConnected.dataGradientPlan(shape).tile());
            weight.add(FullyConnected.weightTile(shape));
            forwardDirect.add(FullyConnected.forwardPlan(shape).direct());
            dataDirect.add(FullyConnected.dataGradientPlan(shape).direct());
        }
        assertThat(forward).containsExactlyInAnyOrderElementsOf(FullyConnected.TILES);
        assertThat(data).containsExactlyInAnyOrderElementsOf(FullyConnected.TILES);
        assertThat(weight).containsExactlyInAnyOrderElementsOf(FullyConnected.WEIGHT_TILES);
        assertThat(forwardDirect).containsExactlyInAnyOrder(true, false);
        assertThat(dataDirect).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void forwardOfWholeNumbersIsExact() {
        double[] x = kernels.integers(SHAPE.inputs() * SHAPE.batch(), 4);
        double[] weights = kernels.integers(SHAPE.inputs() * SHAPE.outputs(), 3);
        double[] bias = kernels.integers(SHAPE.outputs(), 9);
        double[] expected = new double[SHAPE.outputs() * SHAPE.batch()];
        FullyConnectedReference.forward(SHAPE, x, weights, bias, Activation.RELU, expected);
        assertThat(forward(x, weights, bias)).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void dataGradientOfWholeNumbersIsExact() {
        double[] weights = kernels.integers(SHAPE.inputs() * SHAPE.outputs(), 3);
        double[] dy = kernels.integers(SHAPE.outputs() * SHAPE.batch(), 4);
        double[] expected = new double[SHAPE.inputs() * SHAPE.batch()];
        FullyConnectedReference.dataGradient(SHAPE, weights, dy, expected);
        assertExact(new FullyConnected(kernels.library())::dataGradient, weights, dy, expected);
    }

    @Test
    void weightGradientOfWholeNumbersIsExact() {
        double[] x = kernels.integers(SHAPE.inputs() * SHAPE.batch(), 4);
        double[] dy = kernels.integers(SHAPE.outputs() * SHAPE.batch(), 4);
        double[] expected = new double[SHAPE.inputs() * SHAPE.outputs()];
        FullyConnectedReference.weightGradient(SHAPE, x, dy, expected);
        assertExact(new FullyConnected(kernels.library())::weightGradient, x, dy, expected);
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] x = kernels.integers(SHAPE.inputs() * SHAPE.batch(), 1 << 20);
        double[] weights = kernels.integers(SHAPE.inputs() * SHAPE.outputs(), 1 << 20);
        double[] bias = kernels.integers(SHAPE.outputs(), 9);
        assertThat(forward(x, weights, bias)).containsExactly(forward(x, weights, bias));
    }

    @Test
    void shortBuffersAreRefused() {
        FullyConnected fullyConnected = new FullyConnected(kernels.library());
        int elements = SHAPE.inputs() * SHAPE.batch();
        DeviceBuffer x = kernels.unset(elements - 1);
        DeviceBuffer dy = kernels.unset(SHAPE.outputs() * SHAPE.batch());
        DeviceBuffer workspace = workspace(fullyConnected);
        DeviceBuffer dWeights = kernels.unset(SHAPE.inputs() * SHAPE.outputs());
        assertThatThrownBy(() -> fullyConnected.weightGradient(kernels.stream(), SHAPE, x, dy, workspace, dWeights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fully_connected weight gradient: x")
                .hasMessageContaining("expected " + elements * 4 + " bytes")
                .hasMessageContaining("found " + (elements * 4 - 4));
    }

    /** A gradient from two operands. */
    private interface Gradient {
        void queue(
                Stream stream,
                FullyConnectedShape shape,
                DeviceBuffer operand,
                DeviceBuffer dy,
                DeviceBuffer workspace,
                DeviceBuffer result);
    }

    private void assertExact(Gradient gradient, double[] operand, double[] dy, double[] expected) {
        DeviceBuffer deviceOperand = kernels.floats(operand);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer workspace = workspace(new FullyConnected(kernels.library()));
        DeviceBuffer result = kernels.unset(expected.length);
        gradient.queue(kernels.stream(), SHAPE, deviceOperand, deviceDy, workspace, result);
        assertThat(result.toFloats()).containsExactly(EmulatedKernels.narrowed(expected));
    }

    private float[] forward(double[] x, double[] weights, double[] bias) {
        FullyConnected fullyConnected = new FullyConnected(kernels.library());
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceWeights = kernels.floats(weights);
        DeviceBuffer deviceBias = kernels.floats(bias);
        DeviceBuffer workspace = workspace(fullyConnected);
        DeviceBuffer y = kernels.unset(SHAPE.outputs() * SHAPE.batch());
        fullyConnected.forward(
                kernels.stream(), SHAPE, deviceX, deviceWeights, deviceBias, Activation.RELU, workspace, y);
        return y.toFloats();
    }

    private DeviceBuffer workspace(FullyConnected fullyConnected) {
        return kernels.bytes(Math.max(Float.BYTES, fullyConnected.workspaceBytes(SHAPE)));
    }
}
