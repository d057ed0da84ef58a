package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.DeviceBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithinMapNormTest extends KernelTest {

    @Test
    void oneMapByHand() {
        // s = 2 + 3.5 * 2^2 = 16 with one pixel: s^0.75 = 8, s^1.75 = 128; every step is exact in float32.
        ActivationShape shape = new ActivationShape(1, 1, 1, 1);
        WithinMapNorm.Parameters parameters = new WithinMapNorm.Parameters(5, 2, 3.5f, 0.75f);
        DeviceBuffer x = kernels.floats(2);
        DeviceBuffer y = kernels.unset(1);
        DeviceBuffer dx = kernels.unset(1);
        WithinMapNorm norm = new WithinMapNorm(kernels.library());
        norm.forward(kernels.stream(), shape, parameters, x, y);
        norm.backward(kernels.stream(), shape, parameters, x, kernels.floats(1), kernels.unset(1), dx);
        assertThat(y.toFloats()).containsExactly(0.25f);
        assertThat(dx.toFloats()).containsExactly(1 / 8f - 1.5f * 3.5f * 2 * 2 / 128f);
    }

    @Test
    void windowIsASquareOfItsOwnMapAndImage() {
        // 2 channels, 3 x 5 pixels, 2 images; one pixel of channel 0, image 1 is sqrt(15), all others 1e-10.
        ActivationShape shape = new ActivationShape(2, 3, 5, 2);
        float[] x = new float[shape.elements()];
        Arrays.fill(x, 1e-10f);
        x[2 * (1 * 5 + 1) + 1] = (float) Math.sqrt(15);
        DeviceBuffer y = kernels.unset(x.length);
        WithinMapNorm.Parameters parameters = new WithinMapNorm.Parameters(3, 1, 1, 0.75f);
        new WithinMapNorm(kernels.library()).forward(kernels.stream(), shape, parameters, kernels.floats(x), y);
        float[] found = y.toFloats();
        for (int i = 0; i < found.length; i++) {
            int column = i / 2 % 5;
            boolean near = i < 30 && i % 2 == 1 && column <= 2;
            assertThat(found[i] / x[i]).as("element %d", i).isCloseTo(near ? 1 / 8f : 1, within(1e-6f));
        }
    }

    /** The order of roundings that the kernels promise, in Java floats. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 5", "3, 4, 7, 33, 5", "9, 6, 2, 3, 3", "2, 9, 9, 31, 9"})
    void bitsAreThoseOfTheStatedOrder(int channels, int height, int width, int batch, int size) {
        ActivationShape shape = new ActivationShape(channels, height, width, batch);
        WithinMapNorm.Parameters parameters = new WithinMapNorm.Parameters(size, 1, 4e-5f, 0.75f);
        float[] x = EmulatedKernels.uniform(shape.elements(), -100, 100, 1);
        float[] dy = EmulatedKernels.uniform(shape.elements(), -1, 1, 2);
        float[] expectedY = new float[x.length];
        float[] scaled = new float[x.length];
        float[] terms = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float sum = 0;
            for (int j : window(shape, i, size / 2)) {
                sum = Math.fma(x[j], x[j], sum);
            }
            float s = Math.fma(4e-5f, sum, 1f);
            float root = (float) Math.sqrt(s);
            float power = root * (float) Math.sqrt(root);
            expectedY[i] = x[i] / power;
            scaled[i] = dy[i] / power;
            terms[i] = scaled[i] * x[i] / s;
        }
        float[] expectedDx = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float sum = 0;
            for (int j : window(shape, i, size / 2)) {
                sum += terms[j];
            }
            expectedDx[i] = Math.fma(-(1.5f * 4e-5f * x[i]), sum, scaled[i]);
        }
        DeviceBuffer in = kernels.floats(x);
        DeviceBuffer y = kernels.unset(x.length);
        DeviceBuffer dx = kernels.unset(x.length);
        WithinMapNorm norm = new WithinMapNorm(kernels.library());
        norm.forward(kernels.stream(), shape, parameters, in, y);
        norm.backward(kernels.stream(), shape, parameters, in, kernels.floats(dy), kernels.unset(x.length), dx);
        assertThat(y.toFloats()).containsExactly(expectedY);
        assertThat(dx.toFloats()).containsExactly(expectedDx);
    }

    /** Elements of the window around element {@code i}, in row-major order. */
    private static int[] window(ActivationShape shape, int i, int half) {
        int image = i % shape.batch();
        int column = i / shape.batch() % shape.width();
        int row = i / shape.batch() / shape.width() % shape.height();
        int channel = i / shape.batch() / shape.width() / shape.height();
        return IntStream.rangeClosed(Math.max(0, row - half), Math.min(shape.height() - 1, row + half))
                .flatMap(r -> IntStream.rangeClosed(
                                Math.max(0, column - half), Math.min(shape.width() - 1, column + half))
                        .map(c -> ((channel * shape.height() + r) * shape.width() + c) * shape.batch() + image))
                .toArray();
    }

    @Test
    void refusesWhatItCannotDo() {
        ActivationShape shape = new ActivationShape(1, 2, 2, 1);
        WithinMapNorm.Parameters parameters = new WithinMapNorm.Parameters(3, 1, 1, 0.75f);
        DeviceBuffer x = kernels.unset(4);
        WithinMapNorm norm = new WithinMapNorm(kernels.library());
        assertThatThrownBy(() -> norm.forward(kernels.stream(), shape, parameters, x, x))
                .hasMessageStartingWith("within-map norm forward: y must not share memory with x");
        assertThatThrownBy(() ->
                        norm.backward(kernels.stream(), shape, parameters, x, x, kernels.unset(3), kernels.unset(4)))
                .hasMessage(
                        "within-map norm backward: workspace is too small for 1x2x2x1 (expected 16 bytes, found 12)");
        assertThatThrownBy(() -> new WithinMapNorm.Parameters(4, 1, 1, 0.75f))
                .hasMessage("within-map norm: size must be odd and from 1 to 15 (found 4)");
        assertThatThrownBy(() -> new WithinMapNorm.Parameters(5, 0, 1, 0.75f)).hasMessageContaining("found k 0.0");
        assertThatThrownBy(() -> new WithinMapNorm.Parameters(5, 1, 1, 0.5f))
                .hasMessageContaining("expected 0.75, found 0.5");
    }
}
