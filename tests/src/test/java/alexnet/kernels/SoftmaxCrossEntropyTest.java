package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.DeviceBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxCrossEntropyTest extends KernelTest {

    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final int SLICES = 16;

    @Test
    void twoEqualLogitsByHand() {
        Result result = forward(2, new float[] {3, 3}, 1);
        assertThat(result.probabilities).containsExactly(0.5f, 0.5f);
        assertThat(result.loss[0]).isCloseTo((float) Math.log(2), within(Math.ulp(0.7f)));
        assertThat(result.top1).containsExactly(0.5f);
        assertThat(result.top5).containsExactly(1);
    }

    /** Logits as digits, most to least: the label's share of the first place and of the first five. */
    @ParameterizedTest
    @CsvSource({
        "9876543210, 0, 1, 1",
        "9876543210, 1, 0, 1",
        "9876543210, 4, 0, 1",
        "9876543210, 5, 0, 0",
        "9876543210, 9, 0, 0",
        "5555555555, 3, 0.1, 0.5",
        "9999000000, 2, 0.25, 1",
        "9999000000, 7, 0, 0.16666667",
        "9888888000, 3, 0, 0.6666667",
        "9876555000, 5, 0, 0.33333334",
        "9876655000, 5, 0, 0"
    })
    void equalLogitsShareThePlacesLeft(String digits, int label, float top1, float top5) {
        float[] logits = new float[digits.length()];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = digits.charAt(k) - '0';
        }
        Result result = forward(logits.length, logits, label);
        assertThat(result.top1).containsExactly(top1);
        assertThat(result.top5).containsExactly(top5);
    }

    @Test
    void constantOutputOfAThousandClassesScoresATenthOfAPercent() {
        Result result = forward(1000, new float[1000], 421);
        assertThat(result.top1[0]).isEqualTo(1 / 1000f);
        assertThat(result.top5[0]).isEqualTo(5 / 1000f);
        assertThat(result.loss[0]).isCloseTo((float) Math.log(1000), within(Math.ulp(6.9f)));
    }

    @Test
    void paddingColumnsCountNothing() {
        // Three columns: labelled, padding, padding with NaN.
        float[] logits = {1, 1, NAN, 2, 2, NAN};
        Result result = forward(2, logits, 1, -1, -1);
        assertThat(result.loss[0]).isCloseTo((float) Math.log1p(Math.exp(-1)), within(1e-7f));
        assertThat(new float[] {result.loss[1], result.loss[2]}).containsOnly(0);
        assertThat(result.top1).containsExactly(1, 0, 0);
        assertThat(result.top5).containsExactly(1, 0, 0);
        assertThat(result.probabilities[1])
                .as("probabilities are made all the same")
                .isEqualTo(result.probabilities[0]);
        float[] gradient = gradient(2, result.probabilities, 1, 1, -1, -1);
        assertThat(gradient[0]).isEqualTo(result.probabilities[0]);
        assertThat(gradient[3]).isEqualTo(result.probabilities[3] - 1);
        assertThat(new float[] {gradient[1], gradient[2], gradient[4], gradient[5]})
                .containsOnly(0);
    }

    @Test
    void whatIsNotFiniteGivesNotANumberAndScoresNothing() {
        // Columns: NaN at the label, NaN elsewhere, +infinity elsewhere, +infinity at the label, all -infinity.
        float minus = -INFINITY;
        float[] logits = {NAN, 1, INFINITY, 0, minus, 1, 5, 0, INFINITY, minus, 2, NAN, 0, 0, minus};
        Result result = forward(3, logits, 0, 1, 1, 1, 0);
        assertThat(result.loss).containsOnly(NAN);
        assertThat(result.top1).containsOnly(0);
        assertThat(result.top5).containsOnly(0);
        assertThat(gradient(3, result.probabilities, 1, 0, 1, 1, 1, 0)[0]).isNaN();
    }

    @Test
    void logitOfMinusInfinityIsAClassThatCannotBe() {
        Result result = forward(3, new float[] {0, -INFINITY, 0}, 0);
        assertThat(result.probabilities).containsExactly(0.5f, 0, 0.5f);
        assertThat(result.loss[0]).isCloseTo((float) Math.log(2), within(1e-7f));
        assertThat(forward(3, new float[] {0, -INFINITY, 0}, 1).loss).containsExactly(INFINITY);
    }

    @Test
    void labelThatIsNoClassGivesNotANumber() {
        Result result = forward(2, new float[] {1, 1, 2, 2}, 2, -2);
        assertThat(result.loss).containsOnly(NAN);
        assertThat(result.top1).containsOnly(0);
        assertThat(result.top5).containsOnly(0);
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        Result result = forward(3, new float[] {3e38f, 3e38f, -3e38f}, 0);
        assertThat(result.probabilities).containsExactly(0.5f, 0.5f, 0);
        assertThat(result.loss[0]).isCloseTo((float) Math.log(2), within(1e-7f));
    }

    /** The order of roundings that the kernel promises, in Java floats. */
    @ParameterizedTest
    @CsvSource({"1, 1", "10, 33", "17, 5", "1000, 7"})
    void bitsAreThoseOfTheStatedOrder(int classes, int batch) {
        float[] z = EmulatedKernels.uniform(classes * batch, -9, 9, 1);
        int[] labels = new int[batch];
        Arrays.setAll(labels, n -> n * 7 % classes);
        float[] probabilities = new float[z.length];
        float[] loss = new float[batch];
        for (int n = 0; n < batch; n++) {
            float maximum = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                maximum = Math.max(maximum, z[k * batch + n]);
            }
            float[] sums = new float[SLICES];
            for (int k = 0; k < classes; k++) {
                float e = Elementary.exponential(z[k * batch + n] - maximum);
                probabilities[k * batch + n] = e;
                sums[k % SLICES] += e;
            }
            float sum = 0;
            for (float slice : sums) {
                sum += slice;
            }
            for (int k = 0; k < classes; k++) {
                probabilities[k * batch + n] /= sum;
            }
            loss[n] = Elementary.logarithm(sum) - (z[labels[n] * batch + n] - maximum);
        }
        Result result = forward(classes, z, labels);
        assertThat(result.probabilities).containsExactly(probabilities);
        assertThat(result.loss).containsExactly(loss);
        Result again = forward(classes, z, labels);
        assertThat(again.probabilities).containsExactly(result.probabilities);
        assertThat(again.loss).containsExactly(result.loss);
    }

    @Test
    void gradientMayOverwriteTheProbabilities() {
        DeviceBuffer probabilities = kernels.floats(0.25f, 0.75f);
        new SoftmaxCrossEntropy(kernels.library())
                .gradient(kernels.stream(), 2, 1, probabilities, kernels.ints(0), 0.5f, probabilities);
        assertThat(probabilities.toFloats()).containsExactly(-0.375f, 0.375f);
    }

    @Test
    void refusesBuffersThatDoNotFit() {
        SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(kernels.library());
        DeviceBuffer six = kernels.unset(6);
        DeviceBuffer three = kernels.unset(3);
        assertThatThrownBy(() -> softmax.forward(
                        kernels.stream(), 2, 3, six, kernels.ints(0, 0), kernels.unset(6), three, three, three))
                .hasMessage("softmax cross-entropy forward: labels is too small for 2 classes, batch 3"
                        + " (expected 12 bytes, found 8)");
        assertThatThrownBy(() -> softmax.gradient(kernels.stream(), 0, 3, six, three, 1, six))
                .hasMessageContaining("found 0 classes, batch 3");
    }

    private record Result(float[] probabilities, float[] loss, float[] top1, float[] top5) {}

    private Result forward(int classes, float[] logits, int... labels) {
        int batch = labels.length;
        DeviceBuffer probabilities = kernels.unset(classes * batch);
        DeviceBuffer loss = kernels.unset(batch);
        DeviceBuffer top1 = kernels.unset(batch);
        DeviceBuffer top5 = kernels.unset(batch);
        new SoftmaxCrossEntropy(kernels.library())
                .forward(
                        kernels.stream(),
                        classes,
                        batch,
                        kernels.floats(logits),
                        kernels.ints(labels),
                        probabilities,
                        loss,
                        top1,
                        top5);
        return new Result(probabilities.toFloats(), loss.toFloats(), top1.toFloats(), top5.toFloats());
    }

    private float[] gradient(int classes, float[] probabilities, float scale, int... labels) {
        DeviceBuffer gradient = kernels.unset(probabilities.length);
        new SoftmaxCrossEntropy(kernels.library())
                .gradient(
                        kernels.stream(),
                        classes,
                        labels.length,
                        kernels.floats(probabilities),
                        kernels.ints(labels),
                        scale,
                        gradient);
        return gradient.toFloats();
    }
}
