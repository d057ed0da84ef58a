package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.loop.PlainTile;
import alexnet.engine.emulator.loop.TileLoop;
import alexnet.engine.emulator.loop.TileOperands;
import alexnet.engine.emulator.loop.VectorTiles;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.FloatRegisters;

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
record TraceTile(
        int[] targets, int[] addends, int[] rights, int[] offsets, int stride, long lowest, long end, int alignment) {

    /** Whether all left factors can be read with this address. */
    boolean good(BlockState state, long address) {
        return (address & (alignment - 1)) == 0 && address >= -lowest && address <= state.sharedBytes() - end;
    }

    /** Runs for the whole block, whose threads have one address. */
    void run(BlockState state, long address) {
        state.tile.at[0] = (int) (address >> 2);
        state.tile.starts[1] = state.lanes;
        parts(state, 1);
    }

    /** Runs where each row has an address of its own, which is in the block state's scratch from {@code scratch} on. */
    void runRows(BlockState state, int scratch) {
        int rows = state.ints.rowCount;
        int length = state.ints.rowLength;
        int[] starts = state.tile.starts;
        int[] at = state.tile.at;
        int parts = 0;
        long last = -1;
        for (int row = 0; row < rows; row++) {
            long address = state.rowScratch[scratch + row];
            if (address != last) {
                last = address;
                starts[parts] = row * length;
                at[parts++] = (int) (address >> 2);
            }
        }
        starts[parts] = state.lanes;
        parts(state, parts);
    }

    private void parts(BlockState state, int parts) {
        FloatRegisters floats = state.floats;
        for (int right : rights) {
            floats.array(right);
        }
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] != addends[i]) {
                floats.copy(targets[i], addends[i]);
            }
            floats.partTarget(targets[i]);
        }
        TileOperands tile = state.tile;
        float[] words = state.sharedWords();
        TileLoop loop = targets.length == TileLoop.CHAINS ? VectorTiles.loop(rights.length) : null;
        if (loop == null || !tile.wholeTurns(loop.turn(), parts)) {
            for (int i = 0; i < parts; i++) {
                int from = tile.starts[i];
                int to = tile.starts[i + 1];
                PlainTile.of(to - from).run(floats.arrays, targets, rights, words, offsets, tile.at[i], from, to);
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
}
