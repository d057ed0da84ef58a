package alexnet.engine.emulator.math;

/**
 * Double-precision arithmetic in the directions other than nearest. The nearest double is computed first; the sign of
 * the exact result minus that double says whether its neighbour is the answer. The sign comes from operands scaled to
 * the middle of the range, where {@code Math.fma} gives it exactly, subnormal results included.
 */
public final class DirectedDouble {

    /** Exponents further apart than this leave the smaller term no part in the sign but as a tie breaker. */
    private static final int FAR = 200;

    private DirectedDouble() {}

    public static double add(double a, double b, Rounding rounding) {
        double sum = a + b;
        if (special(a, b) || sum == 0) {
            return sum == 0 ? DirectedFloat.zero(a, b, rounding) : sum;
        }
        if (infinite(sum)) {
            return step(sum, -sum, rounding);
        }
        double large = Math.abs(a) >= Math.abs(b) ? a : b;
        double small = large == a ? b : a;
        return step(sum, small - (sum - large), rounding);
    }

    public static double multiply(double a, double b, Rounding rounding) {
        double product = a * b;
        if (special(a, b) || a == 0 || b == 0) {
            return product;
        }
        if (infinite(product)) {
            return step(product, -product, rounding);
        }
        int ea = exponent(a);
        int eb = exponent(b);
        double error = Math.fma(scale(a, -ea), scale(b, -eb), -scale(product, -ea - eb));
        return step(product, error, rounding);
    }

    public static double divide(double a, double b, Rounding rounding) {
        double quotient = a / b;
        if (special(a, b) || a == 0 || b == 0) {
            return quotient;
        }
        if (infinite(quotient)) {
            return step(quotient, -quotient, rounding);
        }
        int ea = exponent(a);
        int eb = exponent(b);
        double remainder = Math.fma(-scale(quotient, eb - ea), scale(b, -eb), scale(a, -ea));
        return step(quotient, remainder * Math.signum(b), rounding);
    }

    public static double squareRoot(double a, Rounding rounding) {
        double root = Math.sqrt(a);
        if (!(a > 0) || infinite(a)) {
            return root;
        }
        int half = exponent(a) >> 1;
        double scaled = scale(root, -half);
        return step(root, Math.fma(-scaled, scaled, scale(a, -2 * half)), rounding);
    }

    public static double fma(double a, double b, double c, Rounding rounding) {
        double result = Math.fma(a, b, c);
        if (special(a, b) || special(c, c)) {
            return result;
        }
        if (infinite(result)) {
            return step(result, -result, rounding);
        }
        if (a == 0 || b == 0) {
            return result == 0 ? DirectedFloat.zero(a * b, c, rounding) : result;
        }
        int ea = exponent(a);
        int eb = exponent(b);
        double x = scale(a, -ea);
        double y = scale(b, -eb);
        int apart = c == 0 ? 0 : exponent(c) - (ea + eb);
        if (apart > FAR) {
            return step(result, x * y, rounding);
        }
        double scaledResult = scale(result, -ea - eb);
        double high = x * y;
        double low = Math.fma(x, y, -high);
        double error;
        if (apart < -FAR) {
            double rest = (high - scaledResult) + low;
            error = rest != 0 ? rest : c;
        } else {
            error = signOfSum(low, high, scale(c, -ea - eb), -scaledResult);
            if (error == 0 && result == 0) {
                // The product is not zero, so the terms cancelled.
                return rounding == Rounding.DOWN ? -0.0 : 0.0;
            }
        }
        return step(result, error, rounding);
    }

    /** A number with the sign of the exact sum of four doubles (J. R. Shewchuk, Adaptive Precision Arithmetic, 1997). */
    private static double signOfSum(double a, double b, double c, double d) {
        // a and b do not overlap; each further term is carried through the parts, lowest first.
        double s0 = c + a;
        double e0 = error(c, a, s0);
        double s1 = s0 + b;
        double e1 = error(s0, b, s1);
        double t0 = d + e0;
        double t1 = t0 + e1;
        double f1 = error(t0, e1, t1);
        double t2 = t1 + s1;
        double f2 = error(t1, s1, t2);
        return t2 != 0 ? t2 : f2 != 0 ? f2 : f1 != 0 ? f1 : error(d, e0, t0);
    }

    /** What rounding took from {@code a + b}. */
    private static double error(double a, double b, double sum) {
        double other = sum - a;
        return (a - (sum - other)) + (b - other);
    }

    /** The double that rounding gives, from the nearest one and the sign of what it lacks. */
    private static double step(double nearest, double error, Rounding rounding) {
        return switch (rounding) {
            case DOWN -> error < 0 ? Math.nextDown(nearest) : nearest;
            case UP -> error > 0 ? Math.nextUp(nearest) : nearest;
            case ZERO ->
                nearest > 0 && error < 0
                        ? Math.nextDown(nearest)
                        : nearest < 0 && error > 0 ? Math.nextUp(nearest) : nearest;
            case NEAREST, AWAY -> nearest;
        };
    }

    /** The exponent of the leading bit, of subnormal numbers too. */
    private static int exponent(double a) {
        int exponent = Math.getExponent(a);
        return exponent >= Double.MIN_EXPONENT ? exponent : Math.getExponent(a * 0x1p54) - 54;
    }

    /** {@code a * 2^power}; exact, as the result is either zero or in the middle of the range. */
    private static double scale(double a, int power) {
        return Math.scalb(a, power);
    }

    private static boolean infinite(double a) {
        return Math.abs(a) == Double.POSITIVE_INFINITY;
    }

    /** Whether one is infinite or NaN: then nothing is rounded. */
    private static boolean special(double a, double b) {
        return !(Math.abs(a) <= Double.MAX_VALUE) || !(Math.abs(b) <= Double.MAX_VALUE);
    }
}
