package alexnet.engine.emulator.loop;

/**
 * The loops of chains of multiply-adds: one store each, and at most six arrays, which is what C2 turns into SIMD code.
 * Factors that are the same for all lanes are scalars.
 */
public final class ChainLoops {

    private ChainLoops() {}

    /** {@code d = fma(a, b, c)} for some lanes. */
    public static void general(float[] d, float[] c, float[] a, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            d[i] = Math.fma(a[i], b[i], c[i]);
        }
    }

    public static void one(float[] d, float[] c, int start, int end, float a0, float[] b0) {
        for (int i = start; i < end; i++) {
            d[i] = Math.fma(a0, b0[i], c[i]);
        }
    }

    public static void two(float[] d, float[] c, int start, int end, float a0, float[] b0, float a1, float[] b1) {
        for (int i = start; i < end; i++) {
            d[i] = Math.fma(a1, b1[i], Math.fma(a0, b0[i], c[i]));
        }
    }

    public static void four(
            float[] d,
            float[] c,
            int start,
            int end,
            float a0,
            float[] b0,
            float a1,
            float[] b1,
            float a2,
            float[] b2,
            float a3,
            float[] b3) {
        for (int i = start; i < end; i++) {
            d[i] = Math.fma(a3, b3[i], Math.fma(a2, b2[i], Math.fma(a1, b1[i], Math.fma(a0, b0[i], c[i]))));
        }
    }
}
