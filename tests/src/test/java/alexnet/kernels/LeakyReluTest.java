package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.reference.LeakyReluReference;
import alexnet.model.LayerGradient;
import alexnet.model.Network;
import alexnet.model.NetworkException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeakyReluTest extends KernelTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    // A prime step through the bit patterns: 43,000 magnitudes over all exponents.
    private static final int STEP = 49_999;

    private final LeakyRelu leakyRelu = new LeakyRelu(kernels.library());

    @Test
    void scalesWhatIsNotAboveZeroAndKeepsTheRest() {
        float[] x = {-1, -0f, 0, Float.MIN_VALUE, -Float.MIN_VALUE, 3, NAN, INFINITY, -INFINITY, -Float.MAX_VALUE};
        // The smallest subnormal times 0.25 is rounded to 0 and keeps its sign.
        float[] expected = {-0.25f, -0f, 0, Float.MIN_VALUE, -0f, 3, NAN, INFINITY, -INFINITY, -0.25f * Float.MAX_VALUE
        };
        DeviceBuffer in = kernels.floats(x);
        DeviceBuffer out = kernels.unset(x.length);
        leakyRelu.forward(kernels.stream(), x.length, 0.25f, in, out);
        assertThat(out.toFloats()).containsExactly(expected);
        leakyRelu.forward(kernels.stream(), x.length, 0.25f, in, in);
        assertThat(in.toFloats()).containsExactly(expected);
    }

    @Test
    void theDerivativeAtZeroAndAtANotANumberIsTheSlope() {
        DeviceBuffer y = kernels.floats(0, -0f, Float.MIN_VALUE, 2, -2, NAN, 5, -5, INFINITY, -INFINITY);
        DeviceBuffer dy = kernels.floats(8, -8, 32, 40, 48, 8, NAN, NAN, 1, 4);
        float[] expected = {2, -2, 32, 40, 12, 2, NAN, NAN, 1, 1};
        DeviceBuffer dx = kernels.unset(10);
        leakyRelu.backward(kernels.stream(), 10, 0.25f, y, dy, dx);
        assertThat(dx.toFloats()).containsExactly(expected);
        DeviceBuffer overY = kernels.floats(y.toFloats());
        leakyRelu.backward(kernels.stream(), 10, 0.25f, overY, dy, overY);
        assertThat(overY.toFloats()).containsExactly(expected);
        leakyRelu.backward(kernels.stream(), 10, 0.25f, y, dy, dy);
        assertThat(dy.toFloats()).containsExactly(expected);
    }

    /** Subnormal numbers and products among them: a double holds the product of two floats exactly. */
    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_NORMAL, 0.01f, 0.3f, 0.99999994f})
    void productsAreRoundedOnceAndTheOutputTellsTheDerivative(float slope) {
        float[] x = new float[2 * (0x7f800000 / STEP + 1)];
        float[] expected = new float[x.length];
        float[] expectedGradient = new float[x.length];
        for (int i = 0; i < x.length; i += 2) {
            x[i] = Float.intBitsToFloat(i / 2 * STEP);
            x[i + 1] = -x[i];
            expected[i] = x[i];
            expected[i + 1] = (float) ((double) slope * x[i + 1]);
            expectedGradient[i] = x[i] == 0 ? 3 * slope : 3;
            expectedGradient[i + 1] = 3 * slope;
        }
        DeviceBuffer y = kernels.unset(x.length);
        leakyRelu.forward(kernels.stream(), x.length, slope, kernels.floats(x), y);
        assertThat(y.toFloats()).isEqualTo(expected);
        float[] threes = new float[x.length];
        Arrays.fill(threes, 3);
        DeviceBuffer dx = kernels.unset(x.length);
        leakyRelu.backward(kernels.stream(), x.length, slope, y, kernels.floats(threes), dx);
        assertThat(dx.toFloats()).isEqualTo(expectedGradient);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void layerHasTheGradientOfItsDefinition(int gpus) {
        LayerGradient.check(
                "leaky_relu",
                "slope: 0.25",
                gpus,
                (layer, input, batch, x, y) ->
                        LeakyReluReference.forward(y.length, (float) layer.number("slope"), x, y));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | n.yaml:6:68: slope: expected a number of at least ",
                "-0.1 | n.yaml:6:68: slope: expected a number of at least ",
                "1 | n.yaml:6:68: slope: expected a number of at least ",
                // 1 as float.
                "0.99999999 | n.yaml:6:5: leaky: leaky_relu: slope must be above 0 and below 1 (found 1.0)",
            })
    void layerRefusesAnotherSlope(String slope, String message) {
        assertThatThrownBy(() -> network(", slope: " + slope))
                .isInstanceOf(NetworkException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void slopeOfTheLayerIsAHundredthUnlessGiven() {
        assertThat(network("").layers().get(0).spec().number("slope")).isEqualTo(0.01);
        assertThat(network(", slope: 0.2").layers().get(0).spec().number("slope"))
                .isEqualTo(0.2);
    }

    private static Network network(String slope) {
        return Network.parse("n.yaml", """
                name: leaky
                gpus: 1
                input: {channels: 3, crop: 8, size: 9}
                classes: 5
                layers:
                  - {name: leaky, kind: leaky_relu, gpus: [0], reads: data%s}
                  - {name: head, kind: fully_connected, gpus: [0], reads: leaky, outputs: classes, activation: none, deviation: 0.05, bias: 0}
                  - {name: softmax, kind: softmax, gpus: [0], reads: head}
                """.formatted(slope));
    }

    @Test
    void refusesWhatItCannotDo() {
        DeviceBuffer x = kernels.unset(8);
        assertThatThrownBy(() -> leakyRelu.forward(kernels.stream(), 9, 0.01f, x, x))
                .hasMessage("leaky_relu forward: x is too small for 9 elements (expected 36 bytes, found 32)");
        assertThatThrownBy(() ->
                        leakyRelu.backward(kernels.stream(), 4, 0.01f, x.slice(0, 16), x.slice(16, 16), x.slice(8, 16)))
                .hasMessageStartingWith("leaky_relu backward: dx must not share memory with y");
        assertThatThrownBy(() -> leakyRelu.backward(kernels.stream(), 0, 0.01f, x, x, x))
                .hasMessage("leaky_relu backward: elements must be at least 1 (found 0)");
        for (float slope : new float[] {0, -0.01f, 1, INFINITY, NAN}) {
            assertThatThrownBy(() -> leakyRelu.forward(kernels.stream(), 8, slope, x, x))
                    .hasMessage("leaky_relu: slope must be above 0 and below 1 (found " + slope + ")");
        }
    }
}
