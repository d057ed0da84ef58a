package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.example.ConvImageExamples;
import alexnet.kernels.reference.ConvReference;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConvImageTest extends KernelTest {

    /** Padding, a stride, rows and groups that fill no tile; several slices in the filter gradient. */
    private static final ConvShape SHAPE = new ConvShape(3, 29, 27, 33, 21, 11, 11, 4, 3);

    @Test
    void checksCoverEveryTileAndBothWaysToSum() {
        Set<GemmTile> forward = new HashSet<>();
        Set<GemmTile> filter = new HashSet<>();
        Set<Boolean> sliced = new HashSet<>();
        FilterGradient filterGradient = new FilterGradient(kernels.library(), "conv_image", ConvImage.TILES);
        for (ConvShape shape : ConvImageExamples.shapes()) {
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
        double[] x = kernels.integers(SHAPE.input().elements(), 255);
        double[] weights = kernels.integers(SHAPE.weights(), 3);
        double[] bias = kernels.integers(SHAPE.filters(), 9);
        double[] expected = new double[SHAPE.output().elements()];
        ConvReference.forward(SHAPE, x, weights, bias, Activation.NONE, expected);
        DeviceBuffer y = kernels.unset(expected.length);
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceWeights = kernels.floats(weights);
        DeviceBuffer deviceBias = kernels.floats(bias);
        new ConvImage(kernels.library())
                .forward(kernels.stream(), SHAPE, deviceX, deviceWeights, deviceBias, Activation.NONE, y);
        assertThat(y.toFloats()).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void filterGradientOfWholeNumbersIsExact() {
        double[] x = kernels.integers(SHAPE.input().elements(), 100);
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
    void otherFilterSizesAreRefused() {
        ConvShape other = new ConvShape(3, 29, 27, 1, 4, 11, 7, 4, 0);
        ConvImage conv = new ConvImage(kernels.library());
        DeviceBuffer any = kernels.unset(1);
        assertThatThrownBy(() -> conv.forward(kernels.stream(), other, any, any, any, Activation.NONE, any))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv_image forward")
                .hasMessageContaining("expected 11x11, found 11x7");
        assertThatThrownBy(() -> conv.filterGradient(kernels.stream(), other, any, any, any, any))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv_image filter gradient")
                .hasMessageContaining("expected 11x11, found 11x7");
    }

    @Test
    void shortBuffersAreRefused() {
        ConvImage conv = new ConvImage(kernels.library());
        int weights = SHAPE.weights();
        DeviceBuffer x = kernels.unset(SHAPE.input().elements());
        DeviceBuffer shortWeights = kernels.unset(weights - 1);
        DeviceBuffer bias = kernels.unset(SHAPE.filters());
        DeviceBuffer y = kernels.unset(SHAPE.output().elements());
        assertThatThrownBy(() -> conv.forward(kernels.stream(), SHAPE, x, shortWeights, bias, Activation.NONE, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv_image forward: weights")
                .hasMessageContaining("expected " + weights * 4 + " bytes")
                .hasMessageContaining("found " + (weights * 4 - 4));
    }

    private float[] filterGradient(double[] x, double[] dy) {
        ConvImage conv = new ConvImage(kernels.library());
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer workspace = kernels.bytes(Math.max(Float.BYTES, conv.workspaceBytes(SHAPE)));
        DeviceBuffer dWeights = kernels.unset(SHAPE.weights());
        conv.filterGradient(kernels.stream(), SHAPE, deviceX, deviceDy, workspace, dWeights);
        return dWeights.toFloats();
    }
}
