package alexnet.engine.emulator.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Holds results against exact values.
 *
 * @param type the result's format
 * @param units how far a result may be from the exact value, in units of the last place that the exact value has
 * @param ftz whether the instruction takes subnormal operands as zeros and gives no subnormal results
 */
record ErrorBound(FloatType type, BigDecimal units, boolean ftz) {

    private static final MathContext SHORT = new MathContext(20);

    /** An operand as the instruction sees it. */
    Exact operand(long bits) {
        return type.value(ftz ? type.flush(bits) : bits);
    }

    /** What is wrong with a result, or null. */
    String complaint(BigDecimal exact, long found) {
        Exact result = type.value(found);
        String text = "found " + Long.toHexString(found) + ", expected " + exact.round(SHORT);
        if (result.nan()) {
            return text;
        }
        if (result.infinite()) {
            boolean beyond = exact.abs().compareTo(decimal(type.overflow())) >= 0;
            return beyond && exact.signum() < 0 == result.negative() ? null : text;
        }
        if (ftz && type.subnormal(found)) {
            return text + ", and never a subnormal number";
        }
        if (ftz && result.zero() && exact.abs().compareTo(decimal(type.smallestNormal())) < 0) {
            return null;
        }
        BigDecimal unit = decimal(Exact.finite(false, BigInteger.ONE, type.lastPlace(leading(exact)), false));
        return decimal(result).subtract(exact).abs().compareTo(unit.multiply(units)) <= 0
                ? null
                : text + " within " + units + " units in the last place";
    }

    static BigDecimal decimal(Exact value) {
        BigInteger magnitude = value.exponent() >= 0
                ? value.magnitude().shiftLeft(value.exponent())
                : value.magnitude().multiply(BigInteger.valueOf(5).pow(-value.exponent()));
        BigDecimal result = new BigDecimal(magnitude, Math.max(0, -value.exponent()));
        return value.negative() ? result.negate() : result;
    }

    /** Exponent of the leading bit. */
    private static int leading(BigDecimal value) {
        // More binary places than the decimal places could hide a leading bit behind.
        int places = Math.max(0, (int) (value.scale() * 3.33) + 8);
        BigInteger whole = value.abs()
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(places)))
                .toBigInteger();
        return whole.bitLength() - 1 - places;
    }
}
