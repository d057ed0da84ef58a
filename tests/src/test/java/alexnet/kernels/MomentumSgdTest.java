package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentumSgdTest extends KernelTest {

    @Test
    void oneStepByHand() {
        DeviceBuffer w = kernels.floats(8);
        DeviceBuffer v = kernels.floats(4);
        // v = 0.5 * 4 - 0.25 * (0.125 * 8 + 3) = 1, w = 8 + 1.
        new MomentumSgd(kernels.library())
                .update(kernels.stream(), 1, new MomentumSgd.Rates(0.25f, 0.5f, 0.125f), w, v, kernels.floats(3));
        assertThat(v.toFloats()).containsExactly(1);
        assertThat(w.toFloats()).containsExactly(9);
    }

    /**
     * Exact decimal arithmetic, rounded to float where the kernel promises to round, and nowhere else. The second set of
     * rates makes all terms of one size, so that a rounding too many shows in most elements.
     */
    @ParameterizedTest
    @CsvSource({"0.01, 0.9, 0.0005, 0.05", "0.37, 0.7, 0.3, 1"})
    void tenStepsHaveTheBitsOfTheStatedRoundings(float rate, float momentum, float decay, float range) {
        int elements = 257;
        float[] w = EmulatedKernels.uniform(elements, -range, range, 1);
        float[] v = new float[elements];
        w[0] = 0;
        w[1] = Float.MIN_VALUE * 12345;
        w[2] = 1e30f;
        DeviceBuffer weights = kernels.floats(w);
        DeviceBuffer velocity = kernels.floats(v);
        for (int step = 0; step < 10; step++) {
            float[] g = EmulatedKernels.uniform(elements, -1, 1, 2 + step);
            g[1] = Float.MIN_VALUE * (step + 1);
            g[3] = -1e-38f * step;
            new MomentumSgd(kernels.library())
                    .update(
                            kernels.stream(),
                            elements,
                            new MomentumSgd.Rates(rate, momentum, decay),
                            weights,
                            velocity,
                            kernels.floats(g));
            for (int i = 0; i < elements; i++) {
                float t = round(exact(decay).multiply(exact(w[i])).add(exact(g[i])));
                float u = round(exact(rate).multiply(exact(t)));
                v[i] = round(exact(momentum).multiply(exact(v[i])).subtract(exact(u)));
                w[i] = round(exact(w[i]).add(exact(v[i])));
            }
            float[] foundV = velocity.toFloats();
            float[] foundW = weights.toFloats();
            for (int i = 0; i < elements; i++) {
                // Decimals have no -0; the bits of all other values are compared.
                assertThat(bits(foundV[i]))
                        .as("velocity %d after step %d", i, step)
                        .isEqualTo(bits(v[i]));
                assertThat(bits(foundW[i]))
                        .as("weight %d after step %d", i, step)
                        .isEqualTo(bits(w[i]));
            }
        }
    }

    @Test
    void rateZeroWithoutVelocityChangesNothing() {
        float[] values = EmulatedKernels.uniform(100, -1, 1, 20);
        DeviceBuffer w = kernels.floats(values);
        DeviceBuffer v = kernels.floats(new float[100]);
        new MomentumSgd(kernels.library())
                .update(kernels.stream(), 100, new MomentumSgd.Rates(0, 0.9f, 0.0005f), w, v, kernels.floats(values));
        assertThat(w.toFloats()).containsExactly(values);
    }

    @Test
    void updatesNothingBeyondItsElements() {
        DeviceBuffer w = kernels.floats(1, 2, 3);
        DeviceBuffer v = kernels.floats(0, 0, 0);
        new MomentumSgd(kernels.library())
                .update(kernels.stream(), 2, new MomentumSgd.Rates(1, 0, 0), w, v, kernels.floats(1, 1, 1));
        assertThat(w.toFloats()).containsExactly(0, 1, 3);
        assertThat(v.toFloats()).containsExactly(-1, -1, 0);
    }

    @Test
    void refusesWhatItCannotDo() {
        DeviceBuffer a = kernels.unset(4);
        DeviceBuffer b = kernels.unset(4);
        MomentumSgd sgd = new MomentumSgd(kernels.library());
        assertThatThrownBy(() -> sgd.update(kernels.stream(), 4, new MomentumSgd.Rates(0.1f, 0.9f, 0), a, b, a))
                .hasMessageStartingWith("momentum sgd: weights must not share memory with gradient");
        assertThatThrownBy(() -> sgd.update(kernels.stream(), 4, new MomentumSgd.Rates(Float.NaN, 0.9f, 0), a, b, a))
                .hasMessageContaining("found learning rate NaN");
        assertThatThrownBy(() -> sgd.update(kernels.stream(), 0, new MomentumSgd.Rates(0.1f, 0.9f, 0), a, b, a))
                .hasMessage("momentum sgd: elements must be at least 1 (found 0)");
        assertThatThrownBy(() ->
                        sgd.update(kernels.stream(), 4, new MomentumSgd.Rates(0.1f, 0.9f, 0), a, kernels.unset(3), b))
                .hasMessage("momentum sgd: velocity is too small for 4 elements (expected 16 bytes, found 12)");
    }

    private static BigDecimal exact(float value) {
        return new BigDecimal(value);
    }

    private static float round(BigDecimal value) {
        return Float.parseFloat(value.toString());
    }

    private static int bits(float value) {
        return Float.floatToIntBits(value == 0 ? 0 : value);
    }
}
