package alexnet.engine.emulator.flow;

import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.List;

/**
 * The registers that an instruction writes and reads.
 *
 * @param early the reads of a lane that happen before its writes, so that a result may take their place
 */
record RegisterUse(List<PtxOperand.Register> writes, List<PtxOperand.Register> reads, List<PtxOperand.Register> early) {

    static RegisterUse of(PtxInstruction instruction) {
        List<PtxOperand.Register> writes = new ArrayList<>();
        List<PtxOperand.Register> reads = new ArrayList<>();
        // A call is one that FunctionLinker has made: the function comes first, then the result.
        boolean call = instruction.kind() == PtxOpcode.Kind.CALL;
        int result = call ? 1 : instruction.mnemonic().result();
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
                        || instruction.base().readsFirst());
        return perLane ? reads : List.of();
    }

    private static void collect(PtxOperand operand, List<PtxOperand.Register> into) {
        operand.forEachPart(part -> {
            if (part instanceof PtxOperand.Register register) {
                into.add(register);
            } else if (part instanceof PtxOperand.Negated negated) {
                collect(negated.predicate(), into);
            }
        });
    }
}
