package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.example.ConvImageExamples;
import org.junit.jupiter.api.Test;

class ConvImageTest extends ConvolutionTest {

    ConvImageTest() {
        super(new ConvShape(3, 29, 27, 33, 21, 11, 11, 4, 3), Activation.NONE, ConvImageExamples.shapes());
    }

    @Override
    Convolution convolution() {
        return new ConvImage(kernels.library());
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
        int weights = shape.weights();
        DeviceBuffer x = kernels.unset(shape.input().elements());
        DeviceBuffer shortWeights = kernels.unset(weights - 1);
        DeviceBuffer bias = kernels.unset(shape.filters());
        DeviceBuffer y = kernels.unset(shape.output().elements());
        assertThatThrownBy(() -> conv.forward(kernels.stream(), shape, x, shortWeights, bias, Activation.NONE, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv_image forward: weights")
                .hasMessageContaining("expected " + weights * 4 + " bytes")
                .hasMessageContaining("found " + (weights * 4 - 4));
    }
}
