package alexnet.engine.emulator;

/**
 * Chains of multiply-adds that share their right factors: a rank-n update of a tile of sums.
 *
 * <p>The left factors are the same for all threads, and are read straight from shared memory. Nothing in a fragment
 * writes memory, so they may be read when they are used.
 *
 * @param targets float slots of the results, one for each chain
 * @param addends float slots of the sums so far
 * @param rights float slots of the right factors, one for each place in the chains
 * @param offsets where the left factors are: words after the address, chain by chain
 * @param lowest bytes from the address to the first byte of the loads that are saved
 * @param end bytes from the address to the end of their last
 * @param alignment bytes to which the address must be aligned
 */
record FragmentTile(int[] targets, int[] addends, int[] rights, int[] offsets, long lowest, long end, int alignment) {

    /** Chains of a whole tile. */
    static final int CHAINS = 8;

    /** Whether all left factors can be read with this address. */
    boolean good(Frame f, long address) {
        return (address & (alignment - 1)) == 0 && address + lowest >= 0 && address + end <= f.sharedBytes();
    }

    void run(Frame f, long address) {
        float[] words = f.sharedWords();
        int at = (int) (address >> 2);
        TileOperands tile = f.tile;
        float[] left = tile.left;
        for (int i = 0; i < offsets.length; i++) {
            left[i] = words[at + offsets[i]];
        }
        FloatBank floats = f.floats;
        for (int k = 0; k < rights.length; k++) {
            tile.right[k] = (float[]) floats.array(rights[k]);
        }
        for (int i = 0; i < targets.length; i++) {
            tile.from[i] = (float[]) floats.array(addends[i]);
            tile.to[i] = (float[]) floats.target(targets[i]);
        }
        TileLoop loop = targets.length == CHAINS ? VectorTiles.loop(f.lanes) : null;
        if (loop != null) {
            loop.run(tile.to, tile.from, tile.right, left, f.lanes);
        } else {
            tile.plain(targets.length, f.lanes);
        }
    }
}
