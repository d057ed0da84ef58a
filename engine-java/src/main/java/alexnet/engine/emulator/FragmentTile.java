package alexnet.engine.emulator;

/**
 * Chains of multiply-adds that share their right factors: a rank-n update of a tile of sums.
 *
 * <p>The left factors are the same for all threads, or for each row of them, and are read straight from shared memory.
 * Nothing between their loads and the tile writes memory, so they may be read when they are used. The sums are added to in
 * place: where the slots of result and addend differ, the addend is copied first.
 *
 * @param targets float slots of the results, one for each chain
 * @param addends float slots of the sums so far
 * @param rights float slots of the right factors, one for each place in the chains
 * @param offsets where the left factors are: words after the address, chain by chain
 * @param stride words from one place in the chains to the next, where those of one place are neighbours; else 0
 * @param lowest bytes from the address to the first byte of the loads that are saved
 * @param end bytes from the address to the end of their last
 * @param alignment bytes to which the address must be aligned
 */
record FragmentTile(
        int[] targets, int[] addends, int[] rights, int[] offsets, int stride, long lowest, long end, int alignment) {

    /** Chains of a whole tile. */
    static final int CHAINS = 8;

    /** The stride of offsets. */
    static int stride(int[] offsets, int steps) {
        int stride = offsets[1] - offsets[0];
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != offsets[0] + i % steps * stride + i / steps) {
                return 0;
            }
        }
        return stride;
    }

    /** Whether all left factors can be read with this address. */
    boolean good(Frame f, long address) {
        return (address & (alignment - 1)) == 0 && address + lowest >= 0 && address + end <= f.sharedBytes();
    }

    /** Runs for the whole block, whose threads have one address. */
    void run(Frame f, long address) {
        f.tile.at[0] = (int) (address >> 2);
        f.tile.starts[1] = f.lanes;
        parts(f, 1, f.lanes % VectorTiles.turn() == 0);
    }

    /** Runs where each row has an address of its own, which is in the frame's scratch from {@code scratch} on. */
    void runRows(Frame f, int scratch) {
        int rows = f.ints.rowCount;
        int length = f.ints.rowLength;
        int turn = VectorTiles.turn();
        int[] starts = f.tile.starts;
        int[] at = f.tile.at;
        boolean whole = true;
        int parts = 0;
        long last = -1;
        for (int row = 0; row < rows; row++) {
            long address = f.rowScratch[scratch + row];
            if (address != last) {
                last = address;
                whole &= row * length % turn == 0;
                starts[parts] = row * length;
                at[parts++] = (int) (address >> 2);
            }
        }
        starts[parts] = f.lanes;
        parts(f, parts, whole && f.lanes % turn == 0);
    }

    private void parts(Frame f, int parts, boolean whole) {
        FloatBank floats = f.floats;
        for (int right : rights) {
            floats.array(right);
        }
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] != addends[i]) {
                floats.copy(targets[i], addends[i]);
            }
            floats.partTarget(targets[i]);
        }
        TileOperands tile = f.tile;
        float[] words = f.sharedWords();
        TileLoop loop = targets.length == CHAINS ? VectorTiles.loop(rights.length) : null;
        if (loop == null || !whole) {
            for (int i = 0; i < parts; i++) {
                plain(floats.arrays, words, tile.at[i], tile.starts[i], tile.starts[i + 1]);
            }
        } else if (stride != 0) {
            int first = offsets[0];
            for (int i = 0; i < parts; i++) {
                tile.at[i] += first;
            }
            loop.run(floats.arrays, targets, rights, words, tile.at, stride, tile.starts, parts);
        } else {
            for (int i = 0; i < parts; i++) {
                tile.gathered(loop, floats.arrays, targets, rights, words, offsets, i);
            }
        }
    }

    /** With loops over plain arrays. */
    void plain(float[][] arrays, float[] words, int at, int from, int to) {
        PlainTile.of(to - from).run(arrays, targets, rights, words, offsets, at, from, to);
    }
}
