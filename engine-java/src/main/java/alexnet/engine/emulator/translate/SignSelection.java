package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Signatures.DDDF;
import alexnet.engine.emulator.loop.Signatures.DDDI;
import alexnet.engine.emulator.loop.Signatures.FFFF;
import alexnet.engine.emulator.loop.Signatures.FFFI;
import alexnet.engine.emulator.loop.Signatures.IIIF;
import alexnet.engine.emulator.loop.Signatures.IIII;
import alexnet.engine.emulator.loop.Signatures.LLLF;
import alexnet.engine.emulator.loop.Signatures.LLLI;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.List;

/**
 * {@code slct}: the first operand where the third is not negative, else the second. A third operand of -0 is not
 * negative, and with {@code .ftz} neither is a subnormal number; a NaN chooses the second operand.
 */
final class SignSelection {

    private final OpEmitter to;

    SignSelection(OpEmitter to) {
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
                sign == PtxType.S32 ? byInteger(Registers.fileOf(type)) : byFloat(Registers.fileOf(type), ftz),
                instruction.operand(0),
                instruction.operands().subList(1, 4));
    }

    private static LaneFunction byInteger(int file) {
        String key = "slct " + file;
        return InstructionTable.derived(key, null, () -> switch (file) {
            case Registers.INT -> (IIII) (a, b, c) -> a ^ (a ^ b) & c >> 31;
            case Registers.LONG -> (LLLI) (a, b, c) -> a ^ (a ^ b) & c >> 31;
            case Registers.FLOAT -> (FFFI) (a, b, c) -> FloatMath.select(b, a, c >> 31);
            default -> (DDDI) (a, b, c) -> FloatMath.select(b, a, c >> 31);
        });
    }

    private static LaneFunction byFloat(int file, boolean ftz) {
        String key = "slct f32 " + file + " " + ftz;
        return InstructionTable.derived(key, null, () -> switch (file) {
            case Registers.INT -> (IIIF) (a, b, c) -> first(c, ftz) ? a : b;
            case Registers.LONG -> (LLLF) (a, b, c) -> first(c, ftz) ? a : b;
            case Registers.FLOAT -> (FFFF) (a, b, c) -> FloatMath.select(a, b, first(c, ftz) ? -1 : 0);
            default -> (DDDF) (a, b, c) -> FloatMath.select(a, b, first(c, ftz) ? -1 : 0);
        });
    }

    private static boolean first(float sign, boolean ftz) {
        return (ftz ? FloatMath.flush(sign) : sign) >= 0;
    }
}
