package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.List;

/** The carry flag as a register (PTX ISA, extended-precision integer arithmetic). */
public final class CarryFlags {

    /** The condition code register's carry flag; no register of a program has a name without the number of its scope. */
    public static final PtxOperand.Register FLAG = new PtxOperand.Register("CC.CF", PtxType.PRED);

    private CarryFlags() {}

    /** The flag where an instruction writes it, else nothing. */
    static List<PtxOperand.Register> written(PtxInstruction instruction) {
        return instruction.mnemonic().writesCarry() ? List.of(FLAG) : List.of();
    }

    /** The flag where an instruction reads it, else nothing. */
    static List<PtxOperand.Register> read(PtxInstruction instruction) {
        return instruction.mnemonic().readsCarry() ? List.of(FLAG) : List.of();
    }
}
