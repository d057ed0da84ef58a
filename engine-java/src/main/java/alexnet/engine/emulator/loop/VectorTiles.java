package alexnet.engine.emulator.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The loop over the Vector API, where the JVM has it ({@code --add-modules jdk.incubator.vector}).
 *
 * <p>Until C2 has compiled it, a vector is an object and the loop hundreds of times slower than plain arrays. So it is
 * warmed up beside the work, on arrays of its own, and used from the moment on at which it has been seen to be quicker.
 * Results have the same bits either way.
 */
public final class VectorTiles {

    /** Tiles after which a process is worth the warm-up. */
    private static final int WORTH = 20_000;

    private static final int PARTS = 4;
    private static final int TURNS = 2;
    /** Calls of a round with one turn, which reach the compiler's thresholds soonest, and with all parts and turns. */
    private static final int SHORT_CALLS = 60;

    private static final int CALLS = 4;
    /** Rounds in a row: what C2 compiles first may be thrown away when it meets a case that it has not seen. */
    private static final int WINS = 200;

    private static final long LONGEST_WARM_UP_NANOS = 60_000_000_000L;

    /** By the number of steps. */
    private static final VectorTiles[] LOOPS = IntStream.rangeClosed(0, TileLoop.LONGEST)
            .mapToObj(VectorTiles::new)
            .toArray(VectorTiles[]::new);

    private static volatile int turn = 1;

    private final int steps;
    private final AtomicInteger seen = new AtomicInteger();
    private volatile TileLoop ready;

    private VectorTiles(int steps) {
        this.steps = steps;
    }

    /** The loop for chains of so many steps, where it is there and warm; else null. */
    public static TileLoop loop(int steps) {
        VectorTiles of = LOOPS[steps];
        TileLoop loop = of.ready;
        if (loop == null && of.seen.get() < WORTH && of.seen.incrementAndGet() == WORTH) {
            of.warmUp();
        }
        return loop;
    }

    /** The number of lanes that every part must have a multiple of. */
    public static int turn() {
        return turn;
    }

    private void warmUp() {
        if (!VectorTileWriter.takes(steps)
                || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return;
        }
        Thread thread = new Thread(this::warm, "alexnet-vector-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private void warm() {
        turn = VectorTileWriter.turn();
        TileLoop loop = VectorTileWriter.write(steps);
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
        int wins = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WARM_UP_NANOS) {
            for (int i = 0; i < SHORT_CALLS; i++) {
                loop.run(arrays, sums, rights, words, at, chains, once, 1);
            }
            long vector = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                loop.run(arrays, sums, rights, words, at, chains, block, 1);
                loop.run(arrays, sums, rights, words, at, chains, rows, PARTS);
            }
            long plain = System.nanoTime();
            for (int i = 0; i < 2 * CALLS; i++) {
                PlainTile.of(lanes).run(arrays, sums, rights, words, offsets, 0, 0, lanes);
            }
            wins = plain - vector < System.nanoTime() - plain ? wins + 1 : 0;
            if (wins == WINS) {
                ready = loop;
                return;
            }
        }
    }
}
