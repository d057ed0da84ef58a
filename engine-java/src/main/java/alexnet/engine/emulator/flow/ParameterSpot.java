package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import alexnet.engine.ptx.PtxVariable;

/**
 * Where one {@code .param} variable of a call is kept.
 *
 * @param register its register, or null for one in local memory: an array, or one that is not only read and written whole
 */
record ParameterSpot(PtxVariable variable, PtxOperand.Register register) {

    static ParameterSpot of(PtxVariable variable, PtxKernelText code, String prefix) {
        if (variable.space().equals("reg")) {
            return new ParameterSpot(
                    variable, new PtxOperand.Register(prefix + variable.name() + "#0", variable.type()));
        }
        boolean whole =
                scalar(variable) && code.instructions().stream().allMatch(instruction -> whole(instruction, variable));
        return new ParameterSpot(
                variable,
                whole ? new PtxOperand.Register(prefix + "=" + variable.name(), type(variable.bytes())) : null);
    }

    /** The type of registers for values of that size. */
    static PtxType type(int bytes) {
        return bytes == 8 ? PtxType.B64 : bytes == 4 ? PtxType.B32 : PtxType.B16;
    }

    boolean scalar() {
        return scalar(variable);
    }

    /** True for one value, false for an array. */
    static boolean scalar(PtxVariable variable) {
        return variable.bytes() == variable.type().bytes && variable.bytes() <= 8;
    }

    /** True for instructions that do not name the variable, and for those that a register can stand for. */
    private static boolean whole(PtxInstruction instruction, PtxVariable variable) {
        PtxOperand.Symbol name = new PtxOperand.Symbol(variable.name());
        // Most instructions name no parameter: to see that has to be cheap, as every parameter asks every instruction.
        if (instruction.operands().stream().noneMatch(operand -> names(operand, name))) {
            return true;
        }
        if (instruction.kind() == PtxOpcode.Kind.CALL) {
            return true;
        }
        boolean read = accesses(instruction, PtxOpcode.LD, 1, name);
        boolean written = accesses(instruction, PtxOpcode.ST, 0, name);
        PtxType type = type(instruction);
        for (int i = 0; i < instruction.operands().size(); i++) {
            boolean address = read && i == 1 || written && i == 0;
            if (!address && names(instruction.operand(i), name)) {
                return false;
            }
        }
        PtxOperand.Address address = (PtxOperand.Address) instruction.operand(read ? 1 : 0);
        PtxOperand value = instruction.operand(read ? 0 : 1);
        return type != null
                && address.offset() == 0
                && !(value instanceof PtxOperand.Vector)
                && (read ? type.bytes <= variable.bytes() : type.bytes == variable.bytes());
    }

    private static boolean accesses(PtxInstruction instruction, PtxOpcode base, int operand, PtxOperand.Symbol name) {
        return instruction.base() == base
                && instruction.mnemonic().has("param")
                && instruction.operands().size() == 2
                && instruction.operand(operand) instanceof PtxOperand.Address address
                && address.base().equals(name);
    }

    /** The type at an opcode's end, or null. */
    static PtxType type(PtxInstruction instruction) {
        return PtxType.named(instruction.mnemonic().lastModifier());
    }

    private static boolean names(PtxOperand operand, PtxOperand.Symbol name) {
        return operand instanceof PtxOperand.Symbol symbol && symbol.name().equals(name.name())
                || operand instanceof PtxOperand.Address address
                        && address.base().equals(name)
                || operand instanceof PtxOperand.Vector vector
                        && vector.elements().contains(name);
    }
}
