package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.example.ConvExamples;
import alexnet.kernels.reference.ConvReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConvTest extends ConvolutionTest {

    ConvTest() {
        super(new ConvShape(5, 9, 7, 33, 19, 3, 3, 1, 1), Activation.RELU, ConvExamples.shapes());
    }

    @Override
    Convolution convolution() {
        return new Conv(kernels.library());
    }

    @Test
    void checksCoverEveryTileOfTheDataGradient() {
        assertThat(ConvExamples.shapes().stream()
                        .filter(each -> each.stride() == 1)
                        .map(Conv::dataGradientTile)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Convolution.TILES);
    }

    @Test
    void dataGradientOfWholeNumbersIsExact() {
        double[] weights = kernels.integers(shape.weights(), 3);
        double[] dy = kernels.integers(shape.output().elements(), 4);
        double[] expected = new double[shape.input().elements()];
        ConvReference.dataGradient(shape, weights, dy, expected);
        DeviceBuffer dx = kernels.unset(expected.length);
        DeviceBuffer deviceWeights = kernels.floats(weights);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer workspace = kernels.unset(shape.weights());
        new Conv(kernels.library()).dataGradient(kernels.stream(), shape, deviceWeights, deviceDy, workspace, dx);
        assertThat(dx.toFloats()).containsExactly(EmulatedKernels.narrowed(expected));
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
        long workspaceFloats = conv.workspaceBytes(shape) / Float.BYTES;
        assertThat(workspaceFloats).as("the shape needs a workspace").isPositive();
        DeviceBuffer x = kernels.unset(shape.input().elements());
        DeviceBuffer dy = kernels.unset(shape.output().elements());
        DeviceBuffer workspace = kernels.unset(Math.toIntExact(workspaceFloats - 1));
        DeviceBuffer dWeights = kernels.unset(shape.weights());
        assertThatThrownBy(() -> conv.filterGradient(kernels.stream(), shape, x, dy, workspace, dWeights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv filter gradient: workspace")
                .hasMessageContaining("expected " + workspaceFloats * 4 + " bytes")
                .hasMessageContaining("found " + (workspaceFloats * 4 - 4));
    }
}
