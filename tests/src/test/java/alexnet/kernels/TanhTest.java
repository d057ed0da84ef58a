package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class TanhTest extends KernelTest {

    private static final Tanh.Parameters PLAIN = new Tanh.Parameters(1, 1);
    // A prime step through the bit patterns: 300,000 arguments over all exponents.
    private static final int STEP = 7121;

    @Test
    void tangentIsWithinTwoUlp() {
        double worst = 0;
        for (int bits = 0; bits < 0x7f800000; bits += STEP) {
            worst = Math.max(worst, error(Float.intBitsToFloat(bits)));
        }
        // Between 1/32 and 10, where it is neither its argument nor 1, every 2^-16.
        for (int i = 1 << 11; i <= 10 << 16; i++) {
            worst = Math.max(worst, error(i * 0x1p-16f));
        }
        assertThat(worst).isGreaterThan(0.5).isLessThanOrEqualTo(2);
    }

    private static double error(float x) {
        float found = Elementary.hyperbolicTangent(x);
        assertThat(Elementary.hyperbolicTangent(-x)).isEqualTo(-found);
        double exact = StrictMath.tanh(x);
        return Math.abs(found - exact) / Math.ulp((float) exact);
    }

    @Test
    void kernelHasTheBitsOfTheHost() {
        float[] x = new float[2 * (0x7f800000 / (7 * STEP) + 1)];
        for (int i = 0; i < x.length / 2; i++) {
            x[2 * i] = Float.intBitsToFloat(7 * STEP * i);
            x[2 * i + 1] = -x[2 * i];
        }
        float[] expected = new float[x.length];
        float[] scaled = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = Elementary.hyperbolicTangent(x[i]);
            scaled[i] = 1.7159f * Elementary.hyperbolicTangent(0.25f * x[i]);
        }
        DeviceBuffer in = kernels.floats(x);
        DeviceBuffer out = kernels.unset(x.length);
        Tanh tanh = new Tanh(kernels.library());
        tanh.forward(kernels.stream(), x.length, PLAIN, in, out);
        assertThat(out.toFloats()).isEqualTo(expected);
        tanh.forward(kernels.stream(), x.length, new Tanh.Parameters(1.7159f, 0.25f), in, in);
        assertThat(in.toFloats()).isEqualTo(scaled);
    }

    @Test
    void endsOfTheRangeAreAsStated() {
        float[] x = {0, -0f, Float.MIN_VALUE, 1e-20f, 9.02f, -9.02f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN
        };
        DeviceBuffer out = kernels.unset(x.length);
        new Tanh(kernels.library()).forward(kernels.stream(), x.length, PLAIN, kernels.floats(x), out);
        assertThat(out.toFloats()).containsExactly(0, -0f, Float.MIN_VALUE, 1e-20f, 1, -1, 1, -1, Float.NaN);
    }

    @Test
    void gradientVanishesWhereTheOutputIsTheScaleAndIsTheProductAtZero() {
        Tanh.Parameters parameters = new Tanh.Parameters(1.5f, 2);
        DeviceBuffer y = kernels.floats(1.5f, -1.5f, 0, Math.nextDown(1.5f), 0.75f, Float.NaN);
        DeviceBuffer dy = kernels.floats(7, 7, 7, 1, 4, 1);
        DeviceBuffer dx = kernels.unset(6);
        Tanh tanh = new Tanh(kernels.library());
        tanh.backward(kernels.stream(), 6, parameters, y, dy, dx);
        float[] found = dx.toFloats();
        // 2 * 2^-23 / 1.5 * 3 next to the scale; 4 * 3 * (1 - 1/4) in the middle.
        assertThat(found).containsExactly(0, 0, 21, 0x1p-21f, 9, Float.NaN);
        tanh.backward(kernels.stream(), 6, parameters, y, dy, dy);
        assertThat(dy.toFloats()).containsExactly(found);
    }

    @Test
    void refusesWhatItCannotDo() {
        DeviceBuffer x = kernels.unset(8);
        Tanh tanh = new Tanh(kernels.library());
        assertThatThrownBy(() -> tanh.forward(kernels.stream(), 9, PLAIN, x, x))
                .hasMessage("tanh forward: x is too small for 9 elements (expected 36 bytes, found 32)");
        assertThatThrownBy(() -> tanh.backward(kernels.stream(), 0, PLAIN, x, x, x))
                .hasMessage("tanh backward: elements must be at least 1 (found 0)");
        assertThatThrownBy(() -> new Tanh.Parameters(0, 1))
                .hasMessage("tanh: scale and slope must be above 0 and finite (found scale 0.0, slope 1.0)");
        assertThatThrownBy(() -> new Tanh.Parameters(1, Float.NaN)).hasMessageContaining("slope NaN");
    }
}
