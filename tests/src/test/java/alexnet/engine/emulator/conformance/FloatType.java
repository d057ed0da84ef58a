package alexnet.engine.emulator.conformance;

import java.math.BigInteger;
import java.math.RoundingMode;

/** Binary floating-point formats for oracles: bits to exact numbers and back, by arithmetic on integers of any size. */
enum FloatType {
    F16(11, 16),
    BF16(8, 16),
    /** In the upper 19 of 32 bits. */
    TF32(11, 19),
    F32(24, 32),
    F64(53, 64);

    /** Bits of the fraction, the leading one included. */
    final int precision;

    private final int width;
    private final int bias;

    FloatType(int precision, int width) {
        this.precision = precision;
        this.width = width;
        this.bias = (1 << width - precision - 1) - 1;
    }

    static FloatType of(String type) {
        return valueOf(type.toUpperCase(java.util.Locale.ROOT));
    }

    Kind kind() {
        return this == TF32 ? Kind.B32 : Kind.valueOf(name());
    }

    private long fractionMask() {
        return (1L << precision - 1) - 1;
    }

    /** The exponent field with all bits set. */
    private int special() {
        return 2 * bias + 1;
    }

    long infinity(boolean negative) {
        return (long) special() << precision - 1 | sign(negative);
    }

    long nan() {
        return infinity(false) | fractionMask();
    }

    long sign(boolean negative) {
        return negative ? 1L << width - 1 : 0;
    }

    /** Exponent of the last bit of a number whose leading bit has exponent {@code leading}. */
    int lastPlace(int leading) {
        return Math.max(leading, 1 - bias) - precision + 1;
    }

    /** The smallest magnitude that rounds to infinity. */
    Exact overflow() {
        BigInteger onesAndHalf = BigInteger.ONE.shiftLeft(precision + 1).subtract(BigInteger.ONE);
        return Exact.finite(false, onesAndHalf, lastPlace(bias) - 1, false);
    }

    Exact smallestNormal() {
        return Exact.finite(false, BigInteger.ONE, 1 - bias, false);
    }

    /** The bits of a normal number of that exponent; the fraction is without the leading bit. */
    long normal(boolean negative, int exponent, long fraction) {
        return sign(negative) | (long) (exponent + bias) << precision - 1 | fraction;
    }

    /** The number that bits stand for. */
    Exact value(long bits) {
        boolean negative = (bits >>> width - 1 & 1) != 0;
        int exponent = (int) (bits >>> precision - 1) & special();
        long fraction = bits & fractionMask();
        if (exponent == special()) {
            return fraction != 0 ? Exact.NAN : Exact.infinite(negative);
        }
        BigInteger whole = BigInteger.valueOf(exponent == 0 ? fraction : fraction + fractionMask() + 1);
        return Exact.finite(negative, whole, Math.max(exponent, 1) - bias - precision + 1, false);
    }

    /** The bits of a number rounded to this format; NaN gives all bits but the sign. */
    long bits(Exact value, RoundingMode mode) {
        if (value.nan()) {
            return nan();
        }
        boolean negative = value.negative();
        if (value.infinite()) {
            return infinity(negative);
        }
        if (value.zero()) {
            return sign(negative);
        }
        int last = lastPlace(value.leading());
        BigInteger places = value.inUnitsOf(last, mode);
        // Rounding may have carried into one more bit, which the next binade holds exactly.
        int leading = places.signum() == 0 ? 0 : places.bitLength() - 1 + last;
        if (leading > bias) {
            boolean away = mode == RoundingMode.HALF_EVEN
                    || mode == RoundingMode.HALF_UP
                    || mode == (negative ? RoundingMode.FLOOR : RoundingMode.CEILING);
            return away ? infinity(negative) : infinity(negative) - 1;
        }
        if (places.bitLength() < precision) {
            return sign(negative) | places.longValue();
        }
        long fraction = places.shiftRight(places.bitLength() - precision).longValue() & fractionMask();
        return sign(negative) | (long) (leading + bias) << precision - 1 | fraction;
    }

    boolean subnormal(long bits) {
        return (bits >>> precision - 1 & special()) == 0 && (bits & fractionMask()) != 0;
    }

    /** {@code .ftz}: subnormal numbers as zeros of their sign. */
    long flush(long bits) {
        return subnormal(bits) ? bits & 1L << width - 1 : bits;
    }

    /** {@code .sat}: to 0..1, NaN to 0. */
    long saturate(long bits) {
        Exact value = value(bits);
        if (value.nan() || value.negative() || value.zero()) {
            return 0;
        }
        long one = (long) bias << precision - 1;
        // Bits of positive floats have the order of their values.
        return Math.min(bits, one);
    }

    /** {@code .relu}: negative numbers to 0. */
    long relu(long bits) {
        Exact value = value(bits);
        return !value.nan() && value.negative() ? 0 : bits;
    }
}
