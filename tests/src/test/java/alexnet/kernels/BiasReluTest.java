package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.check.BiasReluChecks;
import alexnet.kernels.check.KernelCheck;
import alexnet.kernels.reference.BiasReluReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BiasReluTest {

    private static final ActivationShape SHAPE = new ActivationShape(7, 13, 11, 33);

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
        return BiasReluChecks.all();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void agreesWithTheReference(KernelCheck check) {
        fixture.requirePassed(check);
    }

    @Test
    void checksCoverEverySizeOfBlock() {
        Set<Integer> blocks = new HashSet<>();
        for (ActivationShape shape : BiasReluChecks.shapes()) {
            blocks.add(BiasRelu.backwardBlock(shape));
        }
        assertThat(blocks).containsExactlyInAnyOrder(32, 64, 128, 256, 512, 1024);
    }

    @Test
    void wholeNumbersAreExact() {
        double[] y = fixture.integers(SHAPE.elements(), 2);
        double[] dy = fixture.integers(SHAPE.elements(), 50);
        double[] bias = fixture.integers(SHAPE.channels(), 2);
        double[] dBias = new double[SHAPE.channels()];
        BiasRelu biasRelu = new BiasRelu(fixture.library());
        try (DeviceBuffer deviceY = fixture.buffer("y", y);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer deviceBias = fixture.buffer("bias", bias);
                DeviceBuffer deviceDBias = fixture.buffer("dBias", SHAPE.channels())) {
            biasRelu.forward(fixture.stream(), SHAPE, deviceBias, Activation.RELU, deviceY);
            biasRelu.backward(fixture.stream(), SHAPE, Activation.RELU, deviceY, deviceDy, deviceDBias);
            BiasReluReference.forward(SHAPE, bias, Activation.RELU, y);
            BiasReluReference.backward(SHAPE, Activation.RELU, y, dy, dBias);
            assertThat(deviceY.toFloats()).containsExactly(KernelFixture.toFloats(y));
            assertThat(deviceDy.toFloats()).containsExactly(KernelFixture.toFloats(dy));
            assertThat(deviceDBias.toFloats()).containsExactly(KernelFixture.toFloats(dBias));
        }
    }

    @Test
    void aNanIsNotHiddenByRelu() {
        ActivationShape one = new ActivationShape(1, 1, 1, 3);
        try (DeviceBuffer y = fixture.buffer("y", new double[] {Double.NaN, -2, 3});
                DeviceBuffer bias = fixture.buffer("bias", new double[] {1})) {
            new BiasRelu(fixture.library()).forward(fixture.stream(), one, bias, Activation.RELU, y);
            assertThat(y.toFloats()).containsExactly(Float.NaN, 0, 4);
        }
    }

    @Test
    void theSameOperandsGiveTheSameBits() {
        double[] dy = fixture.integers(SHAPE.elements(), 1 << 23);
        assertThat(biasGradient(dy)).containsExactly(biasGradient(dy));
    }

    @Test
    void shortBuffersAreRefused() {
        BiasRelu biasRelu = new BiasRelu(fixture.library());
        long bytes = SHAPE.bytes();
        try (DeviceBuffer y = fixture.buffer("y", SHAPE.elements() - 1);
                DeviceBuffer bias = fixture.buffer("bias", SHAPE.channels())) {
            assertThatThrownBy(() -> biasRelu.forward(fixture.stream(), SHAPE, bias, Activation.NONE, y))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bias_relu forward: y")
                    .hasMessageContaining("expected " + bytes + " bytes")
                    .hasMessageContaining("found " + (bytes - 4));
        }
    }

    private static float[] biasGradient(double[] dy) {
        try (DeviceBuffer y = fixture.buffer("y", 1);
                DeviceBuffer deviceDy = fixture.buffer("dy", dy);
                DeviceBuffer dBias = fixture.buffer("dBias", SHAPE.channels())) {
            new BiasRelu(fixture.library()).backward(fixture.stream(), SHAPE, Activation.NONE, y, deviceDy, dBias);
            return dBias.toFloats();
        }
    }
}
