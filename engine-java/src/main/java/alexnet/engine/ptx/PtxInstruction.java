package alexnet.engine.ptx;

import java.util.List;

/**
 * One instruction as written.
 *
 * @param guard predicate register of {@code @p}, or null
 * @param guardNegated true for {@code @!p}
 * @param mnemonic full name with modifiers, such as {@code ld.global.f32}
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
        PtxMnemonic mnemonic,
        List<PtxOperand> operands,
        int line,
        int column,
        int sourceFile,
        int sourceLine,
        int callerFile,
        int callerLine) {

    /** The full name with modifiers. */
    public String opcode() {
        return mnemonic.text();
    }

    /** The name without modifiers, as the opcode table has it. */
    public PtxOpcode base() {
        return mnemonic.opcode();
    }

    public PtxOpcode.Kind kind() {
        return mnemonic.opcode().kind();
    }

    /** The name's parts after the first. */
    public List<String> modifiers() {
        return mnemonic.modifiers();
    }

    /** Another instruction at the same place, without a guard. */
    public PtxInstruction with(String opcode, List<PtxOperand> otherOperands) {
        return with(null, false, opcode, otherOperands);
    }

    /** The same instruction with other operands. */
    PtxInstruction with(List<PtxOperand> otherOperands) {
        return new PtxInstruction(
                guard,
                guardNegated,
                mnemonic,
                otherOperands,
                line,
                column,
                sourceFile,
                sourceLine,
                callerFile,
                callerLine);
    }

    public PtxOperand operand(int index) {
        return operands.get(index);
    }

    /** Another instruction at the same place of the text. */
    public PtxInstruction with(
            PtxOperand.Register otherGuard, boolean negated, String opcode, List<PtxOperand> otherOperands) {
        return new PtxInstruction(
                otherGuard,
                negated,
                opcode.equals(opcode()) ? mnemonic : PtxMnemonic.of(opcode),
                otherOperands,
                line,
                column,
                sourceFile,
                sourceLine,
                callerFile,
                callerLine);
    }
}
