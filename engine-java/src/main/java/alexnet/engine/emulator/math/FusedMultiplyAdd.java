package alexnet.engine.emulator.math;

/** Whether the processor has the fused multiply-add that {@link Math#fma} needs to be fast. */
public final class FusedMultiplyAdd {

    private static final int ROUNDS = 8;
    private static final int OPERATIONS = 200;
    /** Far above what the instruction takes in interpreted code, far below the detour over decimal arithmetic. */
    private static final long LIMIT_NANOS = 300L * OPERATIONS;

    /** Measured once, as the best time of a few short rounds; the result only decides about a warning. */
    public static final boolean IN_HARDWARE = bestRound() < LIMIT_NANOS;

    private FusedMultiplyAdd() {}

    private static long bestRound() {
        long best = Long.MAX_VALUE;
        float value = 1.25f;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < OPERATIONS; i++) {
                value = Math.fma(value, 0.75f, 0.3f);
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return value == 0 ? 0 : best;
    }
}
