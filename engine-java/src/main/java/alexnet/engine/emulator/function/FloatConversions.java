package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.loop.Signatures.DD;
import alexnet.engine.emulator.loop.Signatures.DF;
import alexnet.engine.emulator.loop.Signatures.DI;
import alexnet.engine.emulator.loop.Signatures.DL;
import alexnet.engine.emulator.loop.Signatures.FD;
import alexnet.engine.emulator.loop.Signatures.FF;
import alexnet.engine.emulator.loop.Signatures.FI;
import alexnet.engine.emulator.loop.Signatures.FL;
import alexnet.engine.emulator.loop.Signatures.ID;
import alexnet.engine.emulator.loop.Signatures.IF;
import alexnet.engine.emulator.loop.Signatures.IFF;
import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.IL;
import alexnet.engine.emulator.loop.Signatures.LD;
import alexnet.engine.emulator.loop.Signatures.LF;
import alexnet.engine.emulator.loop.Signatures.LI;
import alexnet.engine.emulator.math.Conversion;
import alexnet.engine.emulator.math.FloatFormat;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.emulator.math.Rounding;
import alexnet.engine.ptx.PtxType;

/** The functions of {@code cvt} where a side is a float. Every value is held exactly in a double and rounded once. */
final class FloatConversions {

    private FloatConversions() {}

    static Signatures.Lane of(Conversion c) {
        return switch (c.to()) {
            case F16 -> toHalf(c);
            case F32 -> toSingle(c);
            case F64 -> toDouble(c);
            case BF16 -> (IF) a -> FloatFormat.BF16.round(clamped(a, c), c.rounding());
            case F16X2 -> (IFF) (a, b) -> pair(FloatFormat.F16, a, b, c);
            case BF16X2 -> (IFF) (a, b) -> pair(FloatFormat.BF16, a, b, c);
            // Ten bits of fraction in the place of a single's upper ones; NaN is the single's.
            case TF32 -> (IF) a -> a != a ? 0x7fff_ffff : FloatFormat.TF32.round(a, c.rounding()) << 13;
            default -> toInteger(c);
        };
    }

    /** The first operand goes to the upper half. */
    private static int pair(FloatFormat format, float a, float b, Conversion c) {
        return format.round(clamped(a, c), c.rounding()) << 16 | format.round(clamped(b, c), c.rounding());
    }

    private static double clamped(double a, Conversion c) {
        if (c.saturate()) {
            return a > 0 ? Math.min(a, 1) : 0;
        }
        return c.relu() && a <= 0 ? 0 : a;
    }

    private static float operand(float a, Conversion c) {
        return c.ftz() ? FloatMath.flush(a) : a;
    }

    private static Signatures.Lane toHalf(Conversion c) {
        FloatFormat f16 = FloatFormat.F16;
        return switch (c.from()) {
            case F16 ->
                (II) a -> c.integral() || c.saturate()
                        ? f16.round(clamped(integral(f16.value(a), c), c), Rounding.NEAREST)
                        : a & 0xffff;
            case F32 -> (IF) a -> f16.round(clamped(operand(a, c), c), c.rounding());
            case F64 -> (ID) a -> f16.round(clamped(a, c), c.rounding());
            case S64, U64 -> (IL) a -> f16.round(clamped(odd(a, c.from()), c), c.rounding());
            default -> (II) a -> f16.round(clamped(ConversionFunctions.value(a, c.from()), c), c.rounding());
        };
    }

    private static Signatures.Lane toSingle(Conversion c) {
        boolean plain = !c.ftz() && !c.saturate();
        boolean nearest = plain && c.rounding() == Rounding.NEAREST;
        PtxType from = c.from();
        return switch (from) {
            case F16 -> (FI) a -> result(FloatFormat.F16.value(a), c);
            case F32 ->
                c.integral()
                        ? (FF) a -> result((float) integral(operand(a, c), c), c)
                        : plain ? (FF) a -> a : (FF) a -> result(a, c);
            case F64 -> nearest ? (FD) a -> (float) a : (FD) a -> result(FloatFormat.roundToFloat(a, c.rounding()), c);
            case S64 -> nearest ? (FL) a -> (float) a : (FL) a -> single(odd(a, from), c);
            case U64 -> nearest ? (FL) FloatMath::fromUnsigned : (FL) a -> single(odd(a, from), c);
            case S32 -> nearest ? (FI) a -> (float) a : (FI) a -> single(a, c);
            case U32 -> nearest ? (FI) FloatMath::fromUnsigned : (FI) a -> single(a & 0xffff_ffffL, c);
            default ->
                nearest
                        ? (FI) a -> (float) ConversionFunctions.value(a, from)
                        : (FI) a -> single(ConversionFunctions.value(a, from), c);
        };
    }

    private static float single(double a, Conversion c) {
        return result(FloatFormat.roundToFloat(a, c.rounding()), c);
    }

