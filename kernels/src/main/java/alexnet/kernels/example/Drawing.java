package alexnet.kernels.example;

import alexnet.kernels.Philox;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

/** Random values for the operands of a check. */
final class Drawing {

    /** One uniform value from {@code low} to {@code high}. */
    private interface Between {
        float draw(float low, float high);
    }

    private final Between between;
    private final IntUnaryOperator below;
    private final IntSupplier bits;

    private Drawing(Between between, IntUnaryOperator below, IntSupplier bits) {
        this.between = between;
        this.below = below;
        this.bits = bits;
    }

    /** Values of a seed and an index; those of other indices have nothing in common with these. */
    static Drawing of(long seed, long index) {
        Philox random = new Philox(seed, 0, index);
        return new Drawing((low, high) -> low + (high - low) * random.nextFloat(), random::nextInt, random::nextInt);
    }

    /** Values of a seed alone, so that the operations of one shape start with the same operands. */
    static Drawing of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Drawing((low, high) -> (float) random.nextDouble(low, high), random::nextInt, random::nextInt);
    }

    /** A whole number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return below.applyAsInt(bound);
    }

    /** Any int. */
    int bits() {
        return bits.getAsInt();
    }

    /** Uniform values from {@code low} to {@code high}. */
    float[] uniform(int count, float low, float high) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = between.draw(low, high);
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
