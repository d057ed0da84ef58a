package alexnet.engine.emulator.loop;

/** A tile of sums over parts of the lanes, each of which has left factors of its own. */
public abstract class TileLoop {

    /** Sums of a tile, each a chain of multiply-adds. */
    public static final int CHAINS = 8;

    /** Most multiply-adds of a chain. */
    public static final int LONGEST = 8;

    /**
     * Words from one step to the next, where the left factors of each step are neighbours; else 0.
     *
     * @param offsets where the left factors are, chain by chain
     * @param steps multiply-adds of a chain
     */
    public static int stride(int[] offsets, int steps) {
        int stride = offsets[1] - offsets[0];
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != offsets[0] + i % steps * stride + i / steps) {
                return 0;
            }
        }
        return stride;
    }

    /**
     * Adds {@code word(0) * right(0)}, then {@code word(1) * right(1)} and so on to each sum, each step a fused multiply-add.
     * The word of sum {@code i} and step {@code k} is {@code words[at + k * stride + i]}.
     *
     * @param arrays the slots' arrays
     * @param sums slots of the sums
     * @param rights slots of the right factors
     * @param words where the left factors are
     * @param at for each part, the first of its words
     * @param starts for each part, its first lane, and after these the lane after the last; parts are multiples of {@link
     *     VectorTiles#turn()}
     */
    public abstract void run(
            float[][] arrays, int[] sums, int[] rights, float[] words, int[] at, int stride, int[] starts, int parts);
}
