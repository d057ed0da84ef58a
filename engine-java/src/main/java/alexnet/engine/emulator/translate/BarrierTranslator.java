package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.BarrierUse;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;

/** {@code bar}, {@code barrier} and {@code bar.warp.sync}. */
final class BarrierTranslator {

    private BarrierTranslator() {}

    /** Appends what computes the operands, and says what the barrier asks for. */
    static BarrierUse translate(PtxInstruction instruction, OpEmitter to) {
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        List<PtxOperand> operands = instruction.operands();
        if (instruction.opcode().equals("bar.warp.sync")) {
            requireOperands(instruction, to, 1, 1);
            int members = to.source(instruction, operands.get(0), Registers.INT).slot();
            return new BarrierUse(BarrierUse.Kind.WARP, members, -1, false, -1, false, -1);
        }
        boolean aligned = instruction.base() == PtxOpcode.BAR;
        modifiers.remove("cta");
        if (!aligned) {
            aligned = modifiers.remove("aligned");
        }
        switch (String.join(".", modifiers)) {
            case "sync" -> {
                requireOperands(instruction, to, 1, 2);
                return use(BarrierUse.Kind.SYNC, instruction, to, 0, operands.size(), aligned);
            }
            case "arrive" -> {
                requireOperands(instruction, to, 2, 2);
                return use(BarrierUse.Kind.ARRIVE, instruction, to, 0, 2, aligned);
            }
            case "red.popc.u32" -> {
                return reduction(BarrierUse.Kind.POPC, instruction, to, aligned);
            }
            case "red.and.pred" -> {
                return reduction(BarrierUse.Kind.AND, instruction, to, aligned);
            }
            case "red.or.pred" -> {
                return reduction(BarrierUse.Kind.OR, instruction, to, aligned);
            }
            default -> throw to.unknown(instruction);
        }
    }

    private static void requireOperands(PtxInstruction instruction, OpEmitter to, int least, int most) {
        int found = instruction.operands().size();
        if (found < least || found > most) {
            throw to.refuse(
                    instruction,
                    "has " + found + " operands (expected " + least + (most > least ? " or " + most : "") + ")");
        }
    }

    /** @param end index behind the number and, where there is one, the count */
    private static BarrierUse use(
            BarrierUse.Kind kind, PtxInstruction instruction, OpEmitter to, int first, int end, boolean aligned) {
        requireValue(instruction, to, first, 0, BarrierUse.COUNT - 1, 1, "barrier");
        int id = to.source(instruction, instruction.operand(first), Registers.INT)
                .slot();
        int count = -1;
        if (end > first + 1) {
            requireValue(instruction, to, first + 1, 32, 1024, 32, "number of threads");
            count = to.source(instruction, instruction.operand(first + 1), Registers.INT)
                    .slot();
        }
        return new BarrierUse(kind, id, count, aligned, -1, false, -1);
    }

    private static void requireValue(
            PtxInstruction instruction, OpEmitter to, int operand, int lowest, int highest, int unit, String what) {
        if (instruction.operand(operand) instanceof PtxOperand.Immediate value
                && (value.bits() < lowest || value.bits() > highest || value.bits() % unit != 0)) {
            throw to.refuse(
                    instruction,
                    what + " (expected " + lowest + " to " + highest + (unit > 1 ? ", a multiple of " + unit : "")
                            + ", found " + value.bits() + ")");
        }
    }

    private static BarrierUse reduction(
            BarrierUse.Kind kind, PtxInstruction instruction, OpEmitter to, boolean aligned) {
        requireOperands(instruction, to, 3, 4);
        int last = instruction.operands().size() - 1;
        PtxOperand value = instruction.operand(last);
        boolean negated = value instanceof PtxOperand.Negated;
        PtxOperand predicate = value instanceof PtxOperand.Negated not ? not.predicate() : value;
        PtxOperand.Register result = to.register(instruction, instruction.operand(0));
        boolean toPredicate = result.type() == PtxType.PRED;
        if (!(predicate instanceof PtxOperand.Register register)
                || register.type() != PtxType.PRED
                || Registers.fileOf(result.type()) != Registers.INT
                || toPredicate == (kind == BarrierUse.Kind.POPC)) {
            throw to.refuse(instruction, "its operands have wrong types");
        }
        BarrierUse use = use(kind, instruction, to, 1, last, aligned);
        int vote = to.slots.register(register).slot();
        return new BarrierUse(
                kind,
                use.id(),
                use.count(),
                aligned,
                vote,
                negated,
                to.slots.register(result).slot());
    }
}
