package alexnet.engine.emulator;

import alexnet.engine.emulator.Operators.III;
import alexnet.engine.emulator.Operators.IIII;
import alexnet.engine.emulator.Operators.IL;
import alexnet.engine.emulator.Operators.LII;
import alexnet.engine.emulator.Operators.LLL;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.List;

/** Moves, conversions, comparisons and selections. */
final class ValueTranslator {

    private final InstructionTranslator to;

    ValueTranslator(InstructionTranslator to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        switch (instruction.base()) {
            case "mov" -> move(instruction);
            case "cvta" -> convertAddress(instruction);
            case "cvt" -> convert(instruction);
            case "selp" -> select(instruction);
            case "slct" -> new SignSelection(to).translate(instruction);
            case "lop3" -> logic(instruction);
            case "bfi" -> insert(instruction);
            default -> throw to.unknown(instruction);
        }
    }

    private PtxType type(PtxInstruction instruction, int fromEnd) {
        List<String> modifiers = instruction.modifiers();
        PtxType type = modifiers.size() > fromEnd ? PtxType.named(modifiers.get(modifiers.size() - 1 - fromEnd)) : null;
        if (type == null) {
            throw to.unknown(instruction);
        }
        return type;
    }

    private void requireOperands(PtxInstruction instruction, int count) {
        if (instruction.operands().size() != count) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected " + count + ")");
        }
    }

    private void move(PtxInstruction instruction) {
        requireOperands(instruction, 2);
        PtxType type = type(instruction, 0);
        if (instruction.modifiers().size() != 1) {
            throw to.unknown(instruction);
        }
        PtxOperand target = instruction.operand(0);
        PtxOperand source = instruction.operand(1);
        if (source instanceof PtxOperand.Vector vector) {
            pack(instruction, type, target, vector.elements());
        } else if (target instanceof PtxOperand.Vector vector) {
            unpack(instruction, type, vector.elements(), source);
        } else {
            copy(instruction, target, source);
        }
    }

    private void copy(PtxInstruction instruction, PtxOperand target, PtxOperand source) {
        Place place = to.slots.register(to.register(instruction, target));
        Place from = to.source(instruction, source, place.bank());
        if (!from.equals(place)) {
            to.add(new CopyOp(instruction, place, from));
        }
    }

    private void pack(PtxInstruction instruction, PtxType type, PtxOperand target, List<PtxOperand> elements) {
        LaneFunction function;
        if (type == PtxType.B64 && elements.size() == 2) {
            function =
                    InstructionTable.derived("pack.b64", null, () -> (LII) (a, b) -> (long) b << 32 | a & 0xffff_ffffL);
        } else if (type == PtxType.B32 && elements.size() == 2) {
            function = InstructionTable.derived("pack.b32", null, () -> (III) (a, b) -> b << 16 | a & 0xffff);
        } else {
            throw to.unknown(instruction);
        }
        to.lane(instruction, function, target, elements);
    }

    private void unpack(PtxInstruction instruction, PtxType type, List<PtxOperand> elements, PtxOperand source) {
        if (elements.size() != 2 || type != PtxType.B64 && type != PtxType.B32) {
            throw to.unknown(instruction);
        }
        LaneFunction low = type == PtxType.B64
                ? InstructionTable.derived("unpack.low.b64", AffineRule.SAME, () -> (IL) a -> (int) a)
                : InstructionTable.derived("unpack.low.b32", null, () -> (Operators.II) a -> a & 0xffff);
        LaneFunction high = type == PtxType.B64
                ? InstructionTable.derived("unpack.high.b64", null, () -> (IL) a -> (int) (a >>> 32))
                : InstructionTable.derived("unpack.high.b32", null, () -> (Operators.II) a -> a >>> 16);
        to.lane(instruction, low, elements.get(0), List.of(source));
        to.lane(instruction, high, elements.get(1), List.of(source));
    }

    private void convertAddress(PtxInstruction instruction) {
        requireOperands(instruction, 2);
        List<String> modifiers = instruction.modifiers();
        boolean toSpace = modifiers.size() == 3 && modifiers.get(0).equals("to");
        if (type(instruction, 0) != PtxType.U64 || !toSpace && modifiers.size() != 2) {
            throw to.unknown(instruction);
        }
        int space = MemoryTranslator.space(modifiers.get(toSpace ? 1 : 0));
        if (space < 0) {
            throw to.unknown(instruction);
        }
        long window = Frame.WINDOWS[space];
        if (window == 0) {
            copy(instruction, instruction.operand(0), instruction.operand(1));
        } else {
            LaneFunction add = InstructionTable.find("add.s64");
            PtxOperand distance = new PtxOperand.Immediate(toSpace ? -window : window, 0);
            to.lane(instruction, add, instruction.operand(0), List.of(instruction.operand(1), distance));
        }
    }

    private void convert(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        PtxType from = type(instruction, 0);
        PtxType target = type(instruction, 1);
        LaneFunction function = ConversionFunctions.convert(target, from, modifiers.subList(0, modifiers.size() - 2));
        if (function == null) {
            throw to.refuse(instruction, "PTX 7.0 has no such conversion");
        }
        requireOperands(instruction, function.signature().length());
        to.lane(
                instruction,
                function,
                instruction.operand(0),
                instruction.operands().subList(1, instruction.operands().size()));
    }

    private void select(PtxInstruction instruction) {
        requireOperands(instruction, 4);
        PtxType type = type(instruction, 0);
        if (instruction.modifiers().size() != 1) {
            throw to.unknown(instruction);
        }
        LaneFunction function = switch (Bank.of(type)) {
            case Bank.INT -> InstructionTable.derived("selp.b32", null, () -> (IIII) (a, b, p) -> b ^ (a ^ b) & -p);
            case Bank.LONG ->
                InstructionTable.derived("selp.b64", null, () -> (Operators.LLLI) (a, b, p) -> b ^ (a ^ b) & -p);
            case Bank.FLOAT ->
                InstructionTable.derived(
                        "selp.f32", null, () -> (Operators.FFFI) (a, b, p) -> FloatMath.select(a, b, -p));
            default ->
                InstructionTable.derived(
                        "selp.f64", null, () -> (Operators.DDDI) (a, b, p) -> FloatMath.select(a, b, -p));
        };
        to.lane(
                instruction,
                function,
                instruction.operand(0),
                List.of(instruction.operand(1), instruction.operand(2), instruction.operand(3)));
    }

    private void logic(PtxInstruction instruction) {
        if (!instruction.opcode().equals("lop3.b32")) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction, 5);
        if (!(instruction.operand(4) instanceof PtxOperand.Immediate)) {
            throw to.refuse(instruction, "the truth table must be a constant");
        }
        int table = (int) ((PtxOperand.Immediate) instruction.operand(4)).bits();
        LaneFunction function = InstructionTable.derived(
                "lop3.b32 " + table, null, () -> (IIII) (a, b, c) -> IntegerMath.logic(a, b, c, table));
        to.lane(
                instruction,
                function,
                instruction.operand(0),
                instruction.operands().subList(1, 4));
    }

    private void insert(PtxInstruction instruction) {
        requireOperands(instruction, 5);
        if (!(instruction.operand(3) instanceof PtxOperand.Immediate start)
                || !(instruction.operand(4) instanceof PtxOperand.Immediate count)) {
            throw to.refuse(instruction, "is supported with constant position and length only");
        }
        int position = (int) start.bits();
        int length = (int) count.bits();
        String key = instruction.opcode() + " " + position + " " + length;
        LaneFunction function = switch (instruction.opcode()) {
            case "bfi.b32" ->
                InstructionTable.derived(
                        key, null, () -> (III) (a, b) -> (int) IntegerMath.insert(a, b, position, length, 32));
            case "bfi.b64" ->
                InstructionTable.derived(
                        key, null, () -> (LLL) (a, b) -> IntegerMath.insert(a, b, position, length, 64));
            default -> throw to.unknown(instruction);
        };
        to.lane(
                instruction,
                function,
                instruction.operand(0),
                instruction.operands().subList(1, 3));
    }
}
