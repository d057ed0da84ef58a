package alexnet.engine.emulator.math;

import alexnet.engine.ptx.PtxType;

/**
 * What {@code atom} and {@code red} compute from the old value in memory (PTX ISA 7.0, atom). Values travel as raw bits,
 * zero-extended; of a result, only the bits of the type count.
 */
public final class AtomicFunctions {

    /** The new value from the old one and the operands; {@code y} is the third operand of {@code cas}. */
    public interface Function {
        long apply(long old, long x, long y);
    }

    private AtomicFunctions() {}

    /** The function of an operation, or null where PTX ISA 7.0 has none for the type. */
    public static Function of(String operation, PtxType type) {
        return switch (operation) {
            case "add" -> add(type);
            case "min", "max" -> extreme(operation.equals("min"), type);
            case "and" -> bits(type) ? (old, x, y) -> old & x : null;
            case "or" -> bits(type) ? (old, x, y) -> old | x : null;
            case "xor" -> bits(type) ? (old, x, y) -> old ^ x : null;
            case "exch" -> bits(type) ? (old, x, y) -> x : null;
            case "cas" -> bits(type) || type == PtxType.B16 ? (old, x, y) -> old == x ? y : old : null;
            case "inc" -> type == PtxType.U32 ? (old, x, y) -> old >= x ? 0 : old + 1 : null;
            case "dec" -> type == PtxType.U32 ? (old, x, y) -> old == 0 || old > x ? x : old - 1 : null;
            default -> null;
        };
    }

    private static boolean bits(PtxType type) {
        return type == PtxType.B32 || type == PtxType.B64;
    }

    private static Function add(PtxType type) {
        return switch (type) {
            case U32, S32, U64 -> (old, x, y) -> old + x;
            case F32 -> (old, x, y) -> bits(number(old) + number(x));
            case F64 ->
                (old, x, y) -> Double.doubleToRawLongBits(Double.longBitsToDouble(old) + Double.longBitsToDouble(x));
            case F16 -> AtomicFunctions::addHalves;
            case F16X2 -> (old, x, y) -> addHalves(old, x, y) | addHalves(old >>> 16, x >>> 16, y) << 16;
            default -> null;
        };
    }

    /** Two halves have at most 41 bits between the highest and the lowest: their sum as doubles is exact. */
    private static long addHalves(long old, long x, long unused) {
        return FloatFormat.F16.round(
                (double) FloatFormat.F16.value((int) old) + FloatFormat.F16.value((int) x), Rounding.NEAREST);
    }

    private static float number(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long bits(float number) {
        return Float.floatToRawIntBits(number) & 0xffff_ffffL;
    }

    /**
     * Additions of floats in global memory take and give zeros of the same sign for denormal numbers; those in shared
     * memory keep them.
     */
    public static Function addFlushed() {
        return (old, x, y) -> bits(flush(flush(number(old)) + flush(number(x))));
    }

    private static float flush(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    private static Function extreme(boolean least, PtxType type) {
        return switch (type) {
            case U32 -> (old, x, y) -> least == old < x ? old : x;
            case S32 -> (old, x, y) -> least == (int) old < (int) x ? old : x;
            case U64 -> (old, x, y) -> least == Long.compareUnsigned(old, x) < 0 ? old : x;
            case S64 -> (old, x, y) -> least == old < x ? old : x;
            default -> null;
        };
    }
}