    private static float result(float a, Conversion c) {
        float flushed = c.ftz() ? FloatMath.flush(a) : a;
        return c.saturate() ? FloatMath.saturate(flushed) : flushed;
    }

    private static Signatures.Lane toDouble(Conversion c) {
        boolean nearest = !c.saturate() && c.rounding() == Rounding.NEAREST;
        PtxType from = c.from();
        return switch (from) {
            case F16 -> (DI) a -> clamped(FloatFormat.F16.value(a), c);
            case F32 -> c.ftz() || c.saturate() ? (DF) a -> clamped(operand(a, c), c) : (DF) a -> (double) a;
            case F64 -> c.integral() || c.saturate() ? (DD) a -> clamped(integral(a, c), c) : (DD) a -> a;
            case S64 -> nearest ? (DL) a -> (double) a : (DL) a -> clamped(rounded(a, from, c.rounding()), c);
            case U64 ->
                nearest ? (DL) FloatMath::toDoubleUnsigned : (DL) a -> clamped(rounded(a, from, c.rounding()), c);
            case S32 -> nearest ? (DI) a -> (double) a : (DI) a -> clamped(a, c);
            case U32 -> nearest ? (DI) FloatMath::toDoubleUnsigned : (DI) a -> clamped(a & 0xffff_ffffL, c);
            default -> (DI) a -> clamped(ConversionFunctions.value(a, from), c);
        };
    }

    /** A 64-bit integer as a double that rounds to narrower formats as the integer does. */
    private static double odd(long a, PtxType from) {
        return FloatFormat.odd(nearest(a, from), lack(a, from));
    }

    private static double nearest(long a, PtxType from) {
        return from == PtxType.S64 ? (double) a : FloatMath.toDoubleUnsigned(a);
    }

    /** A number with the sign of a 64-bit integer minus the double nearest to it. */
    private static double lack(long a, PtxType from) {
        double nearest = nearest(a, from);
        // 2^63 and 2^64 are the doubles that no such integer reaches.
        if (nearest == (from == PtxType.S64 ? 0x1p63 : 0x1p64)) {
            return -1;
        }
        return a - (from == PtxType.S64 ? (long) nearest : FloatMath.toUnsigned(nearest));
    }

    private static double rounded(long a, PtxType from, Rounding rounding) {
        double nearest = nearest(a, from);
        double lack = lack(a, from);
        boolean down = rounding == Rounding.DOWN || rounding == Rounding.ZERO && nearest > 0;
        boolean up = rounding == Rounding.UP || rounding == Rounding.ZERO && nearest < 0;
        return down && lack < 0 ? Math.nextDown(nearest) : up && lack > 0 ? Math.nextUp(nearest) : nearest;
    }

    private static double integral(double a, Conversion c) {
        return c.integral() ? FloatMath.round(a, c.rounding()) : a;
    }

    private static Signatures.Lane toInteger(Conversion c) {
        PtxType to = c.to();
        boolean wide = to.bytes == 8;
        if (c.from() == PtxType.F64) {
            return wide ? (LD) a -> whole(a, c) : (ID) a -> (int) whole(a, c);
        }
        if (c.from() == PtxType.F16) {
            FloatFormat f16 = FloatFormat.F16;
            return wide ? (LI) a -> whole(f16.value(a), c) : (II) a -> (int) whole(f16.value(a), c);
        }
        if (to == PtxType.S32 && c.rounding() == Rounding.ZERO) {
            return (IF) a -> (int) a;
        }
        return wide ? (LF) a -> whole(operand(a, c), c) : (IF) a -> (int) whole(operand(a, c), c);
    }

    /**
     * A float as an integer in the form that a register of its type holds, clamped to the type's range. NaN becomes 0,
     * but the number with only the highest bit set where either side has 64 bits.
     */
    private static long whole(double a, Conversion c) {
        PtxType to = c.to();
        double value = FloatMath.round(a, c.rounding());
        if (value != value) {
            boolean wide = to.bytes == 8 || c.from() == PtxType.F64;
            long top = 1L << to.bytes * 8 - 1;
            return !wide ? 0 : to == PtxType.S8 ? -top : top;
        }
        return switch (to) {
            case U64 -> FloatMath.toUnsigned(value);
            case S64 -> (long) value;
            case U32 -> (int) FloatMath.clamp((long) value, 0, 0xffff_ffffL);
            case S32 -> (int) value;
            case U16 -> FloatMath.clamp((long) value, 0, 0xffff);
            case S16 -> FloatMath.clamp((long) value, Short.MIN_VALUE, Short.MAX_VALUE) & 0xffff;
            case U8 -> FloatMath.clamp((long) value, 0, 0xff);
            default -> FloatMath.clamp((long) value, Byte.MIN_VALUE, Byte.MAX_VALUE);
        };
    }
}
