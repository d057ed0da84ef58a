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
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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
        Consumer<PtxInstruction> translator = translator(instruction);
        if (translator == null) {
            throw to.unknown(instruction);
        }
        translator.accept(instruction);
    }

    /** What translates an instruction that is no control transfer; null for one that the emulator does not run. */
    private Consumer<PtxInstruction> translator(PtxInstruction instruction) {
        if (InstructionTable.knows(instruction.opcode())) {
            return this::lane;
        }
        return switch (instruction.kind()) {
            case ARITHMETIC, CONVERT, COMPARE, SELECT, MOVE, ADDRESS_TEST -> values.translator(instruction);
            case LOAD, STORE, PREFETCH, ATOMIC, REDUCTION, ASYNC_COPY, ARRIVAL_BARRIER, MATRIX_LOAD ->
                memory::translate;
            case WARP -> warps::translate;
            case MATRIX_MULTIPLY -> new MatrixTranslator(to)::translate;
            case FENCE, WAIT -> ordering(instruction) ? this::order : null;
            case CALL -> call -> SystemCallTranslator.translate(call, to);
            case TRAP -> trap -> to.add(new TrapOp(trap));
            case BARRIER, BRANCH, INDEXED_BRANCH, RETURN, EXIT, UNKNOWN -> null;
        };
    }

    /** An instruction that is one lane function. */
    private void lane(PtxInstruction instruction) {
        LaneFunction function = InstructionTable.find(instruction.opcode());
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

    private void order(PtxInstruction instruction) {
        if (to.observing() && instruction.kind() == PtxOpcode.Kind.FENCE) {
            to.add(new FenceOp(instruction));
        }
    }

    private void requireOperands(PtxInstruction instruction) {
        if (instruction.operands().isEmpty()
                && !ordering(instruction)
                && instruction.kind() != PtxOpcode.Kind.TRAP
                && instruction.kind() != PtxOpcode.Kind.ASYNC_COPY) {
            throw to.refuse(instruction, "has no operands");
        }
    }

    /** @throws PtxException where no translation of the instruction exists, whether or not it is ever reached */
    void requireKnown(PtxInstruction instruction) {
        if (translator(instruction) == null) {
            throw to.unknown(instruction);
        }
    }
}
