package alexnet.engine.emulator.profile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    private static final Set<String> ARITHMETIC = Set.of(
            "add",
            "sub",
            "mul",
            "mad",
            "fma",
            "div",
            "rem",
            "abs",
            "neg",
            "min",
            "max",
            "sqrt",
            "rsqrt",
            "rcp",
            "sin",
            "cos",
            "ex2",
            "lg2",
            "tanh",
            "copysign",
            "and",
            "or",
            "xor",
            "not",
            "cnot",
            "shl",
            "shr",
            "shf",
            "lop3",
            "popc",
            "clz",
            "bfind",
            "brev",
            "bfe",
            "bfi",
            "bmsk",
            "szext",
            "fns",
            "prmt",
            "mul24",
            "mad24",
            "sad",
            "dp4a",
            "dp2a",
            "addc",
            "subc",
            "madc");

    private static final Map<String, InstructionKind> BY_BASE = new TreeMap<>();

    static {
        all(CONVERT, "cvt");
        all(COMPARE, "setp", "set", "selp", "slct", "testp");
        all(MOVE, "mov", "cvta", "isspacep", "istypep", "prefetch", "prefetchu", "discard", "applypriority");
        all(ATOMIC, "atom", "red");
        all(ASYNC_COPY, "cp");
        all(BARRIER, "mbarrier");
        all(FENCE, "membar", "fence");
        all(WARP, "shfl", "vote", "match", "redux", "activemask", "elect");
        all(CONTROL, "bra", "brx", "call", "ret", "exit", "trap", "brkpt");
        all(MATRIX, "mma", "wmma");
    }

    private static void all(InstructionKind kind, String... bases) {
        Arrays.stream(bases).forEach(base -> BY_BASE.put(base, kind));
    }

    /** The kind of an instruction, by its full name with modifiers, such as {@code ld.global.f32}. */
    public static InstructionKind of(String opcode) {
        List<String> parts = List.of(opcode.split("\\."));
        String base = parts.get(0);
        if (ARITHMETIC.contains(base)) {
            return arithmetic(base, parts.get(parts.size() - 1));
        }
        return switch (base) {
            case "ld", "ldu" -> memory(parts, LOAD_GLOBAL, LOAD_SHARED, LOAD_LOCAL, LOAD_GENERIC);
            case "st" -> memory(parts, STORE_GLOBAL, STORE_SHARED, STORE_LOCAL, STORE_GENERIC);
            case "ldmatrix" -> LOAD_SHARED;
            case "bar", "barrier" -> parts.contains("warp") ? WARP : BARRIER;
            default -> BY_BASE.getOrDefault(base, OTHER);
        };
    }

    private static InstructionKind arithmetic(String base, String type) {
        return switch (type) {
            case "f32", "tf32" ->
                switch (base) {
                    case "add", "sub" -> FLOAT_ADD;
                    case "mul" -> FLOAT_MULTIPLY;
                    case "fma", "mad" -> FLOAT_FMA;
                    default -> FLOAT_OTHER;
                };
            case "f64" -> DOUBLE;
            case "f16", "f16x2", "bf16", "bf16x2" -> HALF;
            default -> INTEGER;
        };
    }

    private static InstructionKind memory(
            List<String> parts,
            InstructionKind global,
            InstructionKind shared,
            InstructionKind local,
            InstructionKind generic) {
        for (String part : parts) {
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
