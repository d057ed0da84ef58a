package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.check.ConvChecks;
import alexnet.kernels.check.KernelCheck;
import alexnet.kernels.reference.ConvReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvTest {

    /** Rows and groups that fill no tile; several slices in the filter gradient. */
    private static final ConvShape SHAPE = new ConvShape(5, 9, 7, 33, 19, 3, 3, 1, 1);

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
        return ConvChecks.all();
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
        Set<GemmTile> filter = new HashSet<>();
        Set<Boolean> sliced = new HashSet<>();
        FilterGradient filterGradient = new FilterGradient(fixture.library(), "conv", Conv.TILES);
        for (ConvShape shape : ConvChecks.shapes()) {
            forward.add(GemmTile.leastWork(Conv.TILES, shape.filters(), Conv.groups(shape.output())));
            if (shape.stride() == 1) {
                data.add(GemmTile.leastWork(Conv.TILES, shape.channels(), Conv.groups(shape.input())));
            }
            filter.add(filterGradient.tile(shape));
            sliced.add(filterGradient.slices(shape).count() > 1);
        }
        assertThat(forward).containsExactlyInAnyOrderElementsOf(Conv.TILES);
        assertThat(data).containsExactlyInAnyOrderElementsOf(Conv.TILES);
        assertThat(filter).containsExactlyInAnyOrderElementsOf(Conv.TILES);
        assertThat(sliced).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void forwardOfWholeNumbersIsExact() {
        double[] x = fixture.integers(SHAPE.input().elements(), 4);
        double[] weights = fixture.integers(SHAPE.weights(), 3);
        double[] bias = fixture.integers(SHAPE.filters(), 9);
        double[] expected = new double[SHAPE.output().elements()];
        ConvReference.forward(SHAPE, x, weights, bias, Activation.RELU, expected);
        try (DeviceBuffer y = fixture.buffer("y", expected.length);
                DeviceBuffer deviceX = fixture.buffer("x", x);
                DeviceBuffer deviceWeights = fixture.buffer("weights", weights);
                DeviceBuffer deviceBias = fixture.buffer("bias", bias)) {
            new Conv(fixture.library())
                    .forward(fixture.stream(), SHAPE, deviceX, deviceWeights, deviceBias, Activation.RELU, y);
            assertThat(y.toFloats()).containsExactly(KernelFixture.toFloats(expected));
        }
    }

    @Test
    void dataGradientOfWholeNumbersIsExact() {
        double[] weights = fixture.integers(SHAPE.weights(), 3);
        double[] dy = fixture.integers(SHAPE.output().elements(), 4);
        double[] expected = new double[SHAPE.input().elements()];
        ConvReference.dataGradient(SHAPE, weights, dy, expected);
        try (DeviceBuffer dx = fixture.buffer("dx", expected.length);
                DeviceBuffer deviceWeights = fixture.buffer("weights", weights);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer workspace = fixture.buffer("workspace", SHAPE.weights())) {
            new Conv(fixture.library()).dataGradient(fixture.stream(), SHAPE, deviceWeights, deviceDy, workspace, dx);
            assertThat(dx.toFloats()).containsExactly(KernelFixture.toFloats(expected));
        }
    }

    @Test
    void filterGradientOfWholeNumbersIsExact() {
        double[] x = fixture.integers(SHAPE.input().elements(), 4);
        double[] dy = fixture.integers(SHAPE.output().elements(), 4);
        double[] expected = new double[SHAPE.weights()];
        ConvReference.filterGradient(SHAPE, x, dy, expected);
        assertThat(filterGradient(x, dy)).containsExactly(KernelFixture.toFloats(expected));
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] x = fixture.integers(SHAPE.input().elements(), 1 << 20);
        double[] dy = fixture.integers(SHAPE.output().elements(), 1 << 20);
        assertThat(filterGradient(x, dy)).containsExactly(filterGradient(x, dy));
    }

    @Test
    void aStrideHasNoDataGradient() {
        ConvShape strided = new ConvShape(2, 9, 9, 1, 3, 3, 3, 2, 0);
        try (DeviceBuffer any = fixture.buffer("any", 1)) {
            assertThatThrownBy(() ->
                            new Conv(fixture.library()).dataGradient(fixture.stream(), strided, any, any, any, any))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv data gradient")
                    .hasMessageContaining("expected stride 1, found 2");
        }
    }

    @Test
    void shortBuffersAreRefused() {
        Conv conv = new Conv(fixture.library());
        long workspaceFloats = conv.workspaceBytes(SHAPE) / Float.BYTES;
        assertThat(workspaceFloats).as("the shape needs a workspace").isPositive();
        try (DeviceBuffer x = fixture.buffer("x", SHAPE.input().elements());
                DeviceBuffer dy = fixture.buffer("dy", SHAPE.output().elements());
                DeviceBuffer workspace = fixture.buffer("workspace", workspaceFloats - 1);
                DeviceBuffer dWeights = fixture.buffer("dWeights", SHAPE.weights())) {
            assertThatThrownBy(() -> conv.filterGradient(fixture.stream(), SHAPE, x, dy, workspace, dWeights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv filter gradient: workspace")
                    .hasMessageContaining("expected " + workspaceFloats * 4 + " bytes")
                    .hasMessageContaining("found " + (workspaceFloats * 4 - 4));
        }
    }

    private static float[] filterGradient(double[] x, double[] dy) {
        Conv conv = new Conv(fixture.library());
        try (DeviceBuffer deviceX = fixture.buffer("x", x);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer workspace = fixture.buffer("workspace", conv.workspaceBytes(SHAPE) / Float.BYTES);
                DeviceBuffer dWeights = fixture.buffer("dWeights", SHAPE.weights())) {
            conv.filterGradient(fixture.stream(), SHAPE, deviceX, deviceDy, workspace, dWeights);
            return dWeights.toFloats();
        }
    }
}
