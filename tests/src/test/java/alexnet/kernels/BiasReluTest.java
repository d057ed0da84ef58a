package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.example.BiasReluExamples;
import alexnet.kernels.reference.BiasReluReference;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BiasReluTest extends KernelTest {

    private static final ActivationShape SHAPE = new ActivationShape(7, 13, 11, 33);

    @Test
    void checksCoverEverySizeOfBlock() {
        Set<Integer> blocks = new HashSet<>();
        for (ActivationShape shape : BiasReluExamples.shapes()) {
            blocks.add(BiasRelu.backwardBlock(shape));
        }
        assertThat(blocks).containsExactlyInAnyOrder(32, 64, 128, 256, 512, 1024);
    }

    @Test
    void wholeNumbersAreExact() {
        double[] y = kernels.integers(SHAPE.elements(), 2);
        double[] dy = kernels.integers(SHAPE.elements(), 50);
        double[] bias = kernels.integers(SHAPE.channels(), 2);
        double[] dBias = new double[SHAPE.channels()];
        BiasRelu biasRelu = new BiasRelu(kernels.library());
        DeviceBuffer deviceY = kernels.floats(y);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer deviceBias = kernels.floats(bias);
        DeviceBuffer deviceDBias = kernels.unset(SHAPE.channels());
        biasRelu.forward(kernels.stream(), SHAPE, deviceBias, Activation.RELU, deviceY);
        biasRelu.backward(kernels.stream(), SHAPE, Activation.RELU, deviceY, deviceDy, deviceDBias);
        BiasReluReference.forward(SHAPE, bias, Activation.RELU, y);
        BiasReluReference.backward(SHAPE, Activation.RELU, y, dy, dBias);
        assertThat(deviceY.toFloats()).containsExactly(EmulatedKernels.narrowed(y));
        assertThat(deviceDy.toFloats()).containsExactly(EmulatedKernels.narrowed(dy));
        assertThat(deviceDBias.toFloats()).containsExactly(EmulatedKernels.narrowed(dBias));
    }

    @Test
    void aNanIsNotHiddenByRelu() {
        ActivationShape one = new ActivationShape(1, 1, 1, 3);
        DeviceBuffer y = kernels.floats(new double[] {Double.NaN, -2, 3});
        DeviceBuffer bias = kernels.floats(new double[] {1});
        new BiasRelu(kernels.library()).forward(kernels.stream(), one, bias, Activation.RELU, y);
        assertThat(y.toFloats()).containsExactly(Float.NaN, 0, 4);
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] dy = kernels.integers(SHAPE.elements(), 1 << 23);
        assertThat(biasGradient(dy)).containsExactly(biasGradient(dy));
    }

    @Test
    void shortBuffersAreRefused() {
        BiasRelu biasRelu = new BiasRelu(kernels.library());
        long bytes = SHAPE.bytes();
        DeviceBuffer y = kernels.unset(SHAPE.elements() - 1);
        DeviceBuffer bias = kernels.unset(SHAPE.channels());
        assertThatThrownBy(() -> biasRelu.forward(kernels.stream(), SHAPE, bias, Activation.NONE, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bias_relu forward: y")
                .hasMessageContaining("expected " + bytes + " bytes")
                .hasMessageContaining("found " + (bytes - 4));
    }

    private float[] biasGradient(double[] dy) {
        DeviceBuffer y = kernels.unset(1);
        DeviceBuffer deviceDy = kernels.floats(dy);
        DeviceBuffer dBias = kernels.unset(SHAPE.channels());
        new BiasRelu(kernels.library()).backward(kernels.stream(), SHAPE, Activation.NONE, y, deviceDy, dBias);
        return dBias.toFloats();
    }
}
