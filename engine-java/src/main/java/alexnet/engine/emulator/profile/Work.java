package alexnet.engine.emulator.profile;

import alexnet.engine.ptx.PtxMnemonic;
import alexnet.engine.ptx.PtxOpcode;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an instruction costs.
 *
 * <p>FLOPs: one for each addition, multiplication, division, root, reciprocal and transcendental function, two for a
 * multiply-add, twice that for pairs of 16-bit floats; none for comparisons, minimum, maximum and signs.
 *
 * @param kind sort of instruction
 * @param flops FLOPs per lane; of a {@code mma} per warp
 * @param slots machine instructions that are assumed for it: 0 for moves and reads of parameters, which mostly vanish; 8 for
 *     division, square root and reciprocal with IEEE rounding, which become short programs; 1 for all else
 */
record Work(InstructionKind kind, int flops, int slots) {

    /** Machine instructions assumed for a division, root or reciprocal with IEEE rounding. */
    static final int SLOTS_OF_DIVISION = 8;

    private static final Set<PtxOpcode> ONE_FLOP = EnumSet.of(
            PtxOpcode.ADD,
            PtxOpcode.SUB,
            PtxOpcode.MUL,
            PtxOpcode.DIV,
            PtxOpcode.SQRT,
            PtxOpcode.RSQRT,
            PtxOpcode.RCP,
            PtxOpcode.SIN,
            PtxOpcode.COS,
            PtxOpcode.EX2,
            PtxOpcode.LG2,
            PtxOpcode.TANH);
    private static final Set<PtxOpcode> TWO_FLOPS = EnumSet.of(PtxOpcode.FMA, PtxOpcode.MAD);
    private static final Set<PtxOpcode> DIVISIONS = EnumSet.of(PtxOpcode.DIV, PtxOpcode.SQRT, PtxOpcode.RCP);
    private static final Pattern MMA_SHAPE = Pattern.compile("m(\\d+)n(\\d+)k(\\d+)");

    /** The cost of an instruction, by its full name with modifiers. */
    static Work of(PtxMnemonic name) {
        InstructionKind kind = InstructionKind.of(name);
        PtxOpcode opcode = name.opcode();
        int flops = switch (kind) {
            case FLOAT_ADD, FLOAT_MULTIPLY, FLOAT_FMA, FLOAT_OTHER, DOUBLE, HALF ->
                (TWO_FLOPS.contains(opcode) ? 2 : ONE_FLOP.contains(opcode) ? 1 : 0)
                        * (name.lastModifier().endsWith("x2") ? 2 : 1);
            case MATRIX -> matrixFlops(name.text());
            default -> 0;
        };
        boolean division = flops > 0 && DIVISIONS.contains(opcode) && !name.has("approx");
        boolean vanishes = kind == InstructionKind.MOVE || kind == InstructionKind.LOAD_PARAMETER;
        return new Work(kind, flops, vanishes ? 0 : division ? SLOTS_OF_DIVISION : 1);
    }

    private static int matrixFlops(String opcode) {
        Matcher shape = MMA_SHAPE.matcher(opcode);
        return shape.find()
                ? 2
                        * Integer.parseInt(shape.group(1))
                        * Integer.parseInt(shape.group(2))
                        * Integer.parseInt(shape.group(3))
                : 0;
    }
}
