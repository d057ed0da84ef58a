package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.List;
import java.util.Set;

/** Which instructions write and read the carry flag (PTX ISA, extended-precision integer arithmetic). */
public final class CarryFlags {

    /** The condition code register's carry flag; no register of a program has a name without the number of its scope. */
    public static final PtxOperand.Register FLAG = new PtxOperand.Register("CC.CF", PtxType.PRED);

    private CarryFlags() {}

    /** The flag where an instruction writes it, else nothing. */
    static List<PtxOperand.Register> written(PtxInstruction instruction) {
        return handles(instruction) && instruction.modifiers().contains("cc") ? List.of(FLAG) : List.of();
    }

    /** The flag where an instruction reads it, else nothing. */
    public static List<PtxOperand.Register> read(PtxInstruction instruction) {
        return Set.of("addc", "subc", "madc").contains(instruction.base()) ? List.of(FLAG) : List.of();
    }

    public static boolean handles(PtxInstruction instruction) {
        return switch (instruction.base()) {
            case "addc", "subc", "madc" -> true;
            case "add", "sub", "mad" -> instruction.modifiers().contains("cc");
            default -> false;
        };
    }
}
