package alexnet.engine.emulator;

import alexnet.engine.emulator.Operators.DDDF;
import alexnet.engine.emulator.Operators.DDDI;
import alexnet.engine.emulator.Operators.FFFF;
import alexnet.engine.emulator.Operators.FFFI;
import alexnet.engine.emulator.Operators.IIIF;
import alexnet.engine.emulator.Operators.IIII;
import alexnet.engine.emulator.Operators.LLLF;
import alexnet.engine.emulator.Operators.LLLI;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.List;

/**
 * {@code slct}: the first operand where the third is not negative, else the second. A third operand of -0 is not
 * negative, and with {@code .ftz} neither is a subnormal number; a NaN chooses the second operand.
 */
final class SignSelection {

    private final InstructionTranslator to;

    SignSelection(InstructionTranslator to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        boolean ftz = modifiers.size() == 3 && modifiers.get(0).equals("ftz");
        if (modifiers.size() != (ftz ? 3 : 2)) {
            throw to.unknown(instruction);
        }
        PtxType type = PtxType.named(modifiers.get(ftz ? 1 : 0));
        PtxType sign = PtxType.named(modifiers.get(ftz ? 2 : 1));
        boolean known = type != null
                && type.bytes >= 2
                && !type.half()
                && type != PtxType.TF32
                && (sign == PtxType.F32 || sign == PtxType.S32 && !ftz);
        if (!known) {
            throw to.unknown(instruction);
        }
        if (instruction.operands().size() != 4) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected 4)");
        }
        to.lane(
                instruction,
                sign == PtxType.S32 ? byInteger(Bank.of(type)) : byFloat(Bank.of(type), ftz),
                instruction.operand(0),
                instruction.operands().subList(1, 4));
    }

    private static LaneFunction byInteger(int bank) {
        String key = "slct " + bank;
        return InstructionTable.derived(key, null, () -> switch (bank) {
            case Bank.INT -> (IIII) (a, b, c) -> a ^ (a ^ b) & c >> 31;
            case Bank.LONG -> (LLLI) (a, b, c) -> a ^ (a ^ b) & c >> 31;
            case Bank.FLOAT -> (FFFI) (a, b, c) -> FloatMath.select(b, a, c >> 31);
            default -> (DDDI) (a, b, c) -> FloatMath.select(b, a, c >> 31);
        });
    }

    private static LaneFunction byFloat(int bank, boolean ftz) {
        String key = "slct f32 " + bank + " " + ftz;
        return InstructionTable.derived(key, null, () -> switch (bank) {
            case Bank.INT -> (IIIF) (a, b, c) -> first(c, ftz) ? a : b;
            case Bank.LONG -> (LLLF) (a, b, c) -> first(c, ftz) ? a : b;
            case Bank.FLOAT -> (FFFF) (a, b, c) -> FloatMath.select(a, b, first(c, ftz) ? -1 : 0);
            default -> (DDDF) (a, b, c) -> FloatMath.select(a, b, first(c, ftz) ? -1 : 0);
        });
    }

    private static boolean first(float sign, boolean ftz) {
        return (ftz ? FloatMath.flush(sign) : sign) >= 0;
    }
}
