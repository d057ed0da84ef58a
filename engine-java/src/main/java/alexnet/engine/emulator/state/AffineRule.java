package alexnet.engine.emulator.state;

/** How an integer operation acts on affine operands, where it has an affine result. */
public enum AffineRule {
    ADD(RowRule.ADD) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            ds.setAffine(
                    d,
                    as.base(a) + bs.base(b),
                    as.strideX(a) + bs.strideX(b),
                    as.strideY(a) + bs.strideY(b),
                    as.strideZ(a) + bs.strideZ(b));
            return true;
        }
    },
    SUBTRACT(RowRule.SUBTRACT) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            ds.setAffine(
                    d,
                    as.base(a) - bs.base(b),
                    as.strideX(a) - bs.strideX(b),
                    as.strideY(a) - bs.strideY(b),
                    as.strideZ(a) - bs.strideZ(b));
            return true;
        }
    },
    NEGATE(RowRule.NEGATE) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            scale(ds, d, as, a, -1);
            return true;
        }
    },
    /** All bits turned over: -1 less the value. */
    NOT(RowRule.NEGATE) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            ds.setAffine(d, ~as.base(a), -as.strideX(a), -as.strideY(a), -as.strideZ(a));
            return true;
        }
    },
    MULTIPLY(RowRule.MULTIPLY) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (bs.uniform(b)) {
                scale(ds, d, as, a, bs.base(b));
                return true;
            }
            if (as.uniform(a)) {
                scale(ds, d, bs, b, as.base(a));
                return true;
            }
            return false;
        }
    },
    MULTIPLY_ADD(RowRule.MULTIPLY_ADD) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (bs.uniform(b)) {
                multiplyAdd(ds, d, as, a, bs.base(b), cs, c);
                return true;
            }
            if (as.uniform(a)) {
                multiplyAdd(ds, d, bs, b, as.base(a), cs, c);
                return true;
            }
            return false;
        }
    },
    SHIFT_LEFT(RowRule.SHIFT_LEFT) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            long shift = bs.base(b);
            int width = ds instanceof IntRegisters ? 32 : 64;
            if (!bs.uniform(b) || shift < 0 || shift >= width) {
                return false;
            }
            scale(ds, d, as, a, 1L << shift);
            return true;
        }
    },
    /** Also 64 to 32 bits: everything is modulo the width of the result. */
    SAME(RowRule.SAME) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            scale(ds, d, as, a, 1);
            return true;
        }
    },
    /** 32 signed bits to 64. */
    SIGN_EXTEND(RowRule.SIGN_EXTEND) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (!fitsSigned(as, a)) {
                return false;
            }
            scale(ds, d, as, a, 1);
            return true;
        }
    },
    /** 32 unsigned bits to 64. */
    ZERO_EXTEND(null) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (!fitsUnsigned(as, a)) {
                return false;
            }
            ds.setAffine(d, as.base(a) & MASK, as.strideX(a), as.strideY(a), as.strideZ(a));
            return true;
        }
    },
    /** 32 signed bits times 32 signed bits, 64-bit result. */
    WIDE_SIGNED(RowRule.WIDE_SIGNED) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (bs.uniform(b) && fitsSigned(as, a)) {
                scale(ds, d, as, a, bs.base(b));
                return true;
            }
            if (as.uniform(a) && fitsSigned(bs, b)) {
                scale(ds, d, bs, b, as.base(a));
                return true;
            }
            return false;
        }
    },
    /** 32 unsigned bits times 32 unsigned bits, 64-bit result. */
    WIDE_UNSIGNED(null) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (bs.uniform(b) && fitsUnsigned(as, a)) {
                scaleUnsigned(ds, d, as, a, bs.base(b) & MASK);
                return true;
            }
            if (as.uniform(a) && fitsUnsigned(bs, b)) {
                scaleUnsigned(ds, d, bs, b, as.base(a) & MASK);
                return true;
            }
            return false;
        }
    },
    /** An AND that keeps or drops whole values: all of them lie below the mask's end. */
    AND(RowRule.AND) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            return bs.uniform(b) ? mask(ds, d, as, a, bs.base(b)) : as.uniform(a) && mask(ds, d, bs, b, as.base(a));
        }
    },
    /** An OR of values without common bits is a sum. */
    OR(null) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            return (below(as, a, lowZeroBits(bs, b)) || below(bs, b, lowZeroBits(as, a)))
                    && ADD.affine(ds, d, as, a, bs, b, cs, c);
        }
    },
    /** Exact where no lane loses a bit. */
    SHIFT_RIGHT(RowRule.SHIFT_RIGHT) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            long shift = bs.base(b);
            if (!bs.uniform(b) || shift < 0 || shift > 31 || lowZeroBits(as, a) < shift || !below(as, a, 31)) {
                return false;
            }
            int by = (int) shift;
            ds.setAffine(d, as.base(a) >> by, as.strideX(a) >> by, as.strideY(a) >> by, as.strideZ(a) >> by);
            return true;
        }
    },
    /** Takes the first operand where the third, a predicate, holds for all lanes, the second where it does for none. */
    SELECT(RowRule.SELECT) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (!cs.uniform(c)) {
                return false;
            }
            if (cs.base(c) != 0) {
                scale(ds, d, as, a, 1);
            } else {
                scale(ds, d, bs, b, 1);
            }
            return true;
        }
    },
    /** 32 signed bits, where all lanes have their result from one operand. */
    MINIMUM(RowRule.MINIMUM) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            return choose(ds, d, as, a, bs, b, false);
        }
    },
    /** As MINIMUM. */
    MAXIMUM(RowRule.MAXIMUM) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            return choose(ds, d, as, a, bs, b, true);
        }
    },
    /** As WIDE_SIGNED, plus a 64-bit third operand. */
    WIDE_SIGNED_ADD(RowRule.WIDE_SIGNED_ADD) {
        @Override
        boolean affine(
                IntegerRegisters ds,
                int d,
                IntegerRegisters as,
                int a,
                IntegerRegisters bs,
                int b,
                IntegerRegisters cs,
                int c) {
            if (bs.uniform(b) && fitsSigned(as, a)) {
                multiplyAdd(ds, d, as, a, bs.base(b), cs, c);
                return true;
            }
            if (as.uniform(a) && fitsSigned(bs, b)) {
                multiplyAdd(ds, d, bs, b, as.base(a), cs, c);
                return true;
            }
            return false;
        }
    };

    private static final long MASK = 0xffff_ffffL;

    /** The same for values that are known by rows, or null. */
    public final RowRule rows;

    AffineRule(RowRule rows) {
        this.rows = rows;
    }

    /** Sets {@code d} when all operands are affine and the result is known to be; says whether it did. */
    public final boolean apply(
            BlockState state, Registers ds, int d, Registers as, int a, Registers bs, int b, Registers cs, int c) {
        if (!(ds instanceof IntegerRegisters di
                && as instanceof IntegerRegisters ai
                && bs instanceof IntegerRegisters bi
                && cs instanceof IntegerRegisters ci)) {
            return false;
        }
        return ai.affine(a) && bi.affine(b) && ci.affine(c) && affine(di, d, ai, a, bi, b, ci, c);
    }

    abstract boolean affine(
            IntegerRegisters ds,
            int d,
            IntegerRegisters as,
            int a,
            IntegerRegisters bs,
            int b,
            IntegerRegisters cs,
            int c);

    /** True when the affine form, taken over the integers, stays within 32 signed bits: then no lane wraps. */
    public static boolean fitsSigned(IntegerRegisters as, int a) {
        long base = as.base(a);
        return base + as.lowest(a) >= Integer.MIN_VALUE && base + as.highest(a) <= Integer.MAX_VALUE;
    }

    /** True when the affine form, taken over the integers, stays within 32 unsigned bits. */
    public static boolean fitsUnsigned(IntegerRegisters as, int a) {
        long base = as.base(a) & MASK;
        return base + as.lowest(a) >= 0 && base + as.highest(a) <= MASK;
    }

    /** Takes the smaller or the larger operand, where one is so in all lanes. */
    private static boolean choose(
            IntegerRegisters ds, int d, IntegerRegisters as, int a, IntegerRegisters bs, int b, boolean larger) {
        if (!fitsSigned(as, a) || !fitsSigned(bs, b)) {
            return false;
        }
        boolean firstIsSmaller = as.base(a) + as.highest(a) <= bs.base(b) + bs.lowest(b);
        boolean secondIsSmaller = bs.base(b) + bs.highest(b) <= as.base(a) + as.lowest(a);
        if (!firstIsSmaller && !secondIsSmaller) {
            return false;
        }
        if (firstIsSmaller != larger) {
            scale(ds, d, as, a, 1);
        } else {
            scale(ds, d, bs, b, 1);
        }
        return true;
    }

    private static boolean mask(IntegerRegisters ds, int d, IntegerRegisters as, int a, long mask) {
        int low = Long.numberOfTrailingZeros(~mask);
        if (mask == (1L << low) - 1 && below(as, a, low)) {
            scale(ds, d, as, a, 1);
            return true;
        }
        return false;
    }

    /** True when all lanes lie in 0 to 2^bits - 1. */
    private static boolean below(IntegerRegisters as, int a, int bits) {
        long base = as.base(a);
        return bits > 0
                && base + as.lowest(a) >= 0
                && (bits >= 63 || base + as.highest(a) < 1L << bits)
                && base + as.highest(a) >= 0;
    }

    /** So many low bits are zero in all lanes. */
    private static int lowZeroBits(IntegerRegisters as, int a) {
        return Long.numberOfTrailingZeros(as.base(a) | as.strideX(a) | as.strideY(a) | as.strideZ(a));
    }

    private static void scale(IntegerRegisters ds, int d, IntegerRegisters as, int a, long factor) {
        ds.setAffine(d, as.base(a) * factor, as.strideX(a) * factor, as.strideY(a) * factor, as.strideZ(a) * factor);
    }

    private static void scaleUnsigned(IntegerRegisters ds, int d, IntegerRegisters as, int a, long factor) {
        ds.setAffine(
                d,
                (as.base(a) & MASK) * factor,
                as.strideX(a) * factor,
                as.strideY(a) * factor,
                as.strideZ(a) * factor);
    }

    private static void multiplyAdd(
            IntegerRegisters ds, int d, IntegerRegisters as, int a, long factor, IntegerRegisters cs, int c) {
        ds.setAffine(
                d,
                as.base(a) * factor + cs.base(c),
                as.strideX(a) * factor + cs.strideX(c),
                as.strideY(a) * factor + cs.strideY(c),
                as.strideZ(a) * factor + cs.strideZ(c));
    }
}
