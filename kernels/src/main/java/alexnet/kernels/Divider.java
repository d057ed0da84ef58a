package alexnet.kernels;

import alexnet.engine.StructFields;

/**
 * Division by a fixed number as a multiplication, exact for dividends from 0 to 2^31 - 1.
 *
 * <p>With l = ceil(log2 d) and magic = ceil(2^(31+l) / d), which has 32 bits, n / d = floor(n * magic / 2^(31+l)): magic is
 * too large by less than d / 2^(31+l) of itself, which cannot carry n / d over the next integer while n is below 2^31
 * (Granlund and Montgomery, Division by invariant integers using multiplication, 1994, theorem 4.2).
 *
 * @param divisor d, at least 1
 * @param magic the unsigned factor
 * @param shift l
 */
record Divider(int divisor, int magic, int shift) {

    /** Prepares the division by {@code divisor}, which must be at least 1. */
    static Divider by(int divisor) {
        if (divisor < 1) {
            throw new IllegalArgumentException("divider: divisor must be at least 1 (found " + divisor + ")");
        }
        int shift = Integer.SIZE - Integer.numberOfLeadingZeros(divisor - 1);
        long magic = Long.divideUnsigned((1L << 31 + shift) + divisor - 1, divisor);
        return new Divider(divisor, (int) magic, shift);
    }

    /** What the kernels compute. */
    int quotient(int dividend) {
        long product = (dividend * 2L) * Integer.toUnsignedLong(magic);
        return (int) (product >>> Integer.SIZE >>> shift);
    }

    /** The struct of the same name in activation.cuh. */
    StructFields fields() {
        return new StructFields().i32("divisor", divisor).i32("magic", magic).i32("shift", shift);
    }
}
