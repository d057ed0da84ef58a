package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.reference.ConvReference;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@link ConvTest} and {@link ConvImageTest} ask of the operations that both files have. */
abstract class ConvolutionTest extends KernelTest {

    final ConvShape shape;

    private final Activation activation;
    private final List<ConvShape> checked;

    /**
     * @param shape rows and groups that fill no tile; several slices in the filter gradient
     * @param activation what forward is tested with
     * @param checked the shapes of the example calls
     */
    ConvolutionTest(ConvShape shape, Activation activation, List<ConvShape> checked) {
        this.shape = shape;
        this.activation = activation;
        this.checked = checked;
    }

    abstract Convolution convolution();

    @Test
    void checksCoverEveryTileAndBothWaysToSum() {
        assertThat(checked.stream().map(Convolution::forwardTile).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Convolution.TILES);
        assertThat(checked.stream().map(Convolution::filterGradientTile).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Convolution.TILES);
        assertThat(checked.stream()
                        .map(each -> Convolution.slices(each).count() > 1)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(true, false));
    }

    @Test
    void forwardOfWholeNumbersIsExact() {
        double[] x = kernels.integers(shape.input().elements(), 255);
        double[] weights = kernels.integers(shape.weights(), 3);
        double[] bias = kernels.integers(shape.filters(), 9);
        double[] expected = new double[shape.output().elements()];
        ConvReference.forward(shape, x, weights, bias, activation, expected);
        DeviceBuffer y = kernels.unset(expected.length);
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceWeights = kernels.floats(weights);
        DeviceBuffer deviceBias = kernels.floats(bias);
        convolution().forward(kernels.stream(), shape, deviceX, deviceWeights, deviceBias, activation, y);
        assertThat(y.toFloats()).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void filterGradientOfWholeNumbersIsExact() {
        double[] x = kernels.integers(shape.input().elements(), 100);
        double[] dy = kernels.integers(shape.output().elements(), 4);
        double[] expected = new double[shape.weights()];
        ConvReference.filterGradient(shape, x, dy, expected);
        assertThat(filterGradient(x, dy)).containsExactly(EmulatedKernels.narrowed(expected));
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] x = kernels.integers(shape.input().elements(), 1 << 20);
        double[] dy = kernels.integers(shape.output().elements(), 1 << 20);
        assertThat(filterGradient(x, dy)).containsExactly(filterGradient(x, dy));
    }

    private float[] filterGradient(double[] x, double[] dy) {
        Convolution convolution = convolution();
        DeviceBuffer deviceX = kernels.floats(x);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer workspace = kernels.bytes(Math.max(Float.BYTES, convolution.workspaceBytes(shape)));
        DeviceBuffer dWeights = kernels.unset(shape.weights());
        convolution.filterGradient(kernels.stream(), shape, deviceX, deviceDy, workspace, dWeights);
        return dWeights.toFloats();
    }
}
