package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.loop.Signatures.IDD;
import alexnet.engine.emulator.loop.Signatures.IFF;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.ILL;
import alexnet.engine.emulator.loop.VectorLoopWriter;
import alexnet.engine.emulator.math.FloatFormat;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.ptx.PtxType;
import java.util.Set;

/** The functions of {@code setp}: 1 where the comparison holds. */
public final class CompareFunctions {

    private CompareFunctions() {}

    private static final Set<String> EQUALITY = Set.of("eq", "ne");
    private static final Set<String> SIGNED = Set.of("eq", "ne", "lt", "le", "gt", "ge");
    private static final Set<String> UNSIGNED = Set.of("eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs");

    /** The comparison, or null where PTX has none of that name for the type. */
    public static LaneFunction of(String comparison, PtxType type, boolean ftz) {
        return known(comparison, type) ? of(comparison, type, ftz, 0) : null;
    }

    /** As {@link #of(String, PtxType, boolean)}, of the upper halves of pairs. */
    public static LaneFunction ofUpper(String comparison, PtxType type, boolean ftz) {
        return known(comparison, type) ? of(comparison, type, ftz, 16) : null;
    }

    private static LaneFunction of(String comparison, PtxType type, boolean ftz, int shift) {
        String key = "setp " + comparison + " " + type + " " + ftz + " " + shift;
        if (type == PtxType.F32 && !ftz) {
            return InstructionTable.derived(key, () -> floats(comparison), () -> VectorLoopWriter.compare(comparison));
        }
        return InstructionTable.derived(key, null, () -> operator(comparison, type, ftz, shift));
    }

    private static boolean known(String comparison, PtxType type) {
        return switch (type) {
            case B16, B32, B64 -> EQUALITY.contains(comparison);
            case S16, S32, S64 -> SIGNED.contains(comparison);
            case U16, U32, U64 -> UNSIGNED.contains(comparison);
            case F16, F16X2, F32, F64 -> floats(comparison) != null;
            default -> false;
        };
    }

    private static Signatures.Lane operator(String comparison, PtxType type, boolean ftz, int shift) {
        return switch (type) {
            case F16, F16X2 -> halves(comparison, ftz, shift);
            case F32 -> ftz ? flushed(floats(comparison)) : floats(comparison);
            case F64 -> doubles(comparison);
            case S64 -> longs(comparison);
            case U64, B64 -> longs(unsigned(comparison));
            case S16 -> shorts(comparison);
            case S32 -> ints(comparison);
            default -> ints(unsigned(comparison));
        };
    }

    private static III halves(String comparison, boolean ftz, int shift) {
        FloatFormat f16 = FloatFormat.F16;
        IFF compare = floats(comparison);
        return ftz
                ? (a, b) -> compare.apply(f16.value(f16.flush(a >>> shift)), f16.value(f16.flush(b >>> shift)))
                : (a, b) -> compare.apply(f16.value(a >>> shift), f16.value(b >>> shift));
    }

    private static IFF flushed(IFF compare) {
        return (a, b) -> compare.apply(FloatMath.flush(a), FloatMath.flush(b));
    }

    /** lt of unsigned operands is lo, and so on; eq and ne are the same. */
    private static String unsigned(String comparison) {
        return switch (comparison) {
            case "lt" -> "lo";
            case "le" -> "ls";
            case "gt" -> "hi";
            case "ge" -> "hs";
            default -> comparison;
        };
    }

