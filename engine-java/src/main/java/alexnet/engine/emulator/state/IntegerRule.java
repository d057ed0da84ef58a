package alexnet.engine.emulator.state;

/**
 * The rule of each integer operation on values that grow by constant strides: as which {@link LinearForm} of its operands,
 * and under which {@link Guard}, the result grows too.
 *
 * <p>There is one rule for all who need it. {@link IntegerOperands} applies it to operands that are affine in the thread
 * index, and to operands that have one number for each row; the trace compiler applies it to what it knows when it writes
 * byte code, and writes the guard.
 */
public enum IntegerRule {
    ADD {
        @Override
        public boolean linear(LinearForm form) {
            return form.linear(1, 1, 0);
        }
    },
    SUBTRACT {
        @Override
        public boolean linear(LinearForm form) {
            return form.linear(1, -1, 0);
        }
    },
    NEGATE {
        @Override
        public boolean linear(LinearForm form) {
            return form.linear(-1, 0, 0);
        }
    },
    /** All bits turned over: -1 less the value. */
    NOT {
        @Override
        public boolean linear(LinearForm form) {
            return form.linear(-1, 0, 0);
        }
    },
    MULTIPLY {
        @Override
        public boolean linear(LinearForm form) {
            return form.product(Guard.NONE, ALL, 0);
        }
    },
    MULTIPLY_ADD {
        @Override
        public boolean linear(LinearForm form) {
            return form.product(Guard.NONE, ALL, 1);
        }
    },
    SHIFT_LEFT {
        @Override
        public boolean linear(LinearForm form) {
            return form.shiftLeft();
        }
    },
    /** Also 64 to 32 bits: everything is modulo the width of the result. */
    SAME {
        @Override
        public boolean linear(LinearForm form) {
            return form.first(Guard.NONE);
        }
    },
    /** 32 signed bits to 64. */
    SIGN_EXTEND {
        @Override
        public boolean linear(LinearForm form) {
            return form.first(Guard.SIGNED);
        }
    },
    /** 32 unsigned bits to 64. */
    ZERO_EXTEND {
        @Override
        public boolean linear(LinearForm form) {
            return form.first(Guard.UNSIGNED);
        }
    },
    /** 32 signed bits times 32 signed bits, 64-bit result. */
    WIDE_SIGNED {
        @Override
        public boolean linear(LinearForm form) {
            return form.product(Guard.SIGNED, ALL, 0);
        }
    },
    /** 32 unsigned bits times 32 unsigned bits, 64-bit result. */
    WIDE_UNSIGNED {
        @Override
        public boolean linear(LinearForm form) {
            return form.product(Guard.UNSIGNED, UNSIGNED, 0);
        }
    },
    /** As WIDE_SIGNED, plus a 64-bit third operand. */
    WIDE_SIGNED_ADD {
        @Override
        public boolean linear(LinearForm form) {
            return form.product(Guard.SIGNED, ALL, 1);
        }
    },
    /** An AND with a fixed number of low bits. */
    AND {
        @Override
        public boolean linear(LinearForm form) {
            return form.lowBits();
        }
    },
    /** An OR of values without common bits is a sum. */
    OR {
        @Override
        public boolean linear(LinearForm form) {
            return form.disjointSum();
        }
    },
    /** 32 bits by a fixed distance; signed or not is the same for values that are not negative. */
    SHIFT_RIGHT {
        @Override
        public boolean linear(LinearForm form) {
            return form.shiftRight();
        }
    },
    /** The first operand where the third, a predicate, holds, else the second. */
    SELECT {
        @Override
        public boolean linear(LinearForm form) {
            return form.select();
        }
    },
    /** The smaller of 32 signed bits. */
    MINIMUM {
        @Override
        public boolean linear(LinearForm form) {
            return form.choice(Guard.NOT_ABOVE);
        }
    },
    /** The larger of 32 signed bits. */
    MAXIMUM {
        @Override
        public boolean linear(LinearForm form) {
            return form.choice(Guard.NOT_BELOW);
        }
    };

    private static final long ALL = -1;
    private static final long UNSIGNED = 0xffff_ffffL;

    /**
     * Sets factors and guard of the form for the operands that it is told of.
     *
     * @return false where the result is not known to grow by constant strides
     */
    public abstract boolean linear(LinearForm form);
}
