package alexnet.engine.emulator.state;

/**
 * An integer operation as a linear function of operands that grow along the lanes: the stride of the result is the sum of
 * the operands' strides times their factors, shifted right by {@link #shift}. What the result starts from is the operation
 * itself on what the operands start from.
 *
 * <p>The caller says what it knows of the operands; the operation's {@link IntegerRule} answers with the factors and the
 * {@link Guard} under which they hold. The object is used again and again, so that nothing is allocated while a kernel
 * runs.
 */
public final class LinearForm {

    /** What is known of one operand. */
    public static final class Operand {
        /** Whether it has one value for all lanes, which is {@link #value}. */
        public boolean fixed;
        /** The value where it is fixed, sign-extended. */
        public long value;
        /** Whether it grows along any dimension that is asked about. */
        public boolean grows;
        /** All bits of its strides, and the only stride where there is one dimension: along a row. */
        public long strides;

        /** A value that all lanes have. */
        public void fix(long fixedValue) {
            fixed = true;
            value = fixedValue;
            grow(0);
        }

        /** A value that is no constant, and grows by {@code stride} where that is not 0. */
        public void vary(long stride) {
            fixed = false;
            value = 0;
            grow(stride);
        }

        private void grow(long stride) {
            grows = stride != 0;
            strides = stride;
        }

        private boolean lowBits() {
            return fixed && value > 0 && (value & value + 1) == 0;
        }
    }

    public final Operand a = new Operand();
    public final Operand b = new Operand();
    public final Operand c = new Operand();
    /** Whether the result has 64 bits. */
    public boolean wide;

    public long factorA;
    public long factorB;
    public long factorC;
    /** Bits by which the sum is shifted right; it is a multiple of that power of two. */
    public int shift;

    public Guard guard = Guard.NONE;
    /** The operand that the guard speaks of: 0, 1 or 2. */
    public int guarded;
    /** The guard's mask, where it has one. */
    public long mask;

    /** Strides of an affine result; kept here until its base is computed. */
    long strideX;

    long strideY;
    long strideZ;

    /** The stride of the result along a dimension in which the operands have these, modulo its width. */
    public long stride(long strideA, long strideB, long strideC) {
        return factorA * strideA + factorB * strideB + factorC * strideC >> shift;
    }

    /** The operand that the guard speaks of. */
    public Operand guardedOperand() {
        return guarded == 0 ? a : guarded == 1 ? b : c;
    }

    /** The result grows by these multiples of the operands' strides, whatever they start from. */
    boolean linear(long a, long b, long c) {
        factorA = a;
        factorB = b;
        factorC = c;
        shift = 0;
        guard = Guard.NONE;
        return true;
    }

    private boolean guarded(Guard with, int operand, long withMask) {
        guard = with;
        guarded = operand;
        mask = withMask;
        return true;
    }

    /** The first operand, where a guard on it holds. */
    boolean first(Guard with) {
        return linear(1, 0, 0) && guarded(with, 0, 0);
    }

    /** The sum of the first two, where no bit is set in both. */
    boolean disjointSum() {
        return linear(1, 1, 0) && guarded(Guard.DISJOINT, 0, 0);
    }

    /**
     * A product, where one factor is fixed or neither grows, plus the third operand {@code addend} times.
     *
     * @param with what must hold for the factor that grows
     * @param bits the bits of a fixed factor that count
     */
    boolean product(Guard with, long bits, long addend) {
        if (b.fixed) {
            linear(b.value & bits, 0, addend);
            return !a.grows || guarded(with, 0, 0);
        }
        if (a.fixed) {
            linear(0, a.value & bits, addend);
            return !b.grows || guarded(with, 1, 0);
        }
        return !a.grows && !b.grows && linear(0, 0, addend);
    }

    boolean shiftLeft() {
        return b.fixed && b.value >= 0 && b.value < (wide ? 64 : 32) && linear(1L << b.value, 0, 0);
    }

    /**
     * A shift right of 32 bits by a fixed distance: exact where the strides lose no bit, and the same for all lanes where
     * only bits change that are lost.
     */
    boolean shiftRight() {
        if (!b.fixed || b.value < 0 || b.value > 30) {
            return false;
        }
        long lost = (1L << b.value) - 1;
        if ((a.strides & lost) == 0) {
            first(Guard.BELOW_MASK);
            mask = Integer.MAX_VALUE;
            shift = (int) b.value;
            return true;
        }
        return linear(0, 0, 0) && guarded(Guard.MASK, 0, lost);
    }

    /** The low bits of the operand that is not the mask, where these do not carry. */
    boolean lowBits() {
        if (b.lowBits()) {
            return linear(1, 0, 0) && guarded(Guard.MASK, 0, b.value);
        }
        return a.lowBits() && linear(0, 1, 0) && guarded(Guard.MASK, 1, a.value);
    }

    /** The first or the second operand, as the third, a predicate, says. */
    boolean select() {
        if (c.fixed) {
            return c.value != 0 ? linear(1, 0, 0) : linear(0, 1, 0);
        }
        return !c.grows && linear(1, 0, 0) && (a.strides == b.strides || guarded(Guard.HOLDS, 2, 0));
    }

    /** One of the first two operands, where it is so in all lanes: the one that grows, or the first. */
    boolean choice(Guard with) {
        return choose(with, a.grows ? 0 : 1);
    }

    /** Takes the other one of the first two operands. */
    boolean chooseOther() {
        return choose(guard, 1 - guarded);
    }

    private boolean choose(Guard with, int operand) {
        return linear(1 - operand, operand, 0) && guarded(with, operand, 0);
    }
}
