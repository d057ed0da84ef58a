package alexnet.engine.emulator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of tiles, over the Vector API and over plain arrays, against one {@link Math#fma} after the other. */
class VectorTileTest {

    private static final int LANES = 192;
    private static final int CHAINS = TileLoop.CHAINS;
    private static final int STEPS = TileLoop.LONGEST;
    private static final long SEED = 20121203;

    /** Slots in no order, as allocation leaves them. */
    private static final int[] SUMS = {3, 17, 0, 9, 12, 5, 18, 7};

    private static final int[] RIGHTS = {1, 14, 2, 16, 4, 11, 6, 8};

    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-20f,
        1e20f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private final Random random = new Random(SEED);
    private final float[][] arrays =
            IntStream.range(0, 20).mapToObj(slot -> floats(LANES)).toArray(float[][]::new);
    private final float[] words = floats(400);

    static Stream<Arguments> stepsAndStrides() {
        return steps().boxed().flatMap(steps -> Stream.of(8, 12, 20, 36).map(stride -> Arguments.of(steps, stride)));
    }

    static IntStream steps() {
        return IntStream.rangeClosed(0, TileLoop.LONGEST).filter(TileLoop::takes);
    }

    @Test
    void takesWholeGroupsAndLessThanOne() {
        assertThat(steps()).containsExactly(2, 3, 4, 8);
    }

    @ParameterizedTest
    @MethodSource("stepsAndStrides")
    void partsHaveTheBitsOfSingleMultiplyAdds(int steps, int stride) {
        int turn = turn();
        int[] at = {5, 100, 37};
        int[] starts = {0, turn, 2 * turn, Math.min(LANES / turn, 6) * turn};
        float[][] expected = copies();
        for (int part = 0; part < at.length; part++) {
            follow(expected, at[part], offsets(stride, steps), starts[part], starts[part + 1]);
        }
        tile(steps).run(arrays, SUMS, rights(steps), words, at, stride, starts, at.length);
        assertSameBits(expected);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void roundsOnceAtTheEndsOfTheRange(int steps) {
        int turn = turn();
        for (float[] values : arrays) {
            scatter(values, 3);
        }
        scatter(words, 5);
        float[][] expected = copies();
        follow(expected, 3, offsets(8, steps), 0, 3 * turn);
        tile(steps).run(arrays, SUMS, rights(steps), words, new int[] {3}, 8, new int[] {0, 3 * turn}, 1);
        assertSameBits(expected);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void leavesOtherLanesAlone(int steps) {
        int turn = turn();
        float[][] expected = copies();
        follow(expected, 7, offsets(9, steps), turn, 3 * turn);
        tile(steps).run(arrays, SUMS, rights(steps), words, new int[] {7}, 9, new int[] {turn, 3 * turn}, 1);
        assertSameBits(expected);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void gatheredFactorsHaveTheSameBits(int steps) {
        int turn = turn();
        int[] offsets = random.ints(CHAINS * steps, 0, 300).toArray();
        TileOperands tile = new TileOperands(2);
        tile.at[0] = 90;
        tile.at[1] = 11;
        tile.starts[1] = turn;
        tile.starts[2] = 2 * turn;
        float[][] expected = copies();
        follow(expected, 11, offsets, turn, 2 * turn);
        tile.gathered(tile(steps), arrays, SUMS, rights(steps), words, offsets, 1);
        assertSameBits(expected);
    }

    @Test
    void wholeTurnsOfParts() {
        TileOperands tile = new TileOperands(3);
        tile.starts[1] = 16;
        tile.starts[2] = 48;
        tile.starts[3] = 56;
        assertThat(tile.wholeTurns(16, 2)).isTrue();
        assertThat(tile.wholeTurns(16, 3)).isFalse();
        assertThat(tile.wholeTurns(8, 3)).isTrue();
        assertThat(tile.wholeTurns(32, 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 32, 61, 128})
    void plainLoopsHaveTheSameBits(int lanes) {
        int[] offsets = random.ints(CHAINS * STEPS, 0, 300).toArray();
        float[][] expected = copies();
        follow(expected, 41, offsets, 3, 3 + lanes);
        PlainTile.of(lanes).run(arrays, SUMS, RIGHTS, words, offsets, 41, 3, 3 + lanes);
        assertSameBits(expected);
    }

    @Test
    void strideOfOffsets() {
        assertThat(TileLoop.stride(offsets(20, STEPS), STEPS)).isEqualTo(20);
        assertThat(TileLoop.stride(
                        Arrays.stream(offsets(132, STEPS)).map(i -> i + 16).toArray(), STEPS))
                .isEqualTo(132);
        int[] one = offsets(20, STEPS);
        one[63]++;
        assertThat(TileLoop.stride(one, STEPS)).isZero();
    }

    private static int turn() {
        int turn = tile(STEPS).turn();
        assumeTrue(4 * turn <= LANES, "vectors of this machine are longer than the test's arrays allow");
        return turn;
    }

    private static TileLoop tile(int steps) {
        return VectorProviderTest.vectors().tile(steps);
    }

    private static int[] rights(int steps) {
        return Arrays.copyOf(RIGHTS, steps);
    }

    private static int[] offsets(int stride, int steps) {
        return IntStream.range(0, CHAINS * steps)
                .map(i -> i % steps * stride + i / steps)
                .toArray();
    }

    private void follow(float[][] expected, int at, int[] offsets, int from, int to) {
        int steps = offsets.length / CHAINS;
        for (int i = 0; i < CHAINS; i++) {
            float[] sum = expected[SUMS[i]];
            for (int lane = from; lane < to; lane++) {
                for (int k = 0; k < steps; k++) {
                    sum[lane] = Math.fma(words[at + offsets[i * steps + k]], expected[RIGHTS[k]][lane], sum[lane]);
                }
            }
        }
    }

    /** All NaNs count as one. */
    private void assertSameBits(float[][] expected) {
        assertThat(bits(arrays)).as("seed %d", SEED).isDeepEqualTo(bits(expected));
    }

    private static int[][] bits(float[][] values) {
        return Arrays.stream(values)
                .map(array -> IntStream.range(0, array.length)
                        .map(i -> Float.floatToIntBits(array[i]))
                        .toArray())
                .toArray(int[][]::new);
    }

    private float[][] copies() {
        return Arrays.stream(arrays).map(float[]::clone).toArray(float[][]::new);
    }

    /** Puts special values among the others. */
    private void scatter(float[] values, int every) {
        for (int i = random.nextInt(every); i < values.length; i += every) {
            values[i] = SPECIAL[random.nextInt(SPECIAL.length)];
        }
    }

    /** Of very different sizes, so that the order of additions shows. */
    private float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
        }
        return values;
    }
}
