package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.check.FullyConnectedChecks;
import alexnet.kernels.check.KernelCheck;
import alexnet.kernels.reference.FullyConnectedReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FullyConnectedTest {

    /** Nothing fills a tile, and both products are cut into slices. */
    private static final FullyConnectedShape SHAPE = new FullyConnectedShape(391, 277, 35);

    private static KernelFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new KernelFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    static List<KernelCheck> checks() {
        return FullyConnectedChecks.all();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void agreesWithTheReference(KernelCheck check) {
        fixture.requirePassed(check);
    }

    @Test
    void checksCoverEveryTileAndBothWaysToSum() {
        Set<GemmTile> forward = new HashSet<>();
        Set<GemmTile> data = new HashSet<>();
        Set<GemmTile> weight = new HashSet<>();
        Set<Boolean> forwardDirect = new HashSet<>();
        Set<Boolean> dataDirect = new HashSet<>();
        for (FullyConnectedShape shape : FullyConnectedChecks.shapes()) {
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
        double[] x = fixture.integers(SHAPE.inputs() * SHAPE.batch(), 4);
        double[] weights = fixture.integers(SHAPE.inputs() * SHAPE.outputs(), 3);
        double[] bias = fixture.integers(SHAPE.outputs(), 9);
        double[] expected = new double[SHAPE.outputs() * SHAPE.batch()];
        FullyConnectedReference.forward(SHAPE, x, weights, bias, Activation.RELU, expected);
        assertThat(forward(x, weights, bias)).containsExactly(KernelFixture.toFloats(expected));
    }

    @Test
    void dataGradientOfWholeNumbersIsExact() {
        double[] weights = fixture.integers(SHAPE.inputs() * SHAPE.outputs(), 3);
        double[] dy = fixture.integers(SHAPE.outputs() * SHAPE.batch(), 4);
        double[] expected = new double[SHAPE.inputs() * SHAPE.batch()];
        FullyConnectedReference.dataGradient(SHAPE, weights, dy, expected);
        FullyConnected fullyConnected = new FullyConnected(fixture.library());
        try (DeviceBuffer deviceWeights = fixture.buffer("weights", weights);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer workspace = workspace(fullyConnected);
                DeviceBuffer dx = fixture.buffer("dx", expected.length)) {
            fullyConnected.dataGradient(fixture.stream(), SHAPE, deviceWeights, deviceDy, workspace, dx);
            assertThat(dx.toFloats()).containsExactly(KernelFixture.toFloats(expected));
        }
    }

    @Test
    void weightGradientOfWholeNumbersIsExact() {
        double[] x = fixture.integers(SHAPE.inputs() * SHAPE.batch(), 4);
        double[] dy = fixture.integers(SHAPE.outputs() * SHAPE.batch(), 4);
        double[] expected = new double[SHAPE.inputs() * SHAPE.outputs()];
        FullyConnectedReference.weightGradient(SHAPE, x, dy, expected);
        FullyConnected fullyConnected = new FullyConnected(fixture.library());
        try (DeviceBuffer deviceX = fixture.buffer("x", x);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer workspace = workspace(fullyConnected);
                DeviceBuffer dWeights = fixture.buffer("dWeights", expected.length)) {
            fullyConnected.weightGradient(fixture.stream(), SHAPE, deviceX, deviceDy, workspace, dWeights);
            assertThat(dWeights.toFloats()).containsExactly(KernelFixture.toFloats(expected));
        }
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] x = fixture.integers(SHAPE.inputs() * SHAPE.batch(), 1 << 20);
        double[] weights = fixture.integers(SHAPE.inputs() * SHAPE.outputs(), 1 << 20);
        double[] bias = fixture.integers(SHAPE.outputs(), 9);
        assertThat(forward(x, weights, bias)).containsExactly(forward(x, weights, bias));
    }

    @Test
    void shortBuffersAreRefused() {
        FullyConnected fullyConnected = new FullyConnected(fixture.library());
        int elements = SHAPE.inputs() * SHAPE.batch();
        try (DeviceBuffer x = fixture.buffer("x", elements - 1);
                DeviceBuffer dy = fixture.buffer("dy", SHAPE.outputs() * SHAPE.batch());
                DeviceBuffer workspace = workspace(fullyConnected);
                DeviceBuffer dWeights = fixture.buffer("dWeights", SHAPE.inputs() * SHAPE.outputs())) {
            assertThatThrownBy(() -> fullyConnected.weightGradient(fixture.stream(), SHAPE, x, dy, workspace, dWeights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fully_connected weight gradient: x")
                    .hasMessageContaining("expected " + elements * 4 + " bytes")
                    .hasMessageContaining("found " + (elements * 4 - 4));
        }
    }

    private static float[] forward(double[] x, double[] weights, double[] bias) {
        FullyConnected fullyConnected = new FullyConnected(fixture.library());
        try (DeviceBuffer deviceX = fixture.buffer("x", x);
                DeviceBuffer deviceWeights = fixture.buffer("weights", weights);
                DeviceBuffer deviceBias = fixture.buffer("bias", bias);
                DeviceBuffer workspace = workspace(fullyConnected);
                DeviceBuffer y = fixture.buffer("y", (long) SHAPE.outputs() * SHAPE.batch())) {
            fullyConnected.forward(
                    fixture.stream(), SHAPE, deviceX, deviceWeights, deviceBias, Activation.RELU, workspace, y);
            return y.toFloats();
        }
    }

    private static DeviceBuffer workspace(FullyConnected fullyConnected) {
        return fixture.buffer("workspace", fullyConnected.workspaceBytes(SHAPE) / Float.BYTES);
    }
}
