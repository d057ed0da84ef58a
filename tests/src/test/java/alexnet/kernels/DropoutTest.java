package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.DeviceBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest extends KernelTest {

    private static final long SEED = EmulatedKernels.SEED;

    /** The mask from Random123's known answer for counter 0 and key 0: words 6627e8d5 e169c58d bc57ac4c 9b00dbd8. */
    @Test
    void maskIsTheKnownPhiloxBlock() {
        assertThat(mask(4, 0.4f, 0, 0, 0)).containsExactly(0, 1, 1, 1);
        assertThat(mask(4, 0.5f, 0, 0, 0)).containsExactly(0, 1, 1, 1);
        assertThat(mask(4, 0.65f, 0, 0, 0)).containsExactly(0, 1, 1, 0);
        assertThat(mask(4, 0.75f, 0, 0, 0)).containsExactly(0, 1, 0, 0);
        assertThat(mask(4, 0.9f, 0, 0, 0)).containsExactly(0, 0, 0, 0);
        assertThat(mask(4, 0.25f, 0, 0, 0)).containsExactly(1, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 0.5f, 0.9f})
    void dropsAsManyAsAsked(float p) {
        int elements = 100_003;
        double kept = 0;
        for (float value : mask(elements, p, SEED, 6, 11)) {
            kept += value;
        }
        // Six standard deviations of a binomial share.
        double allowed = 6 * Math.sqrt(p * (1 - p) / elements);
        assertThat(kept / elements).as("seed %d", SEED).isCloseTo(1 - p, within(allowed));
    }

    @Test
    void masksOfOtherSeedLayerOrStepAgreeByChanceOnly() {
        int elements = 50_000;
        float[] mask = mask(elements, 0.5f, SEED, 0, 5);
        float[][] others = {
            mask(elements, 0.5f, SEED + 1, 0, 5),
            mask(elements, 0.5f, SEED + (1L << 40), 0, 5),
            mask(elements, 0.5f, SEED, 1, 5),
            mask(elements, 0.5f, SEED, 0, 6),
            mask(elements, 0.5f, SEED, 0, 5 + (1L << 32))
        };
        for (float[] other : others) {
            int equal = 0;
            for (int i = 0; i < elements; i++) {
                equal += mask[i] == other[i] ? 1 : 0;
            }
            // Standard deviation sqrt(50000) / 2 = 112.
            assertThat(equal).as("seed %d", SEED).isCloseTo(elements / 2, within(671));
        }
    }

    @Test
    void maskDependsNeitherOnBuffersNorOnValues() {
        int elements = 1021;
        float[] mask = mask(elements, 0.5f, SEED, 2, 9);
        DeviceBuffer whole = kernels.floats(EmulatedKernels.uniform(elements + 64, 1, 2, 1));
        DeviceBuffer inPlace = whole.slice(64 * Float.BYTES, (long) elements * Float.BYTES);
        float[] before = inPlace.toFloats();
        new Dropout(kernels.library())
                .forward(kernels.stream(), elements, paperMask(0.5f, SEED, 2, 9), inPlace, inPlace);
        float[] after = inPlace.toFloats();
        for (int e = 0; e < elements; e++) {
            assertThat(after[e]).isEqualTo(mask[e] == 1 ? before[e] : 0);
            assertThat(Dropout.maskAt(elements, e, paperMask(0.5f, SEED, 2, 9))).isEqualTo(mask[e] == 1);
        }
    }

    @Test
    void backwardUsesTheMaskOfForward() {
        int elements = 999;
        float[] mask = mask(elements, 0.3f, SEED, 1, 4);
        float[] dy = EmulatedKernels.uniform(elements, -1, 1, 2);
        DeviceBuffer dx = kernels.unset(elements);
        new Dropout(kernels.library())
                .backward(kernels.stream(), elements, paperMask(0.3f, SEED, 1, 4), kernels.floats(dy), dx);
        assertThat(dx.toFloats()).containsExactly(kept(mask, 1, dy));
    }

    @Test
    void theInvertedFormDividesWhatItKeepsAndLeavesTestsAlone() {
        int elements = 1021;
        float[] mask = mask(elements, 0.75f, SEED, 3, 8);
        Dropout.Mask inverted = new Dropout.Mask(0.75f, Dropout.Form.INVERTED, SEED, 3, 8);
        float[] x = EmulatedKernels.uniform(elements, -1, 1, 3);
        DeviceBuffer y = kernels.unset(elements);
        Dropout dropout = new Dropout(kernels.library());
        dropout.forward(kernels.stream(), elements, inverted, kernels.floats(x), y);
        float[] expected = kept(mask, 4, x);
        assertThat(y.toFloats()).containsExactly(expected);
        dropout.backward(kernels.stream(), elements, inverted, kernels.floats(x), y);
        assertThat(y.toFloats()).containsExactly(expected);
        assertThat(Dropout.Form.INVERTED.testFactor(0.75f)).isEqualTo(1);
        assertThat(Dropout.Form.PAPER.testFactor(0.75f)).isEqualTo(0.25f);
        assertThat(Dropout.Form.PAPER.trainingFactor(0.75f)).isEqualTo(1);
    }

    @Test
    void probabilityZeroKeepsAllAndDroppedValuesAreZeroEvenIfNotFinite() {
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, -0f, Float.MIN_VALUE, 5};
        DeviceBuffer y = kernels.unset(5);
        Dropout dropout = new Dropout(kernels.library());
        dropout.forward(kernels.stream(), 5, paperMask(0, SEED, 0, 0), kernels.floats(odd), y);
        assertThat(y.toFloats()).containsExactly(odd);

        float[] nan = new float[1000];
        Arrays.fill(nan, Float.NaN);
        DeviceBuffer dropped = kernels.floats(nan);
        dropout.forward(kernels.stream(), 1000, paperMask(0.5f, SEED, 0, 0), dropped, dropped);
        float[] found = dropped.toFloats();
        for (int e = 0; e < 1000; e++) {
            boolean kept = Dropout.maskAt(1000, e, paperMask(0.5f, SEED, 0, 0));
            assertThat(Float.isNaN(found[e])).isEqualTo(kept);
            assertThat(kept || found[e] == 0).isTrue();
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        DeviceBuffer x = kernels.unset(8);
        Dropout dropout = new Dropout(kernels.library());
        assertThatThrownBy(() -> dropout.forward(kernels.stream(), 8, paperMask(1, 0, 0, 0), x, x))
                .hasMessage("dropout forward: the drop probability must be in [0, 1) (found 1.0)");
        assertThatThrownBy(() -> dropout.forward(kernels.stream(), 8, paperMask(Float.NaN, 0, 0, 0), x, x))
                .hasMessageContaining("found NaN");
        assertThatThrownBy(() -> dropout.forward(kernels.stream(), 8, paperMask(0.5f, 0, -1, 0), x, x))
                .hasMessage("dropout forward: layer must be at least 0 (found -1)");
        assertThatThrownBy(() -> dropout.forward(kernels.stream(), 9, paperMask(0.5f, 0, 0, 0), x, x))
                .hasMessage("dropout forward: x is too small for 9 elements (expected 36 bytes, found 32)");
        assertThatThrownBy(() -> dropout.scale(kernels.stream(), 4, 0.5f, x.slice(0, 16), x.slice(4, 16)))
                .hasMessageStartingWith("dropout scale: y must not share memory with x");
        assertThatThrownBy(() -> Dropout.maskAt(4, 4, paperMask(0.5f, 0, 0, 0))).hasMessageContaining("found 4");
    }

    /** What a mask keeps of values, times a factor. */
    private static float[] kept(float[] mask, float factor, float[] values) {
        float[] kept = new float[values.length];
        for (int e = 0; e < kept.length; e++) {
            kept[e] = mask[e] == 1 ? factor * values[e] : 0;
        }
        return kept;
    }

    private static Dropout.Mask paperMask(float p, long seed, int layer, long step) {
        return new Dropout.Mask(p, Dropout.Form.PAPER, seed, layer, step);
    }

    /** What dropout makes of ones: the mask. */
    private float[] mask(int elements, float p, long seed, int layer, long step) {
        float[] ones = new float[elements];
        Arrays.fill(ones, 1);
        DeviceBuffer y = kernels.unset(elements);
        new Dropout(kernels.library())
                .forward(kernels.stream(), elements, paperMask(p, seed, layer, step), kernels.floats(ones), y);
        return y.toFloats();
    }
}
