package alexnet.engine.emulator.translate;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;

/** Which registers a memory instruction of some type may read or write (PTX ISA 7.0, Operand Size Exceeding Size). */
final class RegisterTypes {

    private RegisterTypes() {}

    /** @throws alexnet.engine.PtxException where the register is too narrow or of another kind of number */
    static PtxOperand.Register require(OpEmitter to, PtxInstruction instruction, PtxOperand operand, PtxType type) {
        PtxOperand.Register register = to.register(instruction, operand);
        if (!agree(type, register.type())) {
            String name = register.name().replaceFirst("#.*", "");
            throw to.refuse(
                    instruction, "the register " + name + " of type " + register.type() + " does not fit the type");
        }
        return register;
    }

    /** Bit types go with everything that is wide enough; numbers with their own kind, floats of their own size only. */
    static boolean agree(PtxType instruction, PtxType register) {
        if (register == PtxType.PRED || register.bytes < instruction.bytes) {
            return false;
        }
        if (bits(instruction) || bits(register)) {
            return true;
        }
        boolean one = instruction.floating() || instruction.half();
        boolean other = register.floating() || register.half();
        return one == other && (!one || instruction == register);
    }

    private static boolean bits(PtxType type) {
        return type == PtxType.B8 || type == PtxType.B16 || type == PtxType.B32 || type == PtxType.B64;
    }
}
