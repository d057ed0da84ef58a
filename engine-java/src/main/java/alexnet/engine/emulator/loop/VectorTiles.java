package alexnet.engine.emulator.loop;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The loops of tiles over vectors, one for each number of steps, used from the end of their {@link WarmUp} on. */
public final class VectorTiles {

    private static final int PARTS = 4;
    private static final int TURNS = 2;
    /** Calls of a round with one turn, which reach the compiler's thresholds soonest, and with all parts and turns. */
    private static final int SHORT_CALLS = 60;

    private static final int CALLS = 4;

    /** Work is counted in tiles. Many wins, as what C2 compiles first may be thrown away when it meets an unseen case. */
    private static final WarmUp.Rules RULES = new WarmUp.Rules(
            20_000,
            200,
            Duration.ofSeconds(60),
            work -> WarmUp.daemon(work, "alexnet-vector-warm-up").start());

    /** By the number of steps. */
    private static final List<WarmUp<TileLoop>> LOOPS = IntStream.rangeClosed(0, TileLoop.LONGEST)
            .mapToObj(steps -> new WarmUp<>(RULES, () -> round(steps)))
            .toList();

    private VectorTiles() {}

    /** The loop for a tile with chains of so many steps, where it is there and warm; else null. */
    public static TileLoop loop(int steps) {
        return LOOPS.get(steps).loop(1);
    }

    private static WarmUp.Round<TileLoop> round(int steps) {
        TileLoop loop = VectorProvider.chosen().tile(steps);
        int turn = loop.turn();
        int chains = TileLoop.CHAINS;
        int lanes = PARTS * TURNS * turn;
        float[][] arrays = new float[chains + steps][lanes];
        int[] sums = IntStream.range(0, chains).toArray();
        int[] rights = IntStream.range(chains, chains + steps).toArray();
        float[] words = new float[chains * steps];
        int[] offsets = IntStream.range(0, words.length)
                .map(i -> i % steps * chains + i / steps)
                .toArray();
        int[] at = new int[PARTS];
        int[] block = {0, lanes};
        int[] once = {0, turn};
        int[] rows = IntStream.rangeClosed(0, PARTS).map(i -> i * TURNS * turn).toArray();
        return new WarmUp.Round<>(
                loop,
                () -> {
                    for (int i = 0; i < SHORT_CALLS; i++) {
                        loop.run(arrays, sums, rights, words, at, chains, once, 1);
                    }
                },
                () -> {
                    for (int i = 0; i < CALLS; i++) {
                        loop.run(arrays, sums, rights, words, at, chains, block, 1);
                        loop.run(arrays, sums, rights, words, at, chains, rows, PARTS);
                    }
                },
                () -> {
                    for (int i = 0; i < 2 * CALLS; i++) {
                        PlainTile.of(lanes).run(arrays, sums, rights, words, offsets, 0, 0, lanes);
                    }
                });
    }
}
