package alexnet.engine.emulator.translate;

import alexnet.engine.PtxException;
import alexnet.engine.emulator.code.FenceOp;
import alexnet.engine.emulator.code.MultiplyAddChainOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.TrapOp;
import alexnet.engine.emulator.flow.MultiplyAddChains;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the instructions of one basic block into operations; control transfers are done elsewhere. */
final class InstructionTranslator {

    private static final Set<String> ORDERING = ordering();

    private final OpEmitter to;
    private final ValueTranslator values;
    private final MemoryTranslator memory;
    private final WarpTranslator warps;

    InstructionTranslator(OpEmitter to) {
        this.to = to;
        this.values = new ValueTranslator(to);
        this.memory = new MemoryTranslator(to);
        this.warps = new WarpTranslator(to);
    }

    /** Appends the operations of an instruction. */
    void translate(PtxInstruction instruction) {
        int first = to.size();
        dispatch(instruction);
        if (instruction.guard() != null) {
            to.guard(first, to.slots.register(instruction.guard()).slot(), instruction.guardNegated());
        }
    }

    private void dispatch(PtxInstruction instruction) {
        requireOperands(instruction);
        if (instruction.opcode().equals(MultiplyAddChains.OPCODE)) {
            to.add(chain(instruction));
            return;
        }
        LaneFunction function = InstructionTable.find(instruction.opcode());
        if (function != null) {
            int operands = function.signature().length();
            if (instruction.operands().size() != operands) {
                throw to.refuse(
                        instruction, "has " + instruction.operands().size() + " operands (expected " + operands + ")");
            }
            to.lane(
                    instruction,
                    function,
                    instruction.operand(0),
                    instruction.operands().subList(1, operands));
            return;
        }
        if (ValueTranslator.handles(instruction)) {
            values.translate(instruction);
            return;
        }
        switch (instruction.base()) {
            case "trap" -> to.add(new TrapOp(instruction));
            case "call" -> SystemCallTranslator.translate(instruction, to);
            default -> {
                if (MemoryTranslator.BASES.contains(instruction.base())) {
                    memory.translate(instruction);
                } else if (WarpTranslator.BASES.contains(instruction.base())) {
                    warps.translate(instruction);
                } else if (!ordering(instruction)) {
                    throw to.unknown(instruction);
                }
                tellOrdering(instruction);
            }
        }
    }

    private static Set<String> ordering() {
        Set<String> names = new HashSet<>(Set.of("membar.cta", "membar.gl", "membar.sys", "nanosleep.u32"));
        for (String scope : List.of("cta", "gpu", "sys")) {
            names.addAll(List.of("fence." + scope, "fence.sc." + scope, "fence.acq_rel." + scope));
        }
        return Set.copyOf(names);
    }

    private Op chain(PtxInstruction instruction) {
        int[] slot = instruction.operands().stream()
                .mapToInt(operand ->
                        to.slots.register((PtxOperand.Register) operand).slot())
                .toArray();
        int n = (slot.length - 2) / 2;
        int[] a = new int[n];
        int[] b = new int[n];
        for (int k = 0; k < n; k++) {
            a[k] = slot[1 + 2 * k];
            b[k] = slot[2 + 2 * k];
        }
        return new MultiplyAddChainOp(instruction, slot[0], a, b, slot[slot.length - 1]);
    }

    /** Lanes run in lockstep and stores are done when they are executed, so ordering instructions have nothing to do. */
    private static boolean ordering(PtxInstruction instruction) {
        return ORDERING.contains(instruction.opcode());
    }

    private void tellOrdering(PtxInstruction instruction) {
        if (instruction.base().equals("membar") || instruction.base().equals("fence")) {
            if (to.observing()) {
                to.add(new FenceOp(instruction));
            }
        }
    }

    private void requireOperands(PtxInstruction instruction) {
        if (instruction.operands().isEmpty()
                && !ordering(instruction)
                && !Set.of("trap", "cp").contains(instruction.base())) {
            throw to.refuse(instruction, "has no operands");
        }
    }

    /** @throws PtxException where no translation of the instruction exists, whether or not it is ever reached */
    void requireKnown(PtxInstruction instruction) {
        boolean known = instruction.base().equals("trap")
                || instruction.base().equals("call")
                || InstructionTable.knows(instruction.opcode())
                || ValueTranslator.handles(instruction)
                || MemoryTranslator.BASES.contains(instruction.base())
                || WarpTranslator.BASES.contains(instruction.base())
                || ordering(instruction);
        if (!known) {
            throw to.unknown(instruction);
        }
    }
}
