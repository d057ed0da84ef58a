package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    private static final long SEED = EmulatedKernels.SEED;

    /** The known answers that the authors publish with Random123 (kat_vectors, philox4x32, 10 rounds). */
    @Test
    void givesTheKnownAnswersOfItsAuthors() {
        assertThat(block(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(block(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void streamIsTheWordsOfItsBlocksInOrder() {
        Philox stream = new Philox(0x123456789abcdefL, 7, 0x500000003L);
        for (int block = 0; block < 3; block++) {
            for (int word : block(block, 0x80000007, 3, 5, 0x89abcdef, 0x01234567)) {
                assertThat(stream.nextInt()).isEqualTo(word);
            }
        }
    }

    @Test
    void streamsOfOtherSeedPurposeOrIndexDiffer() {
        int[] first = words(new Philox(1, 2, 3));
        assertThat(words(new Philox(1, 2, 3))).containsExactly(first);
        assertThat(words(new Philox(2, 2, 3))).isNotEqualTo(first);
        assertThat(words(new Philox(1, 3, 3))).isNotEqualTo(first);
        assertThat(words(new Philox(1, 2, 4))).isNotEqualTo(first);
        assertThat(words(new Philox(1, 2, 3L + (1L << 32)))).isNotEqualTo(first);
    }

    @Test
    void boundedNumbersAreEquallyLikely() {
        // A bound of 3 * 2^30 is where plain multiplication or remainder would favour a third of the results by 2 to 1.
        Philox random = new Philox(SEED, 0, 0);
        int bound = 3 << 29;
        int[] thirds = new int[3];
        int draws = 90_000;
        for (int i = 0; i < draws; i++) {
            int value = random.nextInt(bound);
            assertThat(value).isBetween(0, bound - 1);
            thirds[value >>> 29]++;
        }
        // Standard deviation of a count is sqrt(90000 * 1/3 * 2/3) = 141; six of them.
        for (int count : thirds) {
            assertThat(count)
                    .as("seed %d, thirds %s", SEED, Arrays.toString(thirds))
                    .isCloseTo(draws / 3, within(849));
        }
        assertThat(random.nextInt(1)).isZero();
        assertThatThrownBy(() -> random.nextInt(0)).hasMessage("philox: bound must be at least 1 (found 0)");
    }

    @Test
    void everyValueBelowASmallBoundAppears() {
        Philox random = new Philox(SEED, 0, 1);
        int[] counts = new int[33];
        for (int i = 0; i < 33_000; i++) {
            counts[random.nextInt(33)]++;
        }
        // 1000 each, standard deviation 31.
        for (int count : counts) {
            assertThat(count)
                    .as("seed %d, counts %s", SEED, Arrays.toString(counts))
                    .isCloseTo(1000, within(190));
        }
    }

    @Test
    void fractionsAreUniformAndBelowOne() {
        Philox random = new Philox(SEED, 0, 2);
        double floats = 0;
        double doubles = 0;
        int draws = 40_000;
        for (int i = 0; i < draws; i++) {
            float f = random.nextFloat();
            double d = random.nextDouble();
            assertThat(f).isBetween(0f, Math.nextDown(1f));
            assertThat(d).isBetween(0.0, Math.nextDown(1.0));
            floats += f;
            doubles += d;
        }
        // Standard deviation of a mean is 1 / sqrt(12 * 40000) = 0.00144.
        assertThat(floats / draws).isCloseTo(0.5, within(0.009));
        assertThat(doubles / draws).isCloseTo(0.5, within(0.009));
        Philox words = new Philox(SEED, 0, 3);
        int[] w = {words.nextInt(), words.nextInt(), words.nextInt()};
        Philox same = new Philox(SEED, 0, 3);
        assertThat(same.nextFloat()).isEqualTo((w[0] >>> 8) / 16777216f);
        assertThat(same.nextDouble()).isEqualTo((w[1] >>> 5) / 134217728.0 + (w[2] >>> 6) / 9007199254740992.0);
    }

    @Test
    void gaussiansFollowTheStatedFormula() {
        Philox uniform = new Philox(SEED, 0, 4);
        double u = 1 - uniform.nextDouble();
        double v = uniform.nextDouble();
        double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
        Philox random = new Philox(SEED, 0, 4);
        assertThat(random.nextGaussian()).isEqualTo(radius * StrictMath.cos(2 * Math.PI * v));
        assertThat(random.nextGaussian()).isEqualTo(radius * StrictMath.sin(2 * Math.PI * v));

        int draws = 40_000;
        double[] moments = new double[5];
        for (int i = 0; i < draws; i++) {
            double value = random.nextGaussian();
            for (int m = 1; m <= 4; m++) {
                moments[m] += Math.pow(value, m) / draws;
            }
        }
        // Standard deviations of the four: 0.005, 0.0071, 0.0194, 0.049.
        assertThat(moments[1]).isCloseTo(0, within(0.03));
        assertThat(moments[2]).isCloseTo(1, within(0.043));
        assertThat(moments[3]).isCloseTo(0, within(0.12));
        assertThat(moments[4]).isCloseTo(3, within(0.3));
    }

    @Test
    void refusesNegativePurposes() {
        assertThatThrownBy(() -> new Philox(0, -1, 0)).hasMessage("philox: purpose must be at least 0 (found -1)");
    }

    private static int[] words(Philox random) {
        int[] words = new int[8];
        Arrays.setAll(words, i -> random.nextInt());
        return words;
    }

    private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] words = new int[4];
        Philox.block(c0, c1, c2, c3, (long) k1 << 32 | Integer.toUnsignedLong(k0), words);
        return words;
    }
}
