package alexnet.engine.emulator;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loop over the Vector API, where the JVM has it ({@code --add-modules jdk.incubator.vector}).
 *
 * <p>Until C2 has compiled it, a vector is an object and the loop hundreds of times slower than plain arrays. So it is
 * warmed up beside the work, on arrays of its own, and used from the moment on at which it has been seen to be quicker.
 * Results have the same bits either way.
 */
final class VectorTiles {

    /** Tiles after which a process is worth the warm-up. */
    private static final int WORTH = 20_000;

    private static final int LANES = 128;
    private static final int CALLS = 40;
    private static final long LONGEST_WARM_UP_NANOS = 60_000_000_000L;

    private static final AtomicInteger SEEN = new AtomicInteger();
    private static volatile TileLoop ready;
    private static volatile int vectorLanes;

    private VectorTiles() {}

    /** The loop, where it is there, warm, and takes so many lanes; else null. */
    static TileLoop loop(int lanes) {
        TileLoop loop = ready;
        if (loop == null) {
            if (SEEN.get() < WORTH && SEEN.incrementAndGet() == WORTH) {
                warmUp();
            }
            return null;
        }
        return lanes % vectorLanes == 0 ? loop : null;
    }

    /** Lanes of a vector of floats once the loop is in use, else 0. */
    static int lanesInUse() {
        return ready == null ? 0 : vectorLanes;
    }

    private static void warmUp() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return;
        }
        Thread thread = new Thread(VectorTiles::warm, "alexnet-vector-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void warm() {
        TileLoop loop = VectorTileWriter.write();
        vectorLanes = VectorTileWriter.lanes();
        TileOperands tile = new TileOperands();
        for (int i = 0; i < FragmentTile.CHAINS; i++) {
            tile.to[i] = new float[LANES];
            tile.from[i] = tile.to[i];
            tile.right[i] = new float[LANES];
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WARM_UP_NANOS) {
            long vector = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                loop.run(tile.to, tile.from, tile.right, tile.left, 0, LANES);
            }
            long plain = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                tile.plain(FragmentTile.CHAINS, 0, LANES);
            }
            if (plain - vector < System.nanoTime() - plain) {
                ready = loop;
                return;
            }
        }
    }
}
