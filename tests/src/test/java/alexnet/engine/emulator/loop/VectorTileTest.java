package alexnet.engine.emulator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private final Random random = new Random(SEED);
    private final float[][] arrays =
            IntStream.range(0, 20).mapToObj(slot -> floats(LANES)).toArray(float[][]::new);
    private final float[] words = floats(400);

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 20, 36})
    void partsHaveTheBitsOfSingleMultiplyAdds(int stride) {
        int turn = turn();
        int[] at = {5, 100, 37};
        int[] starts = {0, turn, 2 * turn, Math.min(LANES, 6 * turn)};
        float[][] expected = copies();
        for (int part = 0; part < at.length; part++) {
            follow(expected, at[part], offsets(stride), starts[part], starts[part + 1]);
        }
        VectorTileWriter.write(STEPS).run(arrays, SUMS, RIGHTS, words, at, stride, starts, at.length);
        assertThat(arrays).as("seed %d", SEED).isDeepEqualTo(expected);
    }

    @Test
    void leavesOtherLanesAlone() {
        int turn = turn();
        float[][] expected = copies();
        follow(expected, 7, offsets(9), turn, 3 * turn);
        VectorTileWriter.write(STEPS).run(arrays, SUMS, RIGHTS, words, new int[] {7}, 9, new int[] {turn, 3 * turn}, 1);
        assertThat(arrays).as("seed %d", SEED).isDeepEqualTo(expected);
    }

    @Test
    void gatheredFactorsHaveTheSameBits() {
        int turn = turn();
        int[] offsets = random.ints(CHAINS * STEPS, 0, 300).toArray();
        TileOperands tile = new TileOperands(2);
        tile.at[0] = 90;
        tile.at[1] = 11;
        tile.starts[1] = turn;
        tile.starts[2] = 2 * turn;
        float[][] expected = copies();
        follow(expected, 11, offsets, turn, 2 * turn);
        tile.gathered(VectorTileWriter.write(STEPS), arrays, SUMS, RIGHTS, words, offsets, 1);
        assertThat(arrays).as("seed %d", SEED).isDeepEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 32, 61, 128})
    void plainLoopsHaveTheSameBits(int lanes) {
        int[] offsets = random.ints(CHAINS * STEPS, 0, 300).toArray();
        float[][] expected = copies();
        follow(expected, 41, offsets, 3, 3 + lanes);
        PlainTile.of(lanes).run(arrays, SUMS, RIGHTS, words, offsets, 41, 3, 3 + lanes);
        assertThat(arrays).as("seed %d", SEED).isDeepEqualTo(expected);
    }

    @Test
    void strideOfOffsets() {
        assertThat(TileLoop.stride(offsets(20), STEPS)).isEqualTo(20);
        assertThat(TileLoop.stride(Arrays.stream(offsets(132)).map(i -> i + 16).toArray(), STEPS))
                .isEqualTo(132);
        int[] one = offsets(20);
        one[63]++;
        assertThat(TileLoop.stride(one, STEPS)).isZero();
    }

    private static int turn() {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "this JVM was started without jdk.incubator.vector");
        int turn = VectorTileWriter.turn();
        assumeTrue(4 * turn <= LANES, "vectors of this machine are longer than the test's arrays allow");
        return turn;
    }

    private static int[] offsets(int stride) {
        return IntStream.range(0, CHAINS * STEPS)
                .map(i -> i % STEPS * stride + i / STEPS)
                .toArray();
    }

    private void follow(float[][] expected, int at, int[] offsets, int from, int to) {
        for (int i = 0; i < CHAINS; i++) {
            float[] sum = expected[SUMS[i]];
            for (int lane = from; lane < to; lane++) {
                for (int k = 0; k < STEPS; k++) {
                    sum[lane] = Math.fma(words[at + offsets[i * STEPS + k]], expected[RIGHTS[k]][lane], sum[lane]);
                }
            }
        }
    }

    private float[][] copies() {
        return Arrays.stream(arrays).map(float[]::clone).toArray(float[][]::new);
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
