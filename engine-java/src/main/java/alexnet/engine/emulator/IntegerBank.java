package alexnet.engine.emulator;

/** Registers with integer values, which may be affine in the thread index. */
abstract class IntegerBank extends Bank {

    final LaneShape shape;
    /** Strides of each slot while it is affine or uniform, as signed numbers of the bank's width. */
    final long[] sx;

    final long[] sy;
    final long[] sz;

    IntegerBank(int slots, LaneShape shape) {
        super(slots, shape.lanes());
        this.shape = shape;
        sx = new long[slots];
        sy = new long[slots];
        sz = new long[slots];
    }

    /** True when base and strides say all of the slot. */
    final boolean affine(int slot) {
        return (kind[slot] & (UNIFORM | AFFINE)) != 0;
    }

    final long strideX(int slot) {
        return (kind[slot] & AFFINE) != 0 ? sx[slot] : 0;
    }

    final long strideY(int slot) {
        return (kind[slot] & AFFINE) != 0 ? sy[slot] : 0;
    }

    final long strideZ(int slot) {
        return (kind[slot] & AFFINE) != 0 ? sz[slot] : 0;
    }

    /** Smallest value minus base over the block, of an affine slot; exact unless it leaves 63 bits. */
    final long lowest(int slot) {
        if ((kind[slot] & AFFINE) == 0) {
            return 0;
        }
        return Math.min(0, sx[slot] * (shape.x() - 1))
                + Math.min(0, sy[slot] * (shape.y() - 1))
                + Math.min(0, sz[slot] * (shape.z() - 1));
    }

    /** Largest value minus base over the block, of an affine slot; exact unless it leaves 63 bits. */
    final long highest(int slot) {
        if ((kind[slot] & AFFINE) == 0) {
            return 0;
        }
        return Math.max(0, sx[slot] * (shape.x() - 1))
                + Math.max(0, sy[slot] * (shape.y() - 1))
                + Math.max(0, sz[slot] * (shape.z() - 1));
    }

    /** Sets the slot to an affine value, taken modulo the bank's width. */
    final void setAffine(int slot, long base, long strideX, long strideY, long strideZ) {
        setBase(slot, base);
        long x = shape.x() == 1 ? 0 : wrap(strideX);
        long y = shape.y() == 1 ? 0 : wrap(strideY);
        long z = shape.z() == 1 ? 0 : wrap(strideZ);
        if ((x | y | z) == 0) {
            kind[slot] = UNIFORM;
        } else {
            sx[slot] = x;
            sy[slot] = y;
            sz[slot] = z;
            kind[slot] = AFFINE;
        }
    }

    /** The uniform value or affine base, sign-extended. */
    abstract long base(int slot);

    abstract void setBase(int slot, long base);

    abstract long wrap(long stride);

    final void setUniform(int slot, long value) {
        setBase(slot, value);
        kind[slot] = UNIFORM;
    }
}
