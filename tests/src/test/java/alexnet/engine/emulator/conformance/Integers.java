package alexnet.engine.emulator.conformance;

import java.math.BigInteger;
import java.util.List;

/** Integer types for oracles: raw bits to numbers of any size and back. */
final class Integers {

    static final List<String> ALL = List.of("u16", "u32", "u64", "s16", "s32", "s64");
    static final List<String> WIDE = List.of("u32", "s32", "u64", "s64");

    private Integers() {}

    static int width(String type) {
        return type.equals("pred") ? 1 : Integer.parseInt(type.substring(1));
    }

    static boolean signed(String type) {
        return type.charAt(0) == 's';
    }

    static Kind kind(String type) {
        return Kind.valueOf(type.toUpperCase(java.util.Locale.ROOT));
    }

    /** The number that the low bits stand for. */
    static BigInteger value(long bits, String type) {
        int unused = 64 - width(type);
        return signed(type) ? BigInteger.valueOf(bits << unused >> unused) : unsigned(bits, width(type));
    }

    static BigInteger unsigned(long bits, int width) {
        if (width < 64) {
            return BigInteger.valueOf(bits & (1L << width) - 1);
        }
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
    }

    /** The bits of a number, modulo 2 to the 64. */
    static long bits(BigInteger value) {
        return value.longValue();
    }

    /** Bit {@code i} as 0 or 1. */
    static int bit(long bits, int i) {
        return (int) (bits >>> i & 1);
    }

    static BigInteger clamp(BigInteger value, String type) {
        int width = width(type);
        BigInteger low = signed(type) ? BigInteger.ONE.shiftLeft(width - 1).negate() : BigInteger.ZERO;
        BigInteger high =
                BigInteger.ONE.shiftLeft(signed(type) ? width - 1 : width).subtract(BigInteger.ONE);
        return value.max(low).min(high);
    }
}
