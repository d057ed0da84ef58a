package alexnet.engine.emulator.state;

import java.util.List;

/**
 * Result and operands of an operation on integers, each a register file and a slot, with the operation's rule.
 *
 * <p>Finds out whether what is known of the operands, as affine values or as one number for each row, says all of the
 * result. The operation then runs on bases or on the numbers of rows instead of on all lanes.
 */
public final class IntegerOperands {

    private final Place target;
    private final Place a;
    private final Place b;
    private final Place c;
    private final IntegerRule rule;

    /**
     * @param sources one to three; those that lack count as the first
     * @param rule the operation's, or null where its results do not grow by strides
     */
    public IntegerOperands(IntegerRule rule, Place target, List<Place> sources) {
        this.rule = rule;
        this.target = target;
        this.a = sources.get(0);
        this.b = sources.size() > 1 ? sources.get(1) : a;
        this.c = sources.size() > 2 ? sources.get(2) : a;
    }

    /**
     * Whether all operands are affine and the result is too: its base is the operation on theirs, and {@link #setAffine}
     * completes it.
     */
    public boolean affine(BlockState state) {
        if (rule == null) {
            return false;
        }
        IntegerRegisters as = state.integers(a);
        IntegerRegisters bs = state.integers(b);
        IntegerRegisters cs = state.integers(c);
        if (!as.affine(a.slot()) || !bs.affine(b.slot()) || !cs.affine(c.slot())) {
            return false;
        }
        LinearForm form = state.linearForm;
        describe(form.a, as, a.slot());
        describe(form.b, bs, b.slot());
        describe(form.c, cs, c.slot());
        form.wide = target.file() == Registers.LONG;
        if (!rule.linear(form) || !holds(form, as, bs) && !otherHolds(form, as, bs)) {
            return false;
        }
        form.strideX = form.stride(as.strideX(a.slot()), bs.strideX(b.slot()), cs.strideX(c.slot()));
        form.strideY = form.stride(as.strideY(a.slot()), bs.strideY(b.slot()), cs.strideY(c.slot()));
        form.strideZ = form.stride(as.strideZ(a.slot()), bs.strideZ(b.slot()), cs.strideZ(c.slot()));
        return true;
    }

    /** Gives the result, whose base is set, the strides that {@link #affine} found. */
    public void setAffine(BlockState state) {
        LinearForm form = state.linearForm;
        state.integers(target).setStrides(target.slot(), form.strideX, form.strideY, form.strideZ);
    }

    /**
     * Whether each operand has one number for each row and the result has too: its numbers are the operation on theirs,
     * and {@link #setRows} completes it.
     */
    public boolean byRows(BlockState state) {
        IntegerRegisters as = state.integers(a);
        IntegerRegisters bs = state.integers(b);
        IntegerRegisters cs = state.integers(c);
        if (as.rowCount == 1 || !as.byRows(a.slot()) || !bs.byRows(b.slot()) || !cs.byRows(c.slot())) {
            return false;
        }
        LinearForm form = state.linearForm;
        long strideA = as.rowStride(a.slot());
        long strideB = bs.rowStride(b.slot());
        long strideC = cs.rowStride(c.slot());
        boolean exact = true;
        if ((strideA | strideB | strideC) == 0) {
            form.linear(0, 0, 0);
        } else {
            exact = rule != null && linearByRows(form, as, bs, cs);
        }
        if (exact) {
            form.strideX = form.stride(strideA, strideB, strideC);
        }
        return exact;
    }

    private boolean linearByRows(LinearForm form, IntegerRegisters as, IntegerRegisters bs, IntegerRegisters cs) {
        describeRows(form.a, as, a.slot());
        describeRows(form.b, bs, b.slot());
        describeRows(form.c, cs, c.slot());
        form.wide = target.file() == Registers.LONG;
        return rule.linear(form) && (holdsByRows(form, as, bs, cs) || otherHoldsByRows(form, as, bs, cs));
    }

    /** Gives the result, whose numbers of rows are set, the stride that {@link #byRows} found. */
    public void setRows(BlockState state, boolean byWarps) {
        IntegerRegisters ds = state.integers(target);
        ds.setRows(target.slot(), state.linearForm.strideX);
        if (byWarps) {
            ds.markByWarps(target.slot());
        }
    }

