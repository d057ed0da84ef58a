package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.CopyOp;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.IL;
import alexnet.engine.emulator.loop.Signatures.LII;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRule;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Moves, with packing and unpacking, and generic addresses. */
final class MoveTranslator {

    private static final Set<String> SPACES = Set.of("const", "global", "local", "shared");

    private final OpEmitter to;

    MoveTranslator(OpEmitter to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        switch (instruction.base()) {
            case MOV -> move(instruction);
            case CVTA -> convertAddress(instruction);
            case ISSPACEP -> isInSpace(instruction);
            default -> throw to.unknown(instruction);
        }
    }

    private void requireOperands(PtxInstruction instruction) {
        if (instruction.operands().size() != 2) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected 2)");
        }
    }

    private void move(PtxInstruction instruction) {
        PtxType type = instruction.modifiers().size() == 1
                ? PtxType.named(instruction.modifiers().get(0))
                : null;
        if (type == null || type != PtxType.PRED && !ValueTranslator.SELECTED.contains(type)) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction);
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
        Place from = to.source(instruction, source, place.file());
        if (!from.equals(place)) {
            to.add(new CopyOp(instruction, place, from));
        }
    }

    /** Two or four parts, the first of them lowest. */
    private void pack(PtxInstruction instruction, PtxType type, PtxOperand target, List<PtxOperand> parts) {
        int bits = partBits(instruction, type, parts.size());
        if (parts.size() == 2) {
            to.lane(instruction, joined(bits), target, parts);
            return;
        }
        Place low = packed(instruction, bits, parts.get(0), parts.get(1));
        Place high = packed(instruction, bits, parts.get(2), parts.get(3));
        to.laneOf(instruction, joined(2 * bits), target, low, high);
    }

    private Place packed(PtxInstruction instruction, int bits, PtxOperand low, PtxOperand high) {
        Place result = to.slots.intermediate(Registers.INT);
        Place first = to.source(instruction, low, Registers.INT);
        Place second = to.source(instruction, high, Registers.INT);
        to.add(LaneOp.of(instruction, joined(bits), result, first, second));
        return result;
    }

    /** Two parts of {@code bits} bits as one value. */
    private static LaneFunction joined(int bits) {
        int mask = (1 << bits) - 1;
        return bits == 32
                ? InstructionTable.derived("pack.b64", null, () -> (LII) (a, b) -> (long) b << 32 | a & 0xffff_ffffL)
                : InstructionTable.derived("pack " + bits, null, () -> (III) (a, b) -> (b & mask) << bits | a & mask);
    }

    private int partBits(PtxInstruction instruction, PtxType type, int parts) {
        boolean bitType = type == PtxType.B16 || type == PtxType.B32 || type == PtxType.B64;
        if (!bitType || parts != 2 && parts != 4 || type.bytes * 8 / parts < 8) {
            throw to.refuse(
                    instruction,
                    "a " + type.name().toLowerCase(Locale.ROOT) + " value does not have " + parts + " parts");
        }
        return type.bytes * 8 / parts;
    }

    private void unpack(PtxInstruction instruction, PtxType type, List<PtxOperand> parts, PtxOperand source) {
        int bits = partBits(instruction, type, parts.size());
        int mask = bits == 32 ? -1 : (1 << bits) - 1;
        Place from = to.source(instruction, source, type == PtxType.B64 ? Registers.LONG : Registers.INT);
        for (int i = 0; i < parts.size(); i++) {
            int shift = i * bits;
            IntegerRule rule = type == PtxType.B64 && bits == 32 && i == 0 ? IntegerRule.SAME : null;
            String key = "unpack " + type + " " + bits + " " + i;
            LaneFunction part = type == PtxType.B64
                    ? InstructionTable.derived(key, rule, () -> (IL) a -> (int) (a >>> shift) & mask)
                    : InstructionTable.derived(key, rule, () -> (II) a -> a >>> shift & mask);
            to.laneOf(instruction, part, parts.get(i), from);
        }
    }

    private void convertAddress(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        boolean toSpace = modifiers.size() == 3 && modifiers.get(0).equals("to");
        boolean wide =
                !modifiers.isEmpty() && modifiers.get(modifiers.size() - 1).equals("u64");
        if (!wide || !toSpace && modifiers.size() != 2) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction);
        int space = MemoryTranslator.space(modifiers.get(toSpace ? 1 : 0));
        if (space < 0) {
            throw to.unknown(instruction);
        }
        long window = BlockState.WINDOWS[space];
        if (window == 0) {
            copy(instruction, instruction.operand(0), instruction.operand(1));
        } else {
            LaneFunction add = InstructionTable.find("add.s64");
            PtxOperand distance = new PtxOperand.Immediate(toSpace ? -window : window, 0);
            to.lane(instruction, add, instruction.operand(0), List.of(instruction.operand(1), distance));
        }
    }

    /** Each state space but global memory has a window of generic addresses; the rest is global memory. */
    private void isInSpace(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        if (modifiers.size() != 1 || !SPACES.contains(modifiers.get(0))) {
            throw to.unknown(instruction);
        }
        requireOperands(instruction);
        long window = BlockState.WINDOWS[MemoryTranslator.space(modifiers.get(0))] >>> 32;
        int windows = BlockState.WINDOWS.length;
        LaneFunction function = window == 0
                ? InstructionTable.derived(instruction.opcode(), null, () ->
                        (IL) a -> a >>> 32 == 0 || a >>> 32 >= windows ? 1 : 0)
                : InstructionTable.derived(instruction.opcode(), null, () -> (IL) a -> a >>> 32 == window ? 1 : 0);
        to.lane(instruction, function, instruction.operand(0), List.of(instruction.operand(1)));
    }
}