    /** Written without comparisons, which C2 of JDK 17 does not turn into SIMD code. */
    private static III ints(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> different(a, b) ^ 1;
            case "ne" -> (a, b) -> different(a, b);
            case "lt" -> (a, b) -> less(a, b);
            case "le" -> (a, b) -> less(b, a) ^ 1;
            case "gt" -> (a, b) -> less(b, a);
            case "ge" -> (a, b) -> less(a, b) ^ 1;
            case "lo" -> (a, b) -> below(a, b);
            case "ls" -> (a, b) -> below(b, a) ^ 1;
            case "hi" -> (a, b) -> below(b, a);
            case "hs" -> (a, b) -> below(a, b) ^ 1;
            default -> null;
        };
    }

    private static int different(int a, int b) {
        int bits = a ^ b;
        return (bits | -bits) >>> 31;
    }

    /** The sign of the difference, turned over where the subtraction overflows. */
    private static int less(int a, int b) {
        int difference = a - b;
        return (difference ^ (a ^ b) & (difference ^ a)) >>> 31;
    }

    /** The borrow of an unsigned subtraction. */
    private static int below(int a, int b) {
        return (~a & b | ~(a ^ b) & a - b) >>> 31;
    }

    private static III shorts(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> a == b ? 1 : 0;
            case "ne" -> (a, b) -> a != b ? 1 : 0;
            case "lt" -> (a, b) -> (short) a < (short) b ? 1 : 0;
            case "le" -> (a, b) -> (short) a <= (short) b ? 1 : 0;
            case "gt" -> (a, b) -> (short) a > (short) b ? 1 : 0;
            case "ge" -> (a, b) -> (short) a >= (short) b ? 1 : 0;
            default -> null;
        };
    }

    private static ILL longs(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> a == b ? 1 : 0;
            case "ne" -> (a, b) -> a != b ? 1 : 0;
            case "lt" -> (a, b) -> a < b ? 1 : 0;
            case "le" -> (a, b) -> a <= b ? 1 : 0;
            case "gt" -> (a, b) -> a > b ? 1 : 0;
            case "ge" -> (a, b) -> a >= b ? 1 : 0;
            case "lo" -> (a, b) -> a + Long.MIN_VALUE < b + Long.MIN_VALUE ? 1 : 0;
            case "ls" -> (a, b) -> a + Long.MIN_VALUE <= b + Long.MIN_VALUE ? 1 : 0;
            case "hi" -> (a, b) -> a + Long.MIN_VALUE > b + Long.MIN_VALUE ? 1 : 0;
            case "hs" -> (a, b) -> a + Long.MIN_VALUE >= b + Long.MIN_VALUE ? 1 : 0;
            default -> null;
        };
    }

    /** The forms with u hold when an operand is NaN; the others, ne too, do not. */
    private static IFF floats(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> a == b ? 1 : 0;
            case "ne" -> (a, b) -> a < b || a > b ? 1 : 0;
            case "lt" -> (a, b) -> a < b ? 1 : 0;
            case "le" -> (a, b) -> a <= b ? 1 : 0;
            case "gt" -> (a, b) -> a > b ? 1 : 0;
            case "ge" -> (a, b) -> a >= b ? 1 : 0;
            case "equ" -> (a, b) -> !(a < b || a > b) ? 1 : 0;
            case "neu" -> (a, b) -> a != b ? 1 : 0;
            case "ltu" -> (a, b) -> !(a >= b) ? 1 : 0;
            case "leu" -> (a, b) -> !(a > b) ? 1 : 0;
            case "gtu" -> (a, b) -> !(a <= b) ? 1 : 0;
            case "geu" -> (a, b) -> !(a < b) ? 1 : 0;
            case "num" -> (a, b) -> a == a && b == b ? 1 : 0;
            case "nan" -> (a, b) -> a != a || b != b ? 1 : 0;
            default -> null;
        };
    }

    private static IDD doubles(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> a == b ? 1 : 0;
            case "ne" -> (a, b) -> a < b || a > b ? 1 : 0;
            case "lt" -> (a, b) -> a < b ? 1 : 0;
            case "le" -> (a, b) -> a <= b ? 1 : 0;
            case "gt" -> (a, b) -> a > b ? 1 : 0;
            case "ge" -> (a, b) -> a >= b ? 1 : 0;
            case "equ" -> (a, b) -> !(a < b || a > b) ? 1 : 0;
            case "neu" -> (a, b) -> a != b ? 1 : 0;
            case "ltu" -> (a, b) -> !(a >= b) ? 1 : 0;
            case "leu" -> (a, b) -> !(a > b) ? 1 : 0;
            case "gtu" -> (a, b) -> !(a <= b) ? 1 : 0;
            case "geu" -> (a, b) -> !(a < b) ? 1 : 0;
            case "num" -> (a, b) -> a == a && b == b ? 1 : 0;
            case "nan" -> (a, b) -> a != a || b != b ? 1 : 0;
            default -> null;
        };
    }
}
