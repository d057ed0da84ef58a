package alexnet.engine.emulator.state;

/**
 * How an integer operation acts on values that grow by one step along a row of lanes: where the result grows by one
 * step too. The number at the start of each row is then the operation's result for the operands' numbers there.
 */
public enum RowRule {
    ADD {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return true;
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return as.rowStride(a) + bs.rowStride(b);
        }
    },
    SUBTRACT {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return true;
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return as.rowStride(a) - bs.rowStride(b);
        }
    },
    NEGATE {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return true;
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return -as.rowStride(a);
        }
    },
    MULTIPLY {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return linear(as, a, bs, b);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return product(as, a, bs, b);
        }
    },
    MULTIPLY_ADD {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return linear(as, a, bs, b);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return product(as, a, bs, b) + cs.rowStride(c);
        }
    },
    SHIFT_LEFT {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return bs.uniform(b) && bs.base(b) >= 0 && bs.base(b) < (as instanceof IntRegisters ? 32 : 64);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return as.rowStride(a) << bs.base(b);
        }
    },
    SAME {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return true;
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return as.rowStride(a);
        }
    },
    /** 32 signed bits to 64. */
    SIGN_EXTEND {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return fitsSigned(as, a);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return as.rowStride(a);
        }
    },
    /** 32 signed bits times 32 signed bits, 64-bit result, with or without a 64-bit addend. */
    WIDE_SIGNED {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return linear(as, a, bs, b) && fitsSigned(as, a) && fitsSigned(bs, b);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return product(as, a, bs, b);
        }
    },
    WIDE_SIGNED_ADD {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return WIDE_SIGNED.keeps(as, a, bs, b, cs, c);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return product(as, a, bs, b) + cs.rowStride(c);
        }
    },
    /** Keeps the low bits, where no row crosses into the bits above. */
    AND {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return bs.uniform(b) && bs.base(b) > 0 && (bs.base(b) & bs.base(b) + 1) == 0 && inStep(as, a, bs.base(b));
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return as.rowStride(a);
        }
    },
    SELECT {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return cs.uniform(c) || cs.rowStride(c) == 0 && as.rowStride(a) == bs.rowStride(b);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return cs.uniform(c) && cs.base(c) == 0 ? bs.rowStride(b) : as.rowStride(a);
        }
    },
    /** 32 signed bits, where all lanes have their result from one operand. */
    MINIMUM {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return neverAbove(as, a, bs, b) || neverAbove(bs, b, as, a);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return neverAbove(as, a, bs, b) ? as.rowStride(a) : bs.rowStride(b);
        }
    },
    /** As MINIMUM. */
    MAXIMUM {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return neverAbove(as, a, bs, b) || neverAbove(bs, b, as, a);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return neverAbove(as, a, bs, b) ? bs.rowStride(b) : as.rowStride(a);
        }
    },
    /** Drops low bits, where no row crosses into the bits above. */
    SHIFT_RIGHT {
        @Override
        public boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return bs.uniform(b) && bs.base(b) > 0 && bs.base(b) < 31 && inStep(as, a, (1L << bs.base(b)) - 1);
        }

        @Override
        public long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c) {
            return 0;
        }
    };

    /** Whether the result grows by one step for all rows. */
    public abstract boolean keeps(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c);

    /** The result's step, where {@link #keeps}. */
    public abstract long stride(IntegerRegisters as, int a, IntegerRegisters bs, int b, IntegerRegisters cs, int c);

    /** True when one factor is a constant for the whole block, or both are constants of each row. */
    private static boolean linear(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        return as.uniform(a) || bs.uniform(b) || (as.rowStride(a) | bs.rowStride(b)) == 0;
    }

    private static long product(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        if (bs.uniform(b)) {
            return as.rowStride(a) * bs.base(b);
        }
        return as.uniform(a) ? bs.rowStride(b) * as.base(a) : 0;
    }

    /** True when no lane of a row wraps, taken as signed 32-bit numbers. */
    static boolean fitsSigned(IntegerRegisters as, int a) {
        long reach = as.rowStride(a) * (as.rowLength - 1);
        for (int row = 0; row < as.rowCount; row++) {
            long end = as.row(a, row) + reach;
            if (end != (int) end) {
                return false;
            }
        }
        return true;
    }

    /** True when no lane of the first operand is above the same lane of the second, as signed 32-bit numbers. */
    static boolean neverAbove(IntegerRegisters as, int a, IntegerRegisters bs, int b) {
        if (!fitsSigned(as, a) || !fitsSigned(bs, b)) {
            return false;
        }
        long reach = (as.rowStride(a) - bs.rowStride(b)) * (as.rowLength - 1);
        for (int row = 0; row < as.rowCount; row++) {
            long difference = (int) as.row(a, row) - (long) (int) bs.row(b, row);
            if (difference > 0 || difference + reach > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean inStep(IntegerRegisters as, int a, long mask) {
        long stride = as.rowStride(a);
        if (stride < 0 || stride > mask) {
            return false;
        }
        long reach = stride * (as.rowLength - 1);
        for (int row = 0; row < as.rowCount; row++) {
            if ((as.row(a, row) & mask) + reach > mask) {
                return false;
            }
        }
        return true;
    }
}
