package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.example.ConvExamples;
import alexnet.kernels.reference.ConvReference;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConvTest extends KernelTest {

    /** Rows and groups that fill no tile; several slices in the filter gradient. */
    private static final ConvShape SHAPE = new ConvShape(5, 9, 7, 33, 19, 3, 3, 1, 1);

    @Test
    void checksCoverEveryTileAndBothWaysToSum() {
        Set<GemmTile> forward = new HashSet<>();
        Set<GemmTile> data = new HashSet<>();
        Set<GemmTile> filter = new HashSet<>();
        Set<Boolean> sliced = new HashSet<>();
        FilterGradient filterGradient = new FilterGradient(kernels.library(), "conv", Conv.TILES);
        for (ConvShape shape : ConvExamples.shapes()) {
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
        double[] x = kernels.integers(SHAPE.input().elements(), 4);
        double[] weights = kernels.integers(SHAPE.weights(), 3);
        double[] bias = kernels.integers(SHAPE.filters(), 9);
        double[] expected = new double[SHAPE.output().elements()];
        ConvReference.forward(SHAPE, x, weights, bias, Activation.RELU, expected);
        DeviceBuffer y = kernels.unset(expected.length);
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceWeights = kernels.floats(weights);
        DeviceBuffer deviceBias = kernels.floats(bias);
        new Conv(kernels.library())
                .forward(kernels.stream(), SHAPE, deviceX, deviceWeights, deviceBias, Activation.RELU, y);
        assertThat(y.toFloats()).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void dataGradientOfWholeNumbersIsExact() {
        double[] weights = kernels.integers(SHAPE.weights(), 3);
        double[] dy = kernels.integers(SHAPE.output().elements(), 4);
        double[] expected = new double[SHAPE.input().elements()];
        ConvReference.dataGradient(SHAPE, weights, dy, expected);
        DeviceBuffer dx = kernels.unset(expected.length);
        DeviceBuffer deviceWeights = kernels.floats(weights);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer workspace = kernels.unset(SHAPE.weights());
        new Conv(kernels.library()).dataGradient(kernels.stream(), SHAPE, deviceWeights, deviceDy, workspace, dx);
        assertThat(dx.toFloats()).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void filterGradientOfWholeNumbersIsExact() {
        double[] x = kernels.integers(SHAPE.input().elements(), 4);
        double[] dy = kernels.integers(SHAPE.output().elements(), 4);
        double[] expected = new double[SHAPE.weights()];
        ConvReference.filterGradient(SHAPE, x, dy, expected);
        assertThat(filterGradient(x, dy)).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] x = kernels.integers(SHAPE.input().elements(), 1 << 20);
        double[] dy = kernels.integers(SHAPE.output().elements(), 1 << 20);
        assertThat(filterGradient(x, dy)).containsExactly(filterGradient(x, dy));
    }

    @Test
    void aStrideHasNoDataGradient() {
        ConvShape strided = new ConvShape(2, 9, 9, 1, 3, 3, 3, 2, 0);
        DeviceBuffer any = kernels.unset(1);
        assertThatThrownBy(
                        () -> new Conv(kernels.library()).dataGradient(kernels.stream(), strided, any, any, any, any))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv data gradient")
                .hasMessageContaining("expected stride 1, found 2");
    }

    @Test
    void shortBuffersAreRefused() {
        Conv conv = new Conv(kernels.library());
        long workspaceFloats = conv.workspaceBytes(SHAPE) / Float.BYTES;
        assertThat(workspaceFloats).as("the shape needs a workspace").isPositive();
        DeviceBuffer x = kernels.unset(SHAPE.input().elements());
        DeviceBuffer dy = kernels.unset(SHAPE.output().elements());
        DeviceBuffer workspace = kernels.unset(Math.toIntExact(workspaceFloats - 1));
        DeviceBuffer dWeights = kernels.unset(SHAPE.weights());
        assertThatThrownBy(() -> conv.filterGradient(kernels.stream(), SHAPE, x, dy, workspace, dWeights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv filter gradient: workspace")
                .hasMessageContaining("expected " + workspaceFloats * 4 + " bytes")
                .hasMessageContaining("found " + (workspaceFloats * 4 - 4));
    }

    private float[] filterGradient(double[] x, double[] dy) {
        Conv conv = new Conv(kernels.library());
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer workspace = kernels.bytes(Math.max(Float.BYTES, conv.workspaceBytes(SHAPE)));
        DeviceBuffer dWeights = kernels.unset(SHAPE.weights());
        conv.filterGradient(kernels.stream(), SHAPE, deviceX, deviceDy, workspace, dWeights);
        return dWeights.toFloats();
    }
}
