package alexnet.trainer.bench;

import alexnet.kernels.Philox;

/** Operands of what runs on the host and on a device alike; they only matter in that none of them is special. */
final class BenchValues {

    /** Values are drawn once for so many elements and then repeat: drawing must not take longer than measuring. */
    private static final int PERIOD = 1 << 16;

    private static final float[] DRAWN = draw();

    private BenchValues() {}

    private static float[] draw() {
        Philox random = new Philox(1, 0, 0);
        float[] values = new float[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** Values from -0.5 to 0.5, the same for the same count. */
    static float[] of(long count) {
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i += PERIOD) {
            System.arraycopy(DRAWN, 0, values, i, Math.min(PERIOD, values.length - i));
        }
        return values;
    }
}
