package alexnet.kernels.example;

import alexnet.kernels.Philox;
import java.util.SplittableRandom;

/** Random values for the operands of a check. */
abstract class Drawing {

    /** Values of a seed and an index; those of other indices have nothing in common with these. */
    static Drawing of(long seed, long index) {
        Philox random = new Philox(seed, 0, index);
        return new Drawing() {
            @Override
            float between(float low, float high) {
                return low + (high - low) * random.nextFloat();
            }

            @Override
            int below(int bound) {
                return random.nextInt(bound);
            }

            @Override
            int bits() {
                return random.nextInt();
            }
        };
    }

    /** Values of a seed alone, so that the operations of one shape start with the same operands. */
    static Drawing of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Drawing() {
            @Override
            float between(float low, float high) {
                return (float) random.nextDouble(low, high);
            }

            @Override
            int below(int bound) {
                return random.nextInt(bound);
            }

            @Override
            int bits() {
                return random.nextInt();
            }
        };
    }

    /** One uniform value from {@code low} to {@code high}. */
    abstract float between(float low, float high);

    /** A whole number from 0 to {@code bound - 1}. */
    abstract int below(int bound);

    /** Any int. */
    abstract int bits();

    /** Uniform values from {@code low} to {@code high}. */
    float[] uniform(int count, float low, float high) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = between(low, high);
        }
        return values;
    }

    /** Whole numbers from -{@code range} to {@code range}: few different values, so many are equal. */
    float[] whole(int count, int range) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = below(2 * range + 1) - range;
        }
        return values;
    }

    /** Whole numbers from 0 to {@code bound - 1}. */
    int[] below(int count, int bound) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = below(bound);
        }
        return values;
    }
}
