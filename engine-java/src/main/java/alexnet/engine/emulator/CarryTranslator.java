package alexnet.engine.emulator;

import alexnet.engine.emulator.Operators.III;
import alexnet.engine.emulator.Operators.IIII;
import alexnet.engine.emulator.Operators.ILL;
import alexnet.engine.emulator.Operators.ILLI;
import alexnet.engine.emulator.Operators.LLLI;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sums of numbers longer than a register (PTX ISA, extended-precision integer arithmetic): {@code .cc} writes the carry or
 * borrow flag, {@code addc}, {@code subc} and {@code madc} read it. The flag is a register of the thread like any other.
 */
final class CarryTranslator {

    /** The condition code register's carry flag; no register of a program has a name without the number of its scope. */
    private static final PtxOperand.Register FLAG = new PtxOperand.Register("CC.CF", PtxType.PRED);

    private static final Set<PtxType> TYPES = Set.of(PtxType.U32, PtxType.S32, PtxType.U64, PtxType.S64);

    private final InstructionTranslator to;

    CarryTranslator(InstructionTranslator to) {
        this.to = to;
    }

    /** The flag where an instruction writes it, else nothing. */
    static List<PtxOperand.Register> written(PtxInstruction instruction) {
        return handles(instruction) && instruction.modifiers().contains("cc") ? List.of(FLAG) : List.of();
    }

    /** The flag where an instruction reads it, else nothing. */
    static List<PtxOperand.Register> read(PtxInstruction instruction) {
        return Set.of("addc", "subc", "madc").contains(instruction.base()) ? List.of(FLAG) : List.of();
    }

    static boolean handles(PtxInstruction instruction) {
        return switch (instruction.base()) {
            case "addc", "subc", "madc" -> true;
            case "add", "sub", "mad" -> instruction.modifiers().contains("cc");
            default -> false;
        };
    }

    void translate(PtxInstruction instruction) {
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        boolean product = instruction.base().startsWith("mad");
        PtxType type = modifiers.isEmpty() ? null : PtxType.named(modifiers.remove(modifiers.size() - 1));
        String half = product && !modifiers.isEmpty() ? modifiers.remove(0) : "";
        boolean out = modifiers.remove("cc");
        if (type == null
                || !TYPES.contains(type)
                || !modifiers.isEmpty()
                || product && !Set.of("lo", "hi").contains(half)) {
            throw to.unknown(instruction);
        }
        int count = product ? 4 : 3;
        if (instruction.operands().size() != count) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected " + count + ")");
        }
        int bank = Bank.of(type);
        Place a = to.source(instruction, instruction.operand(1), bank);
        Place b = to.source(instruction, instruction.operand(2), bank);
        if (product) {
            Place factor = a;
            a = to.slots.intermediate(bank);
            LaneFunction multiply = InstructionTable.find(
                    "mul." + half + "." + instruction.modifiers().get(count - 3 + (out ? 1 : 0)));
            to.add(LaneOp.of(instruction, multiply, a, factor, b));
            b = to.source(instruction, instruction.operand(3), bank);
        }
        sum(instruction, out, bank, a, b);
    }

    private void sum(PtxInstruction instruction, boolean out, int bank, Place a, Place b) {
        boolean in = !read(instruction).isEmpty();
        boolean minus = instruction.base().startsWith("sub");
        boolean wide = bank == Bank.LONG;
        Place[] operands = in ? new Place[] {a, b, to.slots.register(FLAG)} : new Place[] {a, b};
        Place carry = to.slots.intermediate(Bank.INT);
        if (out) {
            to.add(LaneOp.of(instruction, wide ? wideCarry(minus, in) : carry(minus, in), carry, operands));
        }
        LaneFunction function = in
                ? wide ? wideSum(minus) : sum(minus)
                : InstructionTable.find((minus ? "sub" : "add") + (wide ? ".u64" : ".u32"));
        to.laneOf(instruction, function, instruction.operand(0), operands);
        if (out) {
            to.add(new CopyOp(instruction, to.slots.register(FLAG), carry));
        }
    }

    private static LaneFunction sum(boolean minus) {
        return minus
                ? InstructionTable.derived("subc.u32", null, () -> (IIII) (a, b, c) -> a - b - c)
                : InstructionTable.derived("addc.u32", null, () -> (IIII) (a, b, c) -> a + b + c);
    }

    private static LaneFunction wideSum(boolean minus) {
        return minus
                ? InstructionTable.derived("subc.u64", null, () -> (LLLI) (a, b, c) -> a - b - c)
                : InstructionTable.derived("addc.u64", null, () -> (LLLI) (a, b, c) -> a + b + c);
    }

    // The carry leaves the top bit where both operands have it, or one has it and the sum does not; a borrow, where
    // only
    // the second operand has it, or both are alike there and the difference has it.

    private static LaneFunction carry(boolean minus, boolean in) {
        if (minus) {
            return in
                    ? InstructionTable.derived("borrow c u32", null, () ->
                            (IIII) (a, b, c) -> (~a & b | ~(a ^ b) & a - b - c) >>> 31)
                    : InstructionTable.derived("borrow u32", null, () ->
                            (III) (a, b) -> (~a & b | ~(a ^ b) & a - b) >>> 31);
        }
        return in
                ? InstructionTable.derived("carry c u32", null, () ->
                        (IIII) (a, b, c) -> (a & b | (a | b) & ~(a + b + c)) >>> 31)
                : InstructionTable.derived("carry u32", null, () ->
                        (III) (a, b) -> (a & b | (a | b) & ~(a + b)) >>> 31);
    }

    private static LaneFunction wideCarry(boolean minus, boolean in) {
        if (minus) {
            return in
                    ? InstructionTable.derived("borrow c u64", null, () ->
                            (ILLI) (a, b, c) -> (int) ((~a & b | ~(a ^ b) & a - b - c) >>> 63))
                    : InstructionTable.derived("borrow u64", null, () ->
                            (ILL) (a, b) -> (int) ((~a & b | ~(a ^ b) & a - b) >>> 63));
        }
        return in
                ? InstructionTable.derived("carry c u64", null, () ->
                        (ILLI) (a, b, c) -> (int) ((a & b | (a | b) & ~(a + b + c)) >>> 63))
                : InstructionTable.derived("carry u64", null, () ->
                        (ILL) (a, b) -> (int) ((a & b | (a | b) & ~(a + b)) >>> 63));
    }
}
