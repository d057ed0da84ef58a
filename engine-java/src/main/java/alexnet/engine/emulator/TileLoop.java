package alexnet.engine.emulator;

/** A whole {@link FragmentTile} over parts of the lanes, each of which has left factors of its own. */
abstract class TileLoop {

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
    abstract void run(
            float[][] arrays, int[] sums, int[] rights, float[] words, int[] at, int stride, int[] starts, int parts);
}
