package alexnet.engine.emulator.profile;

import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.ptx.PtxMnemonic;
import java.util.Locale;

/** What sort of work an instruction is. Sorted by the opcode alone. */
public enum InstructionKind {
    INTEGER,
    /** {@code add} and {@code sub} in float32. */
    FLOAT_ADD,
    FLOAT_MULTIPLY,
    FLOAT_FMA,
    /** All else in float32: {@code div}, {@code sqrt}, {@code min}, {@code ex2}, ... */
    FLOAT_OTHER,
    /** All arithmetic in float64. */
    DOUBLE,
    /** All arithmetic in float16 and bfloat16, single or in pairs. */
    HALF,
    /** {@code mma}: a matrix product of a whole warp. */
    MATRIX,
    CONVERT,
    /** {@code setp}, {@code set}, {@code selp}, {@code slct}, {@code testp}. */
    COMPARE,
    /** {@code mov}, {@code cvta} and the like: mostly gone in machine code. */
    MOVE,
    LOAD_GLOBAL,
    LOAD_SHARED,
    LOAD_LOCAL,
    LOAD_CONSTANT,
    LOAD_PARAMETER,
    LOAD_GENERIC,
    STORE_GLOBAL,
    STORE_SHARED,
    STORE_LOCAL,
    STORE_GENERIC,
    ATOMIC,
    /** {@code cp.async} and the waiting for it. */
    ASYNC_COPY,
    BARRIER,
    FENCE,
    /** Exchange within a warp: {@code shfl}, {@code vote}, {@code match}, {@code redux}, {@code activemask}. */
    WARP,
    /** Branches, calls, ends. */
    CONTROL,
    OTHER;

    /** The kind of an instruction, by its full name. */
    public static InstructionKind of(PtxMnemonic name) {
        return switch (name.opcode().kind()) {
            case ARITHMETIC -> arithmetic(name);
            case CONVERT -> CONVERT;
            case COMPARE, SELECT -> COMPARE;
            case MOVE, ADDRESS_TEST, PREFETCH -> MOVE;
            case LOAD -> memory(name, LOAD_GLOBAL, LOAD_SHARED, LOAD_LOCAL, LOAD_GENERIC);
            case STORE -> memory(name, STORE_GLOBAL, STORE_SHARED, STORE_LOCAL, STORE_GENERIC);
            case MATRIX_LOAD -> LOAD_SHARED;
            case ATOMIC, REDUCTION -> ATOMIC;
            case ASYNC_COPY -> ASYNC_COPY;
            case BARRIER -> name.has("warp") ? WARP : BARRIER;
            case ARRIVAL_BARRIER -> BARRIER;
            case FENCE -> FENCE;
            case WARP -> WARP;
            case MATRIX_MULTIPLY -> MATRIX;
            case BRANCH, INDEXED_BRANCH, CALL, RETURN, EXIT, TRAP -> CONTROL;
            case WAIT -> OTHER;
            case UNKNOWN -> InstructionTable.knows(name.text()) ? arithmetic(name) : OTHER;
        };
    }

    private static InstructionKind arithmetic(PtxMnemonic name) {
        return switch (name.lastModifier()) {
            case "f32", "tf32" ->
                switch (name.opcode()) {
                    case ADD, SUB -> FLOAT_ADD;
                    case MUL -> FLOAT_MULTIPLY;
                    case FMA, MAD -> FLOAT_FMA;
                    default -> FLOAT_OTHER;
                };
            case "f64" -> DOUBLE;
            case "f16", "f16x2", "bf16", "bf16x2" -> HALF;
            default -> INTEGER;
        };
    }

    private static InstructionKind memory(
            PtxMnemonic name,
            InstructionKind global,
            InstructionKind shared,
            InstructionKind local,
            InstructionKind generic) {
        for (String part : name.modifiers()) {
            switch (part) {
                case "global" -> {
                    return global;
                }
                case "shared" -> {
                    return shared;
                }
                case "local" -> {
                    return local;
                }
                case "const" -> {
                    return LOAD_CONSTANT;
                }
                case "param" -> {
                    return LOAD_PARAMETER;
                }
                default -> {}
            }
        }
        return generic;
    }

    /** The name in tables and JSON, such as {@code load_global}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
