package alexnet.engine.emulator;

/**
 * Chains of multiply-adds that share their right factors: a rank-n update of a tile of sums.
 *
 * <p>The left factors are the same for all threads, or for each row of them, and are read straight from shared memory. Nothing in a fragment
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

    /** Runs for the whole block, whose threads have one address. */
    void run(Frame f, long address) {
        prepare(f);
        part(f, address, 0, f.lanes);
    }

    /** Runs where each row has an address of its own, which is in the frame's scratch from {@code scratch} on. */
    void runRows(Frame f, int scratch) {
        prepare(f);
        int rows = f.ints.rowCount;
        int length = f.ints.rowLength;
        for (int row = 0; row < rows; ) {
            long address = f.rowScratch[scratch + row];
            int end = row + 1;
            while (end < rows && f.rowScratch[scratch + end] == address) {
                end++;
            }
            part(f, address, row * length, end * length);
            row = end;
        }
    }

    private void prepare(Frame f) {
        TileOperands tile = f.tile;
        FloatBank floats = f.floats;
        for (int k = 0; k < rights.length; k++) {
            tile.right[k] = (float[]) floats.array(rights[k]);
        }
        for (int i = 0; i < targets.length; i++) {
            tile.from[i] = (float[]) floats.array(addends[i]);
            tile.to[i] = (float[]) floats.target(targets[i]);
        }
    }

    private void part(Frame f, long address, int from, int to) {
        TileOperands tile = f.tile;
        float[] words = f.sharedWords();
        float[] left = tile.left;
        int at = (int) (address >> 2);
        for (int i = 0; i < offsets.length; i++) {
            left[i] = words[at + offsets[i]];
        }
        TileLoop loop = targets.length == CHAINS ? VectorTiles.loop(to - from) : null;
        if (loop != null) {
            loop.run(tile.to, tile.from, tile.right, left, from, to);
        } else {
            tile.plain(targets.length, from, to);
        }
    }
}