    /** Whether the numbers of the result go on over whole warps, where {@link #byRows} said that there are numbers. */
    public boolean byWarps(BlockState state) {
        return state.linearForm.guard == Guard.NONE
                && state.integers(a).markedByWarps(a.slot())
                && state.integers(b).markedByWarps(b.slot())
                && state.integers(c).markedByWarps(c.slot());
    }

    private static void describe(LinearForm.Operand operand, IntegerRegisters registers, int slot) {
        if (registers.uniform(slot)) {
            operand.fix(registers.base(slot));
        } else {
            operand.vary(registers.strideX(slot) | registers.strideY(slot) | registers.strideZ(slot));
        }
    }

    private static void describeRows(LinearForm.Operand operand, IntegerRegisters registers, int slot) {
        if (registers.uniform(slot)) {
            operand.fix(registers.base(slot));
        } else {
            operand.vary(registers.rowStride(slot));
        }
    }

    /** Whether the form's guard holds for all lanes of the block. */
    private boolean holds(LinearForm form, IntegerRegisters as, IntegerRegisters bs) {
        boolean first = form.guarded == 0;
        IntegerRegisters registers = first ? as : bs;
        int slot = first ? a.slot() : b.slot();
        return switch (form.guard) {
            case NONE -> true;
            case SIGNED -> AffineRange.fitsSigned(registers, slot);
            case UNSIGNED -> AffineRange.fitsUnsigned(registers, slot);
            case BELOW_MASK -> AffineRange.fitsMask(registers, slot, form.mask);
            case MASK -> AffineRange.keepsMask(registers, slot, form.mask);
            case DISJOINT -> AffineRange.disjoint(as, a.slot(), bs, b.slot());
            case NOT_ABOVE -> first ? notAbove(as, a, bs, b) : notAbove(bs, b, as, a);
            case NOT_BELOW -> first ? notAbove(bs, b, as, a) : notAbove(as, a, bs, b);
            // Predicates that do not grow are fixed for the whole block.
            case HOLDS -> false;
        };
    }

    private static boolean notAbove(IntegerRegisters as, Place a, IntegerRegisters bs, Place b) {
        return AffineRange.fitsSigned(as, a.slot())
                && AffineRange.fitsSigned(bs, b.slot())
                && as.base(a.slot()) - bs.base(b.slot()) + AffineRange.highDifference(as, a.slot(), bs, b.slot()) <= 0;
    }

    private boolean otherHolds(LinearForm form, IntegerRegisters as, IntegerRegisters bs) {
        return choice(form) && form.chooseOther() && holds(form, as, bs);
    }

    /** Whether the form's guard holds for the lanes of each row. */
    private boolean holdsByRows(LinearForm form, IntegerRegisters as, IntegerRegisters bs, IntegerRegisters cs) {
        boolean first = form.guarded == 0;
        IntegerRegisters registers = first ? as : bs;
        int slot = first ? a.slot() : b.slot();
        return switch (form.guard) {
            case NONE -> true;
            case SIGNED -> AffineRange.rowsFitSigned(registers, slot);
            case MASK -> AffineRange.rowsKeepMask(registers, slot, form.mask);
            case NOT_ABOVE -> first ? rowsNotAbove(as, a, bs, b) : rowsNotAbove(bs, b, as, a);
            case NOT_BELOW -> first ? rowsNotAbove(bs, b, as, a) : rowsNotAbove(as, a, bs, b);
            case HOLDS -> cs.rowsHold(c.slot());
            case UNSIGNED, BELOW_MASK, DISJOINT -> false;
        };
    }

    private static boolean rowsNotAbove(IntegerRegisters as, Place a, IntegerRegisters bs, Place b) {
        return AffineRange.rowsNotAbove(as, a.slot(), bs, b.slot());
    }

    private boolean otherHoldsByRows(LinearForm form, IntegerRegisters as, IntegerRegisters bs, IntegerRegisters cs) {
        return choice(form) && form.chooseOther() && holdsByRows(form, as, bs, cs);
    }

    private static boolean choice(LinearForm form) {
        return form.guard == Guard.NOT_ABOVE || form.guard == Guard.NOT_BELOW;
    }
}
