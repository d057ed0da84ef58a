package alexnet.engine.emulator.flow;

import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The registers that an instruction writes and reads.
 *
 * @param early the reads of a lane that happen before its writes, so that a result may take their place
 */
record RegisterUse(List<PtxOperand.Register> writes, List<PtxOperand.Register> reads, List<PtxOperand.Register> early) {

    private static final Set<String> WITHOUT_RESULT = Set.of(
            "st",
            "red",
            "bra",
            "brx",
            "ret",
            "exit",
            "bar",
            "barrier",
            "membar",
            "fence",
            "trap",
            "prefetch",
            "prefetchu",
            "cp",
            "nanosleep");

    static RegisterUse of(PtxInstruction instruction) {
        List<PtxOperand.Register> writes = new ArrayList<>();
        List<PtxOperand.Register> reads = new ArrayList<>();
        boolean none = WITHOUT_RESULT.contains(instruction.base())
                || instruction.opcode().startsWith("mbarrier.init")
                || instruction.opcode().startsWith("mbarrier.inval");
        int result = none ? -1 : 0;
        if (instruction.base().equals("call")) {
            result = 1;
        } else if (instruction.base().startsWith("bar") && instruction.opcode().contains(".red.")) {
            result = 0;
        }
        for (int i = 0; i < instruction.operands().size(); i++) {
            collect(instruction.operand(i), i == result ? writes : reads);
        }
        writes.addAll(CarryFlags.written(instruction));
        reads.addAll(CarryFlags.read(instruction));
        if (instruction.guard() != null) {
            reads.add(instruction.guard());
        }
        return new RegisterUse(writes, reads, early(instruction, reads));
    }

    private static List<PtxOperand.Register> early(PtxInstruction instruction, List<PtxOperand.Register> reads) {
        if (instruction.opcode().equals(MultiplyAddChains.OPCODE)) {
            PtxOperand.Register addend = (PtxOperand.Register)
                    instruction.operand(instruction.operands().size() - 1);
            boolean factorToo = reads.indexOf(addend) < reads.size() - 1;
            return factorToo ? List.of() : List.of(addend);
        }
        boolean oneResult = !instruction.operands().isEmpty() && instruction.operand(0) instanceof PtxOperand.Register;
        boolean perLane = oneResult
                && (InstructionTable.knows(instruction.opcode())
                        || Set.of("mov", "cvt", "cvta", "setp", "selp").contains(instruction.base()));
        return perLane ? reads : List.of();
    }

    private static void collect(PtxOperand operand, List<PtxOperand.Register> into) {
        if (operand instanceof PtxOperand.Register register) {
            into.add(register);
        } else if (operand instanceof PtxOperand.Address address) {
            collect(address.base(), into);
        } else if (operand instanceof PtxOperand.Vector vector) {
            vector.elements().forEach(element -> collect(element, into));
        } else if (operand instanceof PtxOperand.Pair pair) {
            collect(pair.first(), into);
            collect(pair.second(), into);
        } else if (operand instanceof PtxOperand.Negated negated) {
            collect(negated.predicate(), into);
        }
    }
}
