package alexnet.engine.emulator.conformance;

import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A number of any size, exact, with the zeros, infinities and NaN of IEEE 754: plus or minus
 * {@code magnitude * 2^exponent}, and where {@code more} is set a little more than that magnitude, by less than any
 * unit that somebody rounds to.
 */
record Exact(Sort sort, boolean negative, BigInteger magnitude, int exponent, boolean more) {

    enum Sort {
        FINITE,
        INFINITE,
        NAN
    }

    static final Exact NAN = new Exact(Sort.NAN, false, BigInteger.ZERO, 0, false);
    static final Exact ONE = finite(false, BigInteger.ONE, 0, false);

    /** Quotients and roots have at least as many bits. */
    private static final int BITS = 300;

    static Exact infinite(boolean negative) {
        return new Exact(Sort.INFINITE, negative, BigInteger.ZERO, 0, false);
    }

    static Exact finite(boolean negative, BigInteger magnitude, int exponent, boolean more) {
        return new Exact(Sort.FINITE, negative, magnitude, exponent, more);
    }

    static Exact of(BigInteger value) {
        return finite(value.signum() < 0, value.abs(), 0, false);
    }

    boolean nan() {
        return sort == Sort.NAN;
    }

    boolean infinite() {
        return sort == Sort.INFINITE;
    }

    boolean zero() {
        return sort == Sort.FINITE && magnitude.signum() == 0;
    }

    /** Exponent of the leading bit. */
    int leading() {
        return magnitude.bitLength() - 1 + exponent;
    }

    Exact negate() {
        return new Exact(sort, !negative, magnitude, exponent, more);
    }

    /** The magnitude in units of 2^unit, rounded to a whole number in the direction that suits the sign. */
    BigInteger inUnitsOf(int unit, RoundingMode mode) {
        if (exponent >= unit && !more) {
            return magnitude.shiftLeft(exponent - unit);
        }
        BigInteger fine = exponent > unit ? magnitude.shiftLeft(exponent - unit) : magnitude;
        int cut = Math.max(0, unit - exponent);
        BigInteger kept = fine.shiftRight(cut);
        BigInteger twice = fine.subtract(kept.shiftLeft(cut)).shiftLeft(1);
        int toHalf = twice.compareTo(BigInteger.ONE.shiftLeft(cut));
        boolean inexact = twice.signum() != 0 || more;
        boolean up = switch (mode) {
            case HALF_EVEN -> toHalf > 0 || toHalf == 0 && (more || kept.testBit(0));
            case HALF_UP -> toHalf >= 0;
            case FLOOR -> negative && inexact;
            case CEILING -> !negative && inexact;
            default -> false;
        };
        return up ? kept.add(BigInteger.ONE) : kept;
    }

    /** @param mode decides the sign of an exact zero from terms of two signs */
    Exact add(Exact other, RoundingMode mode) {
        if (nan() || other.nan() || infinite() && other.infinite() && negative != other.negative) {
            return NAN;
        }
        if (infinite() || other.infinite()) {
            return infinite() ? this : other;
        }
        int unit = Math.min(exponent, other.exponent);
        BigInteger sum = signed(unit).add(other.signed(unit));
        boolean below = sum.signum() < 0;
        if (sum.signum() == 0) {
            below = negative && other.negative || negative != other.negative && mode == RoundingMode.FLOOR;
        }
        return finite(below, sum.abs(), unit, false);
    }

    private BigInteger signed(int unit) {
        BigInteger scaled = magnitude.shiftLeft(exponent - unit);
        return negative ? scaled.negate() : scaled;
    }

    Exact multiply(Exact other) {
        boolean sign = negative != other.negative;
        if (nan() || other.nan() || infinite() && other.zero() || zero() && other.infinite()) {
            return NAN;
        }
        return infinite() || other.infinite()
                ? infinite(sign)
                : finite(sign, magnitude.multiply(other.magnitude), exponent + other.exponent, false);
    }

    Exact divide(Exact other) {
        boolean sign = negative != other.negative;
        if (nan() || other.nan() || infinite() && other.infinite() || zero() && other.zero()) {
            return NAN;
        }
        if (infinite() || other.zero()) {
            return infinite(sign);
        }
        if (other.infinite()) {
            return finite(sign, BigInteger.ZERO, 0, false);
        }
        BigInteger[] parts = magnitude.shiftLeft(BITS).divideAndRemainder(other.magnitude);
        return finite(sign, parts[0], exponent - other.exponent - BITS, parts[1].signum() != 0);
    }

    Exact squareRoot() {
        if (nan() || zero()) {
            return this;
        }
        if (negative) {
            return NAN;
        }
        if (infinite()) {
            return this;
        }
        int shift = 2 * BITS + (exponent & 1);
        BigInteger[] parts = magnitude.shiftLeft(shift).sqrtAndRemainder();
        return finite(false, parts[0], (exponent - shift) / 2, parts[1].signum() != 0);
    }

    /** -1, 0 or 1; zeros are equal, whatever their signs. Neither may be NaN. */
    int compare(Exact other) {
        if (infinite() || other.infinite()) {
            return Integer.compare(rank(), other.rank());
        }
        int unit = Math.min(exponent, other.exponent);
        return signed(unit).compareTo(other.signed(unit));
    }

    private int rank() {
        return !infinite() ? 0 : negative ? -1 : 1;
    }
}
