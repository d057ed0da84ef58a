package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import org.junit.jupiter.api.Test;

class ElementaryTest extends KernelTest {

    private static final int FIRST_NOT_FINITE = 0x7f800000;
    // A prime step through the bit patterns: about 1.7 million arguments over all exponents.
    private static final int STEP = 1259;

    @Test
    void exponentialIsWithinOneUlp() {
        double worst = 0;
        for (int bits = 0; bits < FIRST_NOT_FINITE; bits += STEP) {
            float x = Float.intBitsToFloat(bits);
            worst = Math.max(worst, ulps(Elementary.exponential(x), StrictMath.exp(x)));
            worst = Math.max(worst, ulps(Elementary.exponential(-x), StrictMath.exp(-(double) x)));
        }
        // Where the results neither overflow nor vanish, patterns are thin: every 1/8192 as well.
        for (int i = -105 * 8192; i <= 89 * 8192; i++) {
            float x = i / 8192f;
            worst = Math.max(worst, ulps(Elementary.exponential(x), StrictMath.exp(x)));
        }
        assertThat(worst).isGreaterThan(0.5).isLessThanOrEqualTo(1);
    }

    @Test
    void logarithmIsWithinOneUlp() {
        double worst = 0;
        for (int bits = 1; bits > 0 && bits < FIRST_NOT_FINITE; bits += STEP) {
            float x = Float.intBitsToFloat(bits);
            worst = Math.max(worst, ulps(Elementary.logarithm(x), StrictMath.log(x)));
        }
        // Around 1 the logarithm itself is small and its relative error the hardest.
        int one = Float.floatToIntBits(1);
        for (int bits = one - 400_000; bits < one + 400_000; bits++) {
            float x = Float.intBitsToFloat(bits);
            worst = Math.max(worst, ulps(Elementary.logarithm(x), StrictMath.log(x)));
        }
        assertThat(worst).isGreaterThan(0.5).isLessThanOrEqualTo(1);
    }

    @Test
    void kernelsHaveTheBitsOfTheHost() {
        float[] x = new float[2 * (FIRST_NOT_FINITE / (7 * STEP)) + 2 + SPECIAL.length];
        int at = 0;
        for (int bits = 0; bits < FIRST_NOT_FINITE; bits += 7 * STEP) {
            x[at++] = Float.intBitsToFloat(bits);
            x[at++] = -Float.intBitsToFloat(bits);
        }
        System.arraycopy(SPECIAL, 0, x, at, SPECIAL.length);
        float[] exponentials = new float[x.length];
        float[] logarithms = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            exponentials[i] = Elementary.exponential(x[i]);
            logarithms[i] = Elementary.logarithm(x[i]);
        }
        Elementary elementary = new Elementary(kernels.library());
        DeviceBuffer in = kernels.floats(x);
        DeviceBuffer out = kernels.unset(x.length);
        elementary.exponential(kernels.stream(), x.length, in, out);
        assertThat(out.toFloats()).isEqualTo(exponentials);
        elementary.logarithm(kernels.stream(), x.length, in, out);
        assertThat(out.toFloats()).isEqualTo(logarithms);
    }

    private static final float[] SPECIAL = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        88.72283f,
        88.72284f,
        -87.33655f,
        -103.97208f,
        -103.97209f
    };

    @Test
    void endsOfTheRangeAreAsStated() {
        assertThat(Elementary.exponential(Float.NaN)).isNaN();
        assertThat(Elementary.exponential(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Elementary.exponential(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Elementary.exponential(0)).isEqualTo(1);
        assertThat(Elementary.exponential(-0f)).isEqualTo(1);
        assertThat(Elementary.exponential(88.72283f)).isFinite();
        assertThat(Elementary.exponential(88.72284f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Elementary.exponential(-103.97207f)).isEqualTo(Float.MIN_VALUE);
        assertThat(Elementary.exponential(-103.97209f)).isZero();
        assertThat(Elementary.logarithm(Float.NaN)).isNaN();
        assertThat(Elementary.logarithm(-1)).isNaN();
        assertThat(Elementary.logarithm(-Float.MIN_VALUE)).isNaN();
        assertThat(Elementary.logarithm(Float.NEGATIVE_INFINITY)).isNaN();
        assertThat(Elementary.logarithm(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Elementary.logarithm(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Elementary.logarithm(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Elementary.logarithm(1)).isZero();
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        DeviceBuffer x = kernels.unset(4);
        Elementary elementary = new Elementary(kernels.library());
        assertThatThrownBy(() -> elementary.exponential(kernels.stream(), 5, x, x))
                .hasMessage("exponential: x is too small for 5 elements (expected 20 bytes, found 16)");
        assertThatThrownBy(() -> elementary.logarithm(kernels.stream(), 0, x, x))
                .hasMessage("logarithm: elements must be at least 1 (found 0)");
    }

    /** The error in units of the last place of the exact value; under the normal range, of the smallest float. */
    private static double ulps(float found, double exact) {
        if ((float) exact == found) {
            // Covers overflow and -infinity; the error of a correctly rounded result is half a unit at most.
            return Double.isInfinite(exact) || Float.isInfinite(found)
                    ? 0
                    : Math.abs(found - exact) / Math.ulp((float) exact);
        }
        int exponent = Math.max(Math.getExponent(exact), Float.MIN_EXPONENT);
        return Math.abs(found - exact) / Math.scalb(1.0, exponent - 23);
    }
}
