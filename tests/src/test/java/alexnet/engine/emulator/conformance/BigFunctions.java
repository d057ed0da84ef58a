package alexnet.engine.emulator.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Transcendental functions by their series in decimals, right to more than forty digits. */
final class BigFunctions {

    private static final MathContext DIGITS = new MathContext(90);
    private static final BigDecimal TINY = new BigDecimal(BigInteger.ONE, 85);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal LN2 = atanhSeries(BigDecimal.ONE.divide(BigDecimal.valueOf(3), DIGITS));
    private static final BigDecimal PI = pi();

    private BigFunctions() {}

    /** {@code 2 artanh(x)}. */
    private static BigDecimal atanhSeries(BigDecimal x) {
        BigDecimal square = x.multiply(x, DIGITS);
        BigDecimal power = x;
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 1; power.abs().compareTo(TINY) > 0; n += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
            power = power.multiply(square, DIGITS);
        }
        return sum.multiply(TWO, DIGITS);
    }

    /** Machin's formula. */
    private static BigDecimal pi() {
        return arcus(5).multiply(BigDecimal.valueOf(16)).subtract(arcus(239).multiply(BigDecimal.valueOf(4)), DIGITS);
    }

    /** {@code arctan(1/n)}. */
    private static BigDecimal arcus(int n) {
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), DIGITS);
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 1; power.abs().compareTo(TINY) > 0; k += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
            power = power.divide(square, DIGITS).negate();
        }
        return sum;
    }

    /** 2 to the power of {@code x}, which is at most some thousands. */
    static BigDecimal exp2(BigDecimal x) {
        BigInteger whole = x.setScale(0, RoundingMode.FLOOR).toBigInteger();
        BigDecimal rest = exp(x.subtract(new BigDecimal(whole)).multiply(LN2, DIGITS));
        return rest.multiply(power(whole.intValueExact()), DIGITS);
    }

    private static BigDecimal power(int exponent) {
        return exponent >= 0
                ? new BigDecimal(BigInteger.ONE.shiftLeft(exponent))
                : BigDecimal.ONE.divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)), DIGITS);
    }

    private static BigDecimal exp(BigDecimal x) {
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    /** Of a positive number. */
    static BigDecimal log2(BigDecimal x) {
        int exponent = Math.getExponent(x.doubleValue());
        BigDecimal y = x.divide(power(exponent), DIGITS);
        BigDecimal ln = atanhSeries(y.subtract(BigDecimal.ONE).divide(y.add(BigDecimal.ONE), DIGITS));
        return ln.divide(LN2, DIGITS).add(BigDecimal.valueOf(exponent), DIGITS);
    }

    static BigDecimal sin(BigDecimal x) {
        // A quarter of the period at most: the series then has no large terms.
        BigInteger halves =
                x.divide(PI, DIGITS).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        BigDecimal rest = x.subtract(PI.multiply(new BigDecimal(halves)), DIGITS);
        BigDecimal square = rest.multiply(rest, DIGITS).negate();
        BigDecimal term = rest;
        BigDecimal sum = rest;
        for (int n = 2; term.abs().compareTo(TINY) > 0; n += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf((long) n * (n + 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return halves.testBit(0) ? sum.negate() : sum;
    }

    static BigDecimal cos(BigDecimal x) {
        return sin(x.add(PI.divide(TWO, DIGITS)));
    }

    static BigDecimal tanh(BigDecimal x) {
        if (x.abs().compareTo(BigDecimal.valueOf(60)) > 0) {
            return BigDecimal.valueOf(x.signum());
        }
        if (x.abs().compareTo(new BigDecimal("1e-20")) < 0) {
            BigDecimal cube = x.multiply(x).multiply(x).divide(BigDecimal.valueOf(3), DIGITS);
            return x.subtract(cube, DIGITS);
        }
        BigDecimal e = exp2(x.multiply(TWO).divide(LN2, DIGITS));
        return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
    }

    static BigDecimal sqrt(BigDecimal x) {
        return x.round(DIGITS).sqrt(DIGITS);
    }

    static BigDecimal reciprocalRoot(BigDecimal x) {
        return reciprocal(sqrt(x));
    }

    static BigDecimal reciprocal(BigDecimal x) {
        return BigDecimal.ONE.divide(x, DIGITS);
    }

    static BigDecimal quotient(BigDecimal x, BigDecimal y) {
        return x.divide(y, DIGITS);
    }
}
