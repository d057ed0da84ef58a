package alexnet.engine.emulator.loop;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A loop that C2 does not turn into SIMD code, and the same loop over vectors, used from the end of its {@link WarmUp} on. */
public final class VectorLoop extends Loop {

    private static final int LANES = 256;
    private static final int CALLS = 40;

    /** Work is counted in lanes. One loop is warmed up after the other. */
    private static final WarmUp.Rules RULES = new WarmUp.Rules(
            4_000_000,
            1,
            Duration.ofSeconds(20),
            Executors.newSingleThreadExecutor(work -> WarmUp.daemon(work, "alexnet-loop-warm-up")));

    /**
     * A loop over vectors.
     *
     * @param lanes it takes multiples of so many
     */
    private record Vectors(Loop loop, int lanes) {}

    private final Loop plain;
    private final String signature;
    private final Function<VectorProvider, Loop> maker;
    private final WarmUp<Vectors> warmUp = new WarmUp<>(RULES, this::round);

    private VectorLoop(Loop plain, String signature, Function<VectorProvider, Loop> maker) {
        this.plain = plain;
        this.signature = signature;
        this.maker = maker;
    }

    /**
     * {@code setp} of floats.
     *
     * @param comparison as PTX has it, such as {@code ltu}
     * @param plain the loop over plain arrays
     */
    public static VectorLoop compare(String comparison, Loop plain) {
        return new VectorLoop(plain, "IFF", provider -> provider.compare(comparison));
    }

    /**
     * {@code selp} of floats.
     *
     * @param plain the loop over plain arrays
     */
    public static VectorLoop select(Loop plain) {
        return new VectorLoop(plain, "FFFI", VectorProvider::select);
    }

    @Override
    public void run(Object d, Object a, Object b, Object c, int from, int to) {
        Vectors vectors = warmUp.loop(to - from);
        if (vectors == null) {
            plain.run(d, a, b, c, from, to);
            return;
        }
        int end = to - (to - from) % vectors.lanes;
        vectors.loop.run(d, a, b, c, from, end);
        if (end < to) {
            plain.run(d, a, b, c, end, to);
        }
    }

    /** Runs over vectors from now on, warm or not. */
    void useVectors() {
        warmUp.use(vectors());
    }

    private Vectors vectors() {
        VectorProvider provider = VectorProvider.chosen();
        return new Vectors(maker.apply(provider), provider.lanes());
    }

    private WarmUp.Round<Vectors> round() {
        Vectors vectors = vectors();
        Random random = new Random(signature.hashCode());
        Object[] arrays = new Object[4];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = array(signature.charAt(Math.min(i, signature.length() - 1)), random);
        }
        return new WarmUp.Round<>(vectors, () -> {}, () -> calls(vectors.loop, arrays), () -> calls(plain, arrays));
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

    private static void calls(Loop loop, Object[] arrays) {
        for (int i = 0; i < CALLS; i++) {
            loop.run(arrays[0], arrays[1], arrays[2], arrays[3], 0, LANES);
        }
    }
}
