package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.function.ConversionFunctions;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.function.PackConversion;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.IIII;
import alexnet.engine.emulator.loop.Signatures.LLL;
import alexnet.engine.emulator.loop.VectorLoop;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.emulator.math.IntegerMath;
import alexnet.engine.emulator.state.IntegerRule;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Instructions on values that are more than one lane function: conversions, selections, and what other classes share. */
final class ValueTranslator {

    /** Types of values that selections choose between, and that moves take beside predicates. */
    static final Set<PtxType> SELECTED = Set.of(
            PtxType.B16,
            PtxType.B32,
            PtxType.B64,
            PtxType.U16,
            PtxType.U32,
            PtxType.U64,
            PtxType.S16,
            PtxType.S32,
            PtxType.S64,
            PtxType.F32,
            PtxType.F64);

    private final OpEmitter to;

    ValueTranslator(OpEmitter to) {
        this.to = to;
    }

    /** What translates an instruction that is more than one lane function, or null where nothing does. */
    Consumer<PtxInstruction> translator(PtxInstruction instruction) {
        if (instruction.mnemonic().readsCarry() || instruction.mnemonic().writesCarry()) {
            return new CarryTranslator(to)::translate;
        }
        return switch (instruction.base()) {
            case MOV, CVTA, ISSPACEP -> new MoveTranslator(to)::translate;
            case SET, SETP -> new CompareTranslator(to)::translate;
            case CVT -> this::convert;
            case SELP -> this::select;
            case SLCT -> new SignSelection(to)::translate;
            case LOP3 -> this::logic;
            case BFI -> this::insert;
            default -> null;
        };
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

    private void convert(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        LaneFunction function;
        if (modifiers.contains("pack")) {
            function = PackConversion.of(modifiers);
        } else {
            PtxType from = type(instruction, 0);
            PtxType target = type(instruction, 1);
            function = ConversionFunctions.convert(target, from, modifiers.subList(0, modifiers.size() - 2));
        }
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
        if (instruction.modifiers().size() != 1 || !SELECTED.contains(type)) {
            throw to.unknown(instruction);
        }
        to.lane(
                instruction,
                selection(Registers.fileOf(type)),
                instruction.operand(0),
                List.of(instruction.operand(1), instruction.operand(2), instruction.operand(3)));
    }

    /** The first operand where the third is 1, the second where it is 0. */
    private static LaneFunction selection(int file) {
        return switch (file) {
            case Registers.INT ->
                InstructionTable.derived("selp.b32", IntegerRule.SELECT, () -> (IIII) (a, b, p) -> b ^ (a ^ b) & -p);
            case Registers.LONG ->
                InstructionTable.derived(
                        "selp.b64", IntegerRule.SELECT, () -> (Signatures.LLLI) (a, b, p) -> b ^ (a ^ b) & -p);
            case Registers.FLOAT ->
                InstructionTable.derived(
                        "selp.f32",
                        () -> (Signatures.FFFI) (a, b, p) -> FloatMath.select(a, b, -p),
                        VectorLoop::select);
            default ->
                InstructionTable.derived(
                        "selp.f64", null, () -> (Signatures.DDDI) (a, b, p) -> FloatMath.select(a, b, -p));
        };
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

    /** A field that reaches the top is a sum of two values without common bits, which may be affine. */
    private void insertAbove(PtxInstruction instruction, int position) {
        Place field = to.slots.intermediate(Registers.INT);
        Place rest = to.slots.intermediate(Registers.INT);
        Place shift = to.slots.constant(Registers.INT, position, 0);
        Place mask = to.slots.constant(Registers.INT, (1L << position) - 1, 0);
        Place a = to.source(instruction, instruction.operand(1), Registers.INT);
        Place b = to.source(instruction, instruction.operand(2), Registers.INT);
        Place result = to.slots.register(to.register(instruction, instruction.operand(0)));
        to.add(LaneOp.of(instruction, InstructionTable.find("shl.b32"), field, a, shift));
        to.add(LaneOp.of(instruction, InstructionTable.find("and.b32"), rest, b, mask));
        to.add(LaneOp.of(instruction, InstructionTable.find("add.s32"), result, field, rest));
    }

    private void insert(PtxInstruction instruction) {
        boolean wide = instruction.opcode().equals("bfi.b64");
        if (!wide && !instruction.opcode().equals("bfi.b32")) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction, 5);
        if (instruction.operand(3) instanceof PtxOperand.Immediate start
                && instruction.operand(4) instanceof PtxOperand.Immediate count) {
            int position = (int) start.bits();
            if (!wide && position > 0 && position < 32 && position + count.bits() == 32) {
                insertAbove(instruction, position);
                return;
            }
            to.lane(
                    instruction,
                    insertion(wide, (int) start.bits(), (int) count.bits()),
                    instruction.operand(0),
                    instruction.operands().subList(1, 3));
            return;
        }
        // A lane function has three operands at most, so position and length go into one.
        Place position = to.source(instruction, instruction.operand(3), Registers.INT);
        Place length = to.source(instruction, instruction.operand(4), Registers.INT);
        Place field = to.slots.intermediate(Registers.INT);
        LaneFunction pair =
                InstructionTable.derived("bfi field", null, () -> (III) (a, b) -> a & 0xff | (b & 0xff) << 8);
        to.add(LaneOp.of(instruction, pair, field, position, length));
        int file = wide ? Registers.LONG : Registers.INT;
        Place a = to.source(instruction, instruction.operand(1), file);
        Place b = to.source(instruction, instruction.operand(2), file);
        LaneFunction function = wide
                ? InstructionTable.derived("bfi.b64", null, () ->
                        (Signatures.LLLI) (x, y, f) -> IntegerMath.insert(x, y, f & 0xff, f >>> 8, 64))
                : InstructionTable.derived("bfi.b32", null, () ->
                        (IIII) (x, y, f) -> (int) IntegerMath.insert(x, y, f & 0xff, f >>> 8, 32));
        to.laneOf(instruction, function, instruction.operand(0), a, b, field);
    }

    private static LaneFunction insertion(boolean wide, int position, int length) {
        String key = "bfi " + wide + " " + position + " " + length;
        return wide
                ? InstructionTable.derived(
                        key, null, () -> (LLL) (a, b) -> IntegerMath.insert(a, b, position, length, 64))
                : InstructionTable.derived(
                        key, null, () -> (III) (a, b) -> (int) IntegerMath.insert(a, b, position, length, 32));
    }
}
