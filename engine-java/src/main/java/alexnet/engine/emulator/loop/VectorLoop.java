package alexnet.engine.emulator.loop;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A loop that C2 does not turn into SIMD code, and the same loop over {@code jdk.incubator.vector}, where the JVM has it.
 *
 * <p>Until C2 has compiled it, a vector is an object and its loop hundreds of times slower than plain code. So it is
 * warmed up beside the work, on arrays of its own, and used from the moment on at which it has been seen to be quicker.
 * Results have the same bits either way.
 */
public final class VectorLoop extends Loop {

    /** Lanes after which a loop is worth the warm-up. */
    private static final int WORTH = 4_000_000;

    private static final int LANES = 256;
    private static final int CALLS = 40;
    private static final long LONGEST_WARM_UP_NANOS = 20_000_000_000L;

    /** Warms up one loop after the other. */
    private static final ExecutorService WARM_UP = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "alexnet-loop-warm-up");
        thread.setDaemon(true);
        return thread;
    });

    private final Loop plain;
    private final String signature;
    private final Supplier<Loop> writer;
    private int seen;
    private boolean asked;
    private int vectorLanes;
    private volatile Loop ready;

    /**
     * @param signature letters of result and operands, as in {@link Signatures}
     * @param writer makes the loop over vectors, for numbers of lanes that are multiples of a vector's
     */
    public VectorLoop(Loop plain, String signature, Supplier<Loop> writer) {
        this.plain = plain;
        this.signature = signature;
        this.writer = writer;
    }

    @Override
    public void run(Object d, Object a, Object b, Object c, int from, int to) {
        Loop vectors = ready;
        if (vectors == null) {
            plain.run(d, a, b, c, from, to);
            // Threads may lose each other's lanes, which only puts off the warm-up.
            if (seen < WORTH) {
                seen += to - from;
                if (seen >= WORTH) {
                    warmUp();
                }
            }
            return;
        }
        int end = to - (to - from) % vectorLanes;
        vectors.run(d, a, b, c, from, end);
        if (end < to) {
            plain.run(d, a, b, c, end, to);
        }
    }

    private synchronized void warmUp() {
        if (!asked && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            WARM_UP.execute(this::warm);
        }
        asked = true;
    }

    private void warm() {
        Loop vectors = writer.get();
        Random random = new Random(signature.hashCode());
        Object[] arrays = new Object[4];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = array(signature.charAt(Math.min(i, signature.length() - 1)), random);
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WARM_UP_NANOS) {
            long first = time(vectors, arrays);
            if (first < time(plain, arrays)) {
                use(vectors);
                return;
            }
        }
    }

    /** Runs over vectors from now on. */
    void use(Loop vectors) {
        vectorLanes = VectorTileWriter.lanes();
        ready = vectors;
    }

    private static Object array(char letter, Random random) {
        if (letter == 'I') {
            return random.ints(LANES, 0, 2).toArray();
        }
        float[] values = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    private static long time(Loop loop, Object[] arrays) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            loop.run(arrays[0], arrays[1], arrays[2], arrays[3], 0, LANES);
        }
        return System.nanoTime() - start;
    }
}
