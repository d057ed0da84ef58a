package alexnet.engine.emulator.state;

/**
 * Exact bounds of integers that are affine in the thread index, or that grow by one stride along a row.
 *
 * <p>Registers hold bases and strides modulo their width. They say what all lanes hold only where the affine form, taken
 * over the integers, stays within that width; these methods find out. A lower bound that leaves 64 bits becomes {@link
 * #NO_LOWER}, an upper bound {@link #NO_UPPER}; every further sum keeps it, and no check passes with it.
 */
public final class AffineRange {

    /** No lower bound is known. */
    public static final long NO_LOWER = Long.MIN_VALUE;
    /** No upper bound is known. */
    public static final long NO_UPPER = Long.MAX_VALUE;

    private static final long UNSIGNED = 0xffff_ffffL;

    private AffineRange() {}

    /**
     * The last of {@code lanes} values less the first, where each is {@code stride} above the one before it; {@link
     * #NO_LOWER} or {@link #NO_UPPER} where that leaves 64 bits.
     */
    public static long reach(long stride, int lanes) {
        long product = stride * (lanes - 1);
        if (Math.multiplyHigh(stride, lanes - 1) == product >> 63) {
            return product;
        }
        return stride < 0 ? NO_LOWER : NO_UPPER;
    }

    /** A lower bound of the sum of two values with these lower bounds. */
    public static long lowSum(long a, long b) {
        if (a == NO_LOWER || b == NO_LOWER) {
            return NO_LOWER;
        }
        long sum = a + b;
        // Where the sum is above 64 bits, the largest number is a bound too, though not the best one.
        return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a < 0 ? NO_LOWER : Long.MAX_VALUE;
    }

    /** An upper bound of the sum of two values with these upper bounds. */
    public static long highSum(long a, long b) {
        if (a == NO_UPPER || b == NO_UPPER) {
            return NO_UPPER;
        }
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a >= 0 ? NO_UPPER : Long.MIN_VALUE;
    }

    /** The smallest value of an affine slot less its base. */
    public static long lowOffset(IntegerRegisters registers, int slot) {
        if (registers.uniform(slot)) {
            return 0;
        }
        LaneShape shape = registers.shape;
        return lowSum(
                lowSum(lowReach(registers.strideX(slot), shape.x()), lowReach(registers.strideY(slot), shape.y())),
                lowReach(registers.strideZ(slot), shape.z()));
    }

    /** The largest value of an affine slot less its base. */
    public static long highOffset(IntegerRegisters registers, int slot) {
        if (registers.uniform(slot)) {
            return 0;
        }
        LaneShape shape = registers.shape;
        return highSum(
                highSum(highReach(registers.strideX(slot), shape.x()), highReach(registers.strideY(slot), shape.y())),
                highReach(registers.strideZ(slot), shape.z()));
    }

    private static long lowReach(long stride, int lanes) {
        return stride >= 0 ? 0 : reach(stride, lanes);
    }

    private static long highReach(long stride, int lanes) {
        return stride <= 0 ? 0 : reach(stride, lanes);
    }

    /** True when all lanes of an affine slot stay within {@code least} to {@code most} without wrapping. */
    public static boolean between(IntegerRegisters registers, int slot, long base, long least, long most) {
        long low = lowSum(base, lowOffset(registers, slot));
        long high = highSum(base, highOffset(registers, slot));
        return low != NO_LOWER && high != NO_UPPER && low >= least && high <= most;
    }

    /** True when an affine slot, as signed numbers, stays within 32 bits. */
    public static boolean fitsSigned(IntegerRegisters registers, int slot) {
        return between(registers, slot, registers.base(slot), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** True when an affine 32-bit slot, as unsigned numbers, stays within 32 bits. */
    public static boolean fitsUnsigned(IntegerRegisters registers, int slot) {
        return between(registers, slot, registers.base(slot) & UNSIGNED, 0, UNSIGNED);
    }

    /** True when all lanes of an affine slot are 0 or above and have no bits above those of {@code mask}. */
    static boolean fitsMask(IntegerRegisters registers, int slot, long mask) {
        return between(registers, slot, registers.base(slot), 0, mask);
    }

    /** True when the low bits that {@code mask} has grow in an affine slot without a carry into the bits above them. */
    static boolean keepsMask(IntegerRegisters registers, int slot, long mask) {
        return between(registers, slot, registers.base(slot) & mask, 0, mask);
    }

    /** True when no lane has a bit set in both affine slots, since one stays below all bits of the other. */
    static boolean disjoint(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        return fitsMask(as, a, belowBitsOf(bs, b)) || fitsMask(bs, b, belowBitsOf(as, a));
    }

    /** The low bits, but for the sign, that are zero in all lanes of an affine slot. */
    private static long belowBitsOf(IntegerRegisters registers, int slot) {
        long bits = registers.base(slot) | registers.strideX(slot) | registers.strideY(slot) | registers.strideZ(slot);
        return (Long.lowestOneBit(bits) - 1) & Long.MAX_VALUE;
    }

    /**
     * The smallest difference of two affine slots over the block, less the difference of their bases. Both slots must be
     * known to stay within 62 bits.
     */
    public static long lowDifference(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        LaneShape shape = as.shape;
        return Math.min(0, (as.strideX(a) - bs.strideX(b)) * (shape.x() - 1))
                + Math.min(0, (as.strideY(a) - bs.strideY(b)) * (shape.y() - 1))
                + Math.min(0, (as.strideZ(a) - bs.strideZ(b)) * (shape.z() - 1));
    }

    /** The largest difference, as {@link #lowDifference}. */
    public static long highDifference(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        return -lowDifference(bs, b, as, a);
    }

    /** True when no lane of a row wraps, in a 32-bit slot that is known by rows, as signed numbers. */
    static boolean rowsFitSigned(IntegerRegisters registers, int slot) {
        long reach = reach(registers.rowStride(slot), registers.rowLength);
        for (int row = 0; row < registers.rowCount; row++) {
            long end = registers.row(slot, row) + reach;
            if (end != (int) end) {
                return false;
            }
        }
        return true;
    }

    /** True when the low bits that {@code mask} has grow along all rows without a carry into the bits above them. */
    static boolean rowsKeepMask(IntegerRegisters registers, int slot, long mask) {
        long most = lastStart(registers.rowStride(slot), registers.rowLength, mask);
        if (most < 0) {
            return false;
        }
        for (int row = 0; row < registers.rowCount; row++) {
            if ((registers.row(slot, row) & mask) > most) {
                return false;
            }
        }
        return true;
    }

    /**
     * The largest number that the masked bits may be at the start of {@code lanes} lanes, so that they grow by {@code
     * stride} without a carry into the bits above them; -1 where there is none.
     */
    public static long lastStart(long stride, int lanes, long mask) {
        long reach = reach(stride, lanes);
        return reach < 0 || reach == NO_UPPER || reach > mask ? -1 : mask - reach;
    }

    /** True when no lane of one 32-bit slot is above the same lane of another, as signed numbers known by rows. */
    static boolean rowsNotAbove(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        if (!rowsFitSigned(as, a) || !rowsFitSigned(bs, b)) {
            return false;
        }
        long reach = (as.rowStride(a) - bs.rowStride(b)) * (as.rowLength - 1);
        for (int row = 0; row < as.rowCount; row++) {
            long difference = as.row(a, row) - bs.row(b, row);
            if (difference > 0 || difference + reach > 0) {
                return false;
            }
        }
        return true;
    }
}
