package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.AffineRange;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import java.util.Set;

/** {@code setp} of integers: decided once where the affine forms of its operands decide it for all lanes. */
public final class CompareOp extends Op {

    /** 64-bit values are compared by their forms where they stay within this, so that differences are exact. */
    private static final long LIMIT = 1L << 61;

    public final Op general;
    private final String comparison;
    private final boolean unsigned;
    private final int file;
    private final int a;
    private final int b;
    private final int target;
    /** Of an ordered comparison: whether it asks for the smaller, and takes equals too. */
    private final boolean less;

    private final boolean orEqual;

    /** @param general the comparison lane by lane */
    public CompareOp(Op general, String comparison, boolean unsigned, Place target, Place a, Place b) {
        super(general.source);
        this.general = general;
        this.comparison = comparison;
        this.unsigned = unsigned;
        this.file = a.file();
        this.a = a.slot();
        this.b = b.slot();
        this.target = target.slot();
        this.less = comparison.startsWith("l");
        this.orEqual = Set.of("le", "ls", "ge", "hs").contains(comparison);
    }

    @Override
    public void all(BlockState state) {
        IntegerRegisters registers = (IntegerRegisters) state.files[file];
        boolean uniform = registers.uniform(a) && registers.uniform(b);
        if (!uniform && registers.affine(a) && registers.affine(b)) {
            int decided = decide(registers);
            if (decided >= 0) {
                state.ints.setUniform(target, decided);
                return;
            }
        }
        if (!uniform
                && registers.rowCount > 1
                && registers.byRows(a)
                && registers.byRows(b)
                && rows(state, registers)) {
            return;
        }
        general.all(state);
    }

    @Override
    public TraceUse traceUse() {
        return general.traceUse();
    }

    /** True for comparisons whose answer changes at most once while the difference of the operands grows. */
    public boolean ordered() {
        return !comparison.equals("eq") && !comparison.equals("ne");
    }

    public boolean unsigned() {
        return unsigned;
    }

    /** Decides row by row, where a row's ends have the same answer; says whether it did. */
    private boolean rows(BlockState state, IntegerRegisters registers) {
        if ((registers.rowStride(a) | registers.rowStride(b)) == 0 || file != Registers.INT || !ordered()) {
            return false;
        }
        int perNumber = registers.byWarps(a) && registers.byWarps(b) ? registers.shape.rowsOfWarp() : 1;
        long reach = registers.rowLength * perNumber - 1L;
        int[] lefts = (int[]) registers.rows(a);
        int[] rights = (int[]) registers.rows(b);
        long[] answers = state.rowNumbers;
        int same = -1;
        for (int row = 0; row < registers.rowCount; row += perNumber) {
            long left = number(lefts[row]);
            long right = number(rights[row]);
            long leftEnd = left + registers.rowStride(a) * reach;
            long rightEnd = right + registers.rowStride(b) * reach;
            boolean first = holds(left, right);
            if (leftEnd != number(leftEnd) || rightEnd != number(rightEnd) || first != holds(leftEnd, rightEnd)) {
                return false;
            }
            int answer = first ? 1 : 0;
            answers[row / perNumber] = answer;
            same = row == 0 ? answer : same == answer ? same : -1;
        }
        if (same >= 0) {
            state.ints.setUniform(target, same);
        } else {
            state.ints.setRows(target, answers, 0, perNumber, 0);
        }
        return true;
    }

    private long number(long value) {
        return unsigned ? value & 0xffff_ffffL : (int) value;
    }

    /** An ordered comparison. */
    private boolean holds(long left, long right) {
        return less ? left < right || orEqual && left == right : left > right || orEqual && left == right;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        general.some(state, active);
    }

    /** 0 or 1 where the comparison has one answer for the whole block, else -1. */
    private int decide(IntegerRegisters registers) {
        if (!exact(registers, a) || !exact(registers, b)) {
            return -1;
        }
        long base = base(registers, a) - base(registers, b);
        long low = base + AffineRange.lowDifference(registers, a, registers, b);
        long high = base + AffineRange.highDifference(registers, a, registers, b);
        return switch (comparison) {
            case "lt", "lo" -> high < 0 ? 1 : low >= 0 ? 0 : -1;
            case "le", "ls" -> high <= 0 ? 1 : low > 0 ? 0 : -1;
            case "gt", "hi" -> low > 0 ? 1 : high <= 0 ? 0 : -1;
            case "ge", "hs" -> low >= 0 ? 1 : high < 0 ? 0 : -1;
            case "eq" -> low > 0 || high < 0 ? 0 : -1;
            case "ne" -> low > 0 || high < 0 ? 1 : -1;
            default -> -1;
        };
    }

    /** True when no lane's value wraps; 64-bit values are taken where they are far from their limits. */
    private boolean exact(IntegerRegisters registers, int slot) {
        if (file == Registers.INT) {
            return unsigned ? AffineRange.fitsUnsigned(registers, slot) : AffineRange.fitsSigned(registers, slot);
        }
        return AffineRange.between(registers, slot, registers.base(slot), unsigned ? 0 : -LIMIT, LIMIT);
    }

    private long base(IntegerRegisters registers, int slot) {
        long base = registers.base(slot);
        return file == Registers.INT && unsigned ? base & 0xffff_ffffL : base;
    }
}
