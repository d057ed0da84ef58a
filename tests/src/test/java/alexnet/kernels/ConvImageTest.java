package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.check.ConvImageChecks;
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

class ConvImageTest {

    /** Padding, a stride, rows and groups that fill no tile; several slices in the filter gradient. */
    private static final ConvShape SHAPE = new ConvShape(3, 29, 27, 33, 21, 11, 11, 4, 3);

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
        return ConvImageChecks.all();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void agreesWithTheReference(KernelCheck check) {
        fixture.requirePassed(check);
    }

    @Test
    void checksCoverEveryTileAndBothWaysToSum() {
        Set<GemmTile> forward = new HashSet<>();
        Set<GemmTile> filter = new HashSet<>();
        Set<Boolean> sliced = new HashSet<>();
        FilterGradient filterGradient = new FilterGradient(fixture.library(), "conv_image", ConvImage.TILES);
        for (ConvShape shape : ConvImageChecks.shapes()) {
            forward.add(GemmTile.leastWork(ConvImage.TILES, shape.filters(), Conv.groups(shape.output())));
            filter.add(filterGradient.tile(shape));
            sliced.add(filterGradient.slices(shape).count() > 1);
        }
        assertThat(forward).containsExactlyInAnyOrderElementsOf(ConvImage.TILES);
        assertThat(filter).containsExactlyInAnyOrderElementsOf(ConvImage.TILES);
        assertThat(sliced).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void forwardOfWholeNumbersIsExact() {
        double[] x = fixture.integers(SHAPE.input().elements(), 255);
        double[] weights = fixture.integers(SHAPE.weights(), 3);
        double[] bias = fixture.integers(SHAPE.filters(), 9);
        double[] expected = new double[SHAPE.output().elements()];
        ConvReference.forward(SHAPE, x, weights, bias, Activation.NONE, expected);
        try (DeviceBuffer y = fixture.buffer("y", expected.length);
                DeviceBuffer deviceX = fixture.buffer("x", x);
                DeviceBuffer deviceWeights = fixture.buffer("weights", weights);
                DeviceBuffer deviceBias = fixture.buffer("bias", bias)) {
            new ConvImage(fixture.library())
                    .forward(fixture.stream(), SHAPE, deviceX, deviceWeights, deviceBias, Activation.NONE, y);
            assertThat(y.toFloats()).containsExactly(KernelFixture.toFloats(expected));
        }
    }

    @Test
    void filterGradientOfWholeNumbersIsExact() {
        double[] x = fixture.integers(SHAPE.input().elements(), 100);
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
    void otherFilterSizesAreRefused() {
        ConvShape other = new ConvShape(3, 29, 27, 1, 4, 11, 7, 4, 0);
        ConvImage conv = new ConvImage(fixture.library());
        try (DeviceBuffer any = fixture.buffer("any", 1)) {
            assertThatThrownBy(() -> conv.forward(fixture.stream(), other, any, any, any, Activation.NONE, any))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv_image forward")
                    .hasMessageContaining("expected 11x11, found 11x7");
            assertThatThrownBy(() -> conv.filterGradient(fixture.stream(), other, any, any, any, any))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv_image filter gradient")
                    .hasMessageContaining("expected 11x11, found 11x7");
        }
    }

    @Test
    void shortBuffersAreRefused() {
        ConvImage conv = new ConvImage(fixture.library());
        int weights = SHAPE.weights();
        try (DeviceBuffer x = fixture.buffer("x", SHAPE.input().elements());
                DeviceBuffer shortWeights = fixture.buffer("weights", weights - 1);
                DeviceBuffer bias = fixture.buffer("bias", SHAPE.filters());
                DeviceBuffer y = fixture.buffer("y", SHAPE.output().elements())) {
            assertThatThrownBy(() -> conv.forward(fixture.stream(), SHAPE, x, shortWeights, bias, Activation.NONE, y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv_image forward: weights")
                    .hasMessageContaining("expected " + weights * 4 + " bytes")
                    .hasMessageContaining("found " + (weights * 4 - 4));
        }
    }

    private static float[] filterGradient(double[] x, double[] dy) {
        ConvImage conv = new ConvImage(fixture.library());
        try (DeviceBuffer deviceX = fixture.buffer("x", x);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer workspace = fixture.buffer("workspace", conv.workspaceBytes(SHAPE) / Float.BYTES);
                DeviceBuffer dWeights = fixture.buffer("dWeights", SHAPE.weights())) {
            conv.filterGradient(fixture.stream(), SHAPE, deviceX, deviceDy, workspace, dWeights);
            return dWeights.toFloats();
        }
    }
}
