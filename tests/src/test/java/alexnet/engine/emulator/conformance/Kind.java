package alexnet.engine.emulator.conformance;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/**
 * What an operand or result is: its register, its edge values, and when two results count as the same.
 *
 * <p>Values travel as raw bits in the low end of a {@code long}. Operands of 8 bits lie in 32-bit registers whose upper
 * bits are anything.
 */
enum Kind {
    PRED("pred", 1),
    B16("b16", 16),
    U16("b16", 16),
    S16("b16", 16),
    S8("b32", 32),
    U8("b32", 32),
    B32("b32", 32),
    U32("b32", 32),
    S32("b32", 32),
    B64("b64", 64),
    U64("b64", 64),
    S64("b64", 64),
    F16("b16", 16),
    BF16("b16", 16),
    F16X2("b32", 32),
    BF16X2("b32", 32),
    F32("f32", 32),
    F64("f64", 64);

    /** Type of the register, as PTX declares it. */
    final String register;

    final int bits;

    Kind(String register, int bits) {
        this.register = register;
        this.bits = bits;
    }

    /** The bits that the register has. */
    long cut(long value) {
        return bits == 64 ? value : value & (1L << bits) - 1;
    }

    /** Values at which instructions go wrong, raw. */
    long[] edges() {
        return switch (this) {
            case F16 -> halves(10);
            case BF16 -> halves(7);
            case F16X2 -> pairs(halves(10));
            case BF16X2 -> pairs(halves(7));
            case F32 -> floats(23, 8);
            case F64 -> floats(52, 11);
            case PRED -> new long[] {0, 1};
            default -> integers();
        };
    }

    private long[] integers() {
        long max = (1L << bits - 1) - 1;
        long[] values = {
            0,
            1,
            2,
            3,
            7,
            8,
            15,
            16,
            31,
            32,
            33,
            63,
            64,
            65,
            255,
            256,
            0x7fff,
            0x8000,
            0xffff,
            0x7fff_ffffL,
            0x8000_0000L,
            0xffff_ffffL,
            max,
            max - 1,
            max + 1,
            max + 2,
            -1,
            -2,
            -8,
            0x5555_5555_5555_5555L,
            0x0123_4567_89ab_cdefL
        };
        return distinct(values);
    }

    private long[] distinct(long... values) {
        Set<Long> kept = new LinkedHashSet<>();
        for (long value : values) {
            kept.add(cut(value));
        }
        return kept.stream().mapToLong(Long::longValue).toArray();
    }

    private long[] halves(int mantissa) {
        return floats(mantissa, 15 - mantissa);
    }

    /** Zeros, denormal and normal limits, one and its neighbours, halves, limits of integers, infinities, NaNs. */
    private static long[] floats(int mantissa, int exponent) {
        long sign = 1L << mantissa + exponent;
        long one = (1L << exponent - 1) - 1 << mantissa;
        long infinity = (1L << exponent) - 1 << mantissa;
        long step = 1L << mantissa;
        long half = step >> 1;
        long[] positive = {
            0,
            1,
            2,
            step - 1,
            step,
            step + 1,
            one,
            one + 1,
            one - 1,
            one - step,
            one + half,
            one + step,
            one + step + half,
            one + 2 * step + (half >> 1),
            one + Math.min(7, mantissa) * step,
            one + mantissa * step,
            one + mantissa * step + 1,
            one + Math.min(31, (1 << exponent - 1) - 1) * step,
            infinity - 1,
            infinity,
            infinity + half,
            infinity + 1
        };
        long[] values = new long[positive.length * 2];
        for (int i = 0; i < positive.length; i++) {
            values[2 * i] = positive[i];
            values[2 * i + 1] = positive[i] | sign;
        }
        return values;
    }

    private static long[] pairs(long[] halves) {
        long[] values = new long[halves.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = halves[i] | halves[(i * 17 + 5) % halves.length] << 16;
        }
        return values;
    }

    /** Any bits, or a number of moderate size. */
    long random(Random random) {
        long any = random.nextLong();
        if (random.nextBoolean()) {
            return cut(any);
        }
        return switch (this) {
            case F32 -> Float.floatToRawIntBits((float) (random.nextGaussian() * 100)) & 0xffff_ffffL;
            case F64 -> Double.doubleToRawLongBits(random.nextGaussian() * 100);
            case F16, BF16, F16X2, BF16X2, PRED -> cut(any);
            default -> cut(any >> random.nextInt(bits));
        };
    }

    /** Equal bits, or NaN and NaN. */
    boolean same(long expected, long actual) {
        return switch (this) {
            case F16 -> sameHalf(expected, actual, 10);
            case BF16 -> sameHalf(expected, actual, 7);
            case F16X2 -> sameHalf(expected, actual, 10) && sameHalf(expected >>> 16, actual >>> 16, 10);
            case BF16X2 -> sameHalf(expected, actual, 7) && sameHalf(expected >>> 16, actual >>> 16, 7);
            case F32 -> expected == actual || nan(expected, 23, 31) && nan(actual, 23, 31);
            case F64 -> expected == actual || nan(expected, 52, 63) && nan(actual, 52, 63);
            default -> expected == actual;
        };
    }

    private static boolean sameHalf(long expected, long actual, int mantissa) {
        return (expected & 0xffff) == (actual & 0xffff) || nan(expected, mantissa, 15) && nan(actual, mantissa, 15);
    }

    /** True for the bits of a NaN whose sign is bit {@code sign}. */
    private static boolean nan(long bits, int mantissa, int sign) {
        long infinity = (1L << sign - mantissa) - 1 << mantissa;
        return (bits & (1L << sign) - 1) > infinity;
    }
}
