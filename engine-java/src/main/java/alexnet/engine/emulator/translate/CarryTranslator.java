package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.CopyOp;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.flow.CarryFlags;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.IIII;
import alexnet.engine.emulator.loop.Signatures.ILL;
import alexnet.engine.emulator.loop.Signatures.ILLI;
import alexnet.engine.emulator.loop.Signatures.LLLI;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sums of numbers longer than a register (PTX ISA, extended-precision integer arithmetic): {@code .cc} writes the carry or
 * borrow flag, {@code addc}, {@code subc} and {@code madc} read it. The flag is a register of the thread like any other.
 */
final class CarryTranslator {

    private static final Set<PtxType> TYPES = Set.of(PtxType.U32, PtxType.S32, PtxType.U64, PtxType.S64);

    private final OpEmitter to;

    CarryTranslator(OpEmitter to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        boolean product = instruction.base() == PtxOpcode.MAD || instruction.base() == PtxOpcode.MADC;
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
        int file = Registers.fileOf(type);
        Place a = to.source(instruction, instruction.operand(1), file);
        Place b = to.source(instruction, instruction.operand(2), file);
        if (product) {
            Place factor = a;
            a = to.slots.intermediate(file);
            LaneFunction multiply = InstructionTable.find(
                    "mul." + half + "." + instruction.modifiers().get(count - 3 + (out ? 1 : 0)));
            to.add(LaneOp.of(instruction, multiply, a, factor, b));
            b = to.source(instruction, instruction.operand(3), file);
        }
        sum(instruction, out, file, a, b);
    }

    private void sum(PtxInstruction instruction, boolean out, int file, Place a, Place b) {
        boolean in = instruction.mnemonic().readsCarry();
        boolean minus = instruction.base() == PtxOpcode.SUB || instruction.base() == PtxOpcode.SUBC;
        boolean wide = file == Registers.LONG;
        Place[] operands = in ? new Place[] {a, b, to.slots.register(CarryFlags.FLAG)} : new Place[] {a, b};
        Place carry = to.slots.intermediate(Registers.INT);
        if (out) {
            to.add(LaneOp.of(instruction, wide ? wideCarry(minus, in) : carry(minus, in), carry, operands));
        }
        LaneFunction function = in
                ? wide ? wideSum(minus) : sum(minus)
                : InstructionTable.find((minus ? "sub" : "add") + (wide ? ".u64" : ".u32"));
        to.laneOf(instruction, function, instruction.operand(0), operands);
        if (out) {
            to.add(new CopyOp(instruction, to.slots.register(CarryFlags.FLAG), carry));
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
