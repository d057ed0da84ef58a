package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.CompareOp;
import alexnet.engine.emulator.code.CopyOp;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.function.CompareFunctions;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Signatures.FI;
import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code setp} and {@code set}: comparisons, combined with a predicate where the instruction has one more operand. */
final class CompareTranslator {

    private static final Set<PtxType> SINGLE_RESULTS = EnumSet.of(PtxType.U32, PtxType.S32, PtxType.F32, PtxType.F16);
    private static final Set<PtxType> HALF_RESULTS =
            EnumSet.of(PtxType.U16, PtxType.S16, PtxType.U32, PtxType.S32, PtxType.F16);
    private static final Set<PtxType> PAIR_RESULTS = EnumSet.of(PtxType.F16X2, PtxType.U32, PtxType.S32);

    private final OpEmitter to;

    CompareTranslator(OpEmitter to) {
        this.to = to;
    }

    /**
     * What the modifiers say.
     *
     * @param combine and, or, xor, or an empty string
     * @param result type of the result of {@code set}, or null
     */
    private record Form(String comparison, String combine, boolean ftz, PtxType result, PtxType type) {

        boolean packed() {
            return type == PtxType.F16X2;
        }
    }

    void translate(PtxInstruction instruction) {
        boolean set = instruction.base() == PtxOpcode.SET;
        Form form = form(instruction, set);
        int operands = form.combine().isEmpty() ? 3 : 4;
        if (instruction.operands().size() != operands) {
            throw to.refuse(
                    instruction, "has " + instruction.operands().size() + " operands (expected " + operands + ")");
        }
        if (set) {
            value(instruction, form);
        } else {
            predicates(instruction, form);
        }
    }

    private Form form(PtxInstruction instruction, boolean set) {
        List<String> rest = new ArrayList<>(instruction.modifiers());
        String comparison = rest.isEmpty() ? "" : rest.remove(0);
        boolean combined = !rest.isEmpty() && Set.of("and", "or", "xor").contains(rest.get(0));
        String combine = combined ? rest.remove(0) : "";
        boolean ftz = !rest.isEmpty() && rest.get(0).equals("ftz");
        if (ftz) {
            rest.remove(0);
        }
        if (rest.size() != (set ? 2 : 1)) {
            throw to.unknown(instruction);
        }
        PtxType type = PtxType.named(rest.get(rest.size() - 1));
        PtxType result = set ? PtxType.named(rest.get(0)) : null;
        if (type == null
                || CompareFunctions.of(comparison, type, ftz) == null
                || ftz && type != PtxType.F32 && !type.half()
                || set && (result == null || !results(type).contains(result))) {
            throw to.unknown(instruction);
        }
        return new Form(comparison, combine, ftz, result, type);
    }

    private static Set<PtxType> results(PtxType type) {
        return switch (type) {
            case F16 -> HALF_RESULTS;
            case F16X2 -> PAIR_RESULTS;
            default -> SINGLE_RESULTS;
        };
    }

    private void predicates(PtxInstruction instruction, Form form) {
        PtxOperand target = instruction.operand(0);
        PtxOperand first = target instanceof PtxOperand.Pair pair ? pair.first() : target;
        PtxOperand second = target instanceof PtxOperand.Pair pair ? pair.second() : null;
        if (form.packed() && second == null || form.type() == PtxType.F16 && second != null) {
            throw to.refuse(instruction, "has one result for .f16 and two, p|q, for .f16x2");
        }
        if (second == null && form.combine().isEmpty()) {
            compare(instruction, form, false, to.slots.register(to.register(instruction, target)));
            return;
        }
        Place compared = compare(instruction, form, false, to.slots.intermediate(Registers.INT));
        Place other = null;
        if (form.packed()) {
            other = compare(instruction, form, true, to.slots.intermediate(Registers.INT));
        } else if (second != null && !(second instanceof PtxOperand.Sink)) {
            other = not(instruction, compared);
        }
        // The predicate to combine with may be one of the results: it is read by both before either is written.
        Place firstValue = combined(instruction, form, compared);
        Place secondValue = other == null ? null : combined(instruction, form, other);
        assign(instruction, first, firstValue);
        if (secondValue != null) {
            assign(instruction, second, secondValue);
        }
    }

    private void assign(PtxInstruction instruction, PtxOperand target, Place value) {
        if (!(target instanceof PtxOperand.Sink)) {
            to.add(new CopyOp(instruction, to.slots.register(to.register(instruction, target)), value));
        }
    }

    /** Appends the comparison of operands 1 and 2 into {@code result}. */
    private Place compare(PtxInstruction instruction, Form form, boolean upper, Place result) {
        LaneFunction function = upper
                ? CompareFunctions.ofUpper(form.comparison(), form.type(), form.ftz())
                : CompareFunctions.of(form.comparison(), form.type(), form.ftz());
        int file = "ILFD".indexOf(function.signature().charAt(1));
        Place a = to.source(instruction, instruction.operand(1), file);
        Place b = to.source(instruction, instruction.operand(2), file);
        Op lanes = LaneOp.of(instruction, function, result, a, b);
        boolean integers = file == Registers.INT && form.type().bytes == 4 && !form.packed() || file == Registers.LONG;
        to.add(integers ? new CompareOp(lanes, form.comparison(), !form.type().signed(), result, a, b) : lanes);
        return result;
    }

    private Place combined(PtxInstruction instruction, Form form, Place compared) {
        if (form.combine().isEmpty()) {
            return compared;
        }
        PtxOperand third = instruction.operand(3);
        Place other = third instanceof PtxOperand.Negated negated
                ? not(instruction, to.source(instruction, negated.predicate(), Registers.INT))
                : to.source(instruction, third, Registers.INT);
        Place result = to.slots.intermediate(Registers.INT);
        LaneFunction function = InstructionTable.find(form.combine() + ".pred");
        to.add(LaneOp.of(instruction, function, result, compared, other));
        return result;
    }

    private Place not(PtxInstruction instruction, Place predicate) {
        Place result = to.slots.intermediate(Registers.INT);
        to.add(LaneOp.of(instruction, InstructionTable.find("not.pred"), result, predicate));
        return result;
    }

    private void value(PtxInstruction instruction, Form form) {
        Place low =
                combined(instruction, form, compare(instruction, form, false, to.slots.intermediate(Registers.INT)));
        Place high = form.packed()
                ? combined(instruction, form, compare(instruction, form, true, to.slots.intermediate(Registers.INT)))
                : low;
        LaneFunction function = spread(form);
        Place target = to.slots.register(to.register(instruction, instruction.operand(0)));
        int file = "ILFD".indexOf(function.signature().charAt(0));
        Place result = target.file() == file ? target : to.slots.intermediate(file);
        to.add(
                form.packed()
                        ? LaneOp.of(instruction, function, result, low, high)
                        : LaneOp.of(instruction, function, result, low));
        if (result != target) {
            to.add(to.convert(instruction, target, result));
        }
    }

    /** From 0 or 1 to what {@code set} writes: all bits set for integers, 1.0 for floats. */
    private static LaneFunction spread(Form form) {
        String key = "set " + form.result() + " " + form.packed();
        return InstructionTable.derived(key, null, () -> switch (form.result()) {
            case F32 -> (FI) a -> a;
            case F16 -> (II) a -> a * 0x3c00;
            case U16, S16 -> (II) a -> -a & 0xffff;
            case F16X2 -> (III) (a, b) -> (a | b << 16) * 0x3c00;
            default -> form.packed() ? (III) (a, b) -> -a & 0xffff | -b << 16 : (II) a -> -a;
        });
    }
}
