package alexnet.engine.ptx;

import java.util.List;

/**
 * One instruction as written.
 *
 * @param guard predicate register of {@code @p}, or null
 * @param guardNegated true for {@code @!p}
 * @param opcode full name with modifiers, such as {@code ld.global.f32}
 * @param line line in the PTX
 * @param column column in the PTX
 * @param sourceFile number of the .cu file ({@code .loc}), 0 where not known
 * @param sourceLine line in the .cu file
 * @param callerFile number of the file that the code was inlined into ({@code inlined_at}), 0 where it was not
 * @param callerLine line in that file
 */
public record PtxInstruction(
        PtxOperand.Register guard,
        boolean guardNegated,
        String opcode,
        List<PtxOperand> operands,
        int line,
        int column,
        int sourceFile,
        int sourceLine,
        int callerFile,
        int callerLine) {

    /** The opcode's first part. */
    public String base() {
        int dot = opcode.indexOf('.');
        return dot < 0 ? opcode : opcode.substring(0, dot);
    }

    /** The opcode's parts after the first. */
    public List<String> modifiers() {
        String[] parts = opcode.split("\\.");
        return List.of(parts).subList(1, parts.length);
    }

    /** Another instruction at the same place, without a guard. */
    public PtxInstruction with(String otherOpcode, List<PtxOperand> otherOperands) {
        return new PtxInstruction(
                null, false, otherOpcode, otherOperands, line, column, sourceFile, sourceLine, callerFile, callerLine);
    }

    public PtxOperand operand(int index) {
        return operands.get(index);
    }

    /** Another instruction at the same place of the text. */
    public PtxInstruction with(
            PtxOperand.Register otherGuard, boolean negated, String otherOpcode, List<PtxOperand> others) {
        return new PtxInstruction(
                otherGuard, negated, otherOpcode, others, line, column, sourceFile, sourceLine, callerFile, callerLine);
    }
}
