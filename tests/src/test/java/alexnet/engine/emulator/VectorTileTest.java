package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The loop over the Vector API against one {@link Math#fma} after the other. */
class VectorTileTest {

    private static final int LANES = 64;
    private static final long SEED = 20121203;

    @BeforeAll
    static void vectors() {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "this JVM was started without jdk.incubator.vector");
    }

    @Test
    void hasTheBitsOfSingleMultiplyAdds() {
        TileOperands tile = operands();
        float[][] expected = new float[FragmentTile.CHAINS][];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = chain(tile, i, 0, LANES);
        }
        VectorTileWriter.write().run(tile.to, tile.from, tile.right, tile.left, 0, LANES);
        for (int i = 0; i < expected.length; i++) {
            assertThat(tile.to[i]).as("sum %d, seed %d", i, SEED).containsExactly(expected[i]);
        }
    }

    @Test
    void leavesOtherLanesAlone() {
        TileOperands tile = operands();
        int step = VectorTileWriter.lanes();
        float[] before = tile.to[3].clone();
        float[] inside = chain(tile, 3, step, 2 * step);
        VectorTileWriter.write().run(tile.to, tile.from, tile.right, tile.left, step, 2 * step);
        for (int lane = 0; lane < LANES; lane++) {
            boolean touched = lane >= step && lane < 2 * step;
            assertThat(tile.to[3][lane]).as("lane %d", lane).isEqualTo(touched ? inside[lane] : before[lane]);
        }
    }

    @Test
    void plainLoopsHaveTheSameBits() {
        TileOperands tile = operands();
        float[] expected = chain(tile, 5, 8, 40);
        tile.plain(FragmentTile.CHAINS, 8, 40);
        for (int lane = 8; lane < 40; lane++) {
            assertThat(tile.to[5][lane]).as("lane %d", lane).isEqualTo(expected[lane]);
        }
    }

    private static float[] chain(TileOperands tile, int sum, int start, int end) {
        float[] result = tile.from[sum].clone();
        for (int lane = start; lane < end; lane++) {
            for (int k = 0; k < MultiplyAddChains.LONGEST; k++) {
                float left = tile.left[sum * MultiplyAddChains.LONGEST + k];
                result[lane] = Math.fma(left, tile.right[k][lane], result[lane]);
            }
        }
        return result;
    }

    private static TileOperands operands() {
        Random random = new Random(SEED);
        TileOperands tile = new TileOperands();
        for (int i = 0; i < FragmentTile.CHAINS; i++) {
            tile.from[i] = floats(random, LANES);
            tile.to[i] = floats(random, LANES);
        }
        for (int k = 0; k < tile.right.length; k++) {
            tile.right[k] = floats(random, LANES);
        }
        System.arraycopy(floats(random, tile.left.length), 0, tile.left, 0, tile.left.length);
        return tile;
    }

    /** Of very different sizes, so that the order of additions shows. */
    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
        }
        return values;
    }
}
