package alexnet.engine.emulator.loop;

/**
 * The loops of a tile over plain arrays, which C2 makes SIMD code of by itself.
 *
 * <p>What C2 makes of them depends on how many lanes they have mostly gone over: loops over the 32 lanes of a warp leave code
 * that takes a third longer over the 128 of a block. So each magnitude of lanes has a copy of its own.
 */
public abstract class PlainTile {

    private static final int MAGNITUDES = 11;
    private static final PlainTile[] COPIES = new PlainTile[MAGNITUDES + 1];

    /** The copy for parts of so many lanes. */
    public static PlainTile of(int lanes) {
        int magnitude = Math.min(MAGNITUDES, Integer.SIZE - Integer.numberOfLeadingZeros(lanes));
        PlainTile copy = COPIES[magnitude];
        if (copy == null) {
            copy = LoopTemplates.specialise(Loops.class, magnitude);
            COPIES[magnitude] = copy;
        }
        return copy;
    }

    /** {@code sum(i) = fma(words[at + offsets[i * steps + k]], right(k), sum(i))} for each step {@code k} and some lanes. */
    public abstract void run(
            float[][] arrays, int[] sums, int[] rights, float[] words, int[] offsets, int at, int from, int to);

    /**
     * The template. Each loop has one store, and at most five arrays; what is read and written is one array: C2 has one
     * alignment less to care for, and the code takes a third less time than with an addend and a result.
     */
    public static final class Loops extends PlainTile {

        @Override
        public void run(
                float[][] arrays, int[] sums, int[] rights, float[] words, int[] offsets, int at, int from, int to) {
            int steps = rights.length;
            for (int i = 0; i < sums.length; i++) {
                float[] sum = arrays[sums[i]];
                int left = i * steps;
                int k = 0;
                for (; k + 4 <= steps; k += 4) {
                    four(
                            sum,
                            from,
                            to,
                            words[at + offsets[left + k]],
                            arrays[rights[k]],
                            words[at + offsets[left + k + 1]],
                            arrays[rights[k + 1]],
                            words[at + offsets[left + k + 2]],
                            arrays[rights[k + 2]],
                            words[at + offsets[left + k + 3]],
                            arrays[rights[k + 3]]);
                }
                for (; k < steps; k++) {
                    one(sum, from, to, words[at + offsets[left + k]], arrays[rights[k]]);
                }
            }
        }

        private static void one(float[] d, int from, int to, float a0, float[] b0) {
            for (int i = from; i < to; i++) {
                d[i] = Math.fma(a0, b0[i], d[i]);
            }
        }

        private static void four(
                float[] d,
                int from,
                int to,
                float a0,
                float[] b0,
                float a1,
                float[] b1,
                float a2,
                float[] b2,
                float a3,
                float[] b3) {
            for (int i = from; i < to; i++) {
                d[i] = Math.fma(a3, b3[i], Math.fma(a2, b2[i], Math.fma(a1, b1[i], Math.fma(a0, b0[i], d[i]))));
            }
        }
    }
}
