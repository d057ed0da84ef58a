package alexnet.engine.emulator.math;

/** Single-precision arithmetic in any direction of rounding: computed in doubles, rounded to single once. */
public final class DirectedFloat {

    private DirectedFloat() {}

    public static float add(float a, float b, Rounding rounding) {
        double sum = sum(a, b);
        return FloatFormat.roundToFloat(sum == 0 ? zero(a, b, rounding) : sum, rounding);
    }

    public static float multiply(float a, float b, Rounding rounding) {
        // 48 bits hold the product of two 24-bit fractions.
        return FloatFormat.roundToFloat((double) a * b, rounding);
    }

    public static float fma(float a, float b, float c, Rounding rounding) {
        double product = (double) a * b;
        double sum = sum(product, c);
        return FloatFormat.roundToFloat(sum == 0 ? zero(product, c, rounding) : sum, rounding);
    }

    public static float divide(float a, float b, Rounding rounding) {
        double quotient = (double) a / b;
        // The remainder is exact: the quotient of two singles is far from the ends of double's range.
        double error = Math.fma(-quotient, b, (double) a) * Math.signum(b);
        return FloatFormat.roundToFloat(FloatFormat.odd(quotient, finite(quotient) ? error : 0), rounding);
    }

    public static float squareRoot(float a, Rounding rounding) {
        double root = Math.sqrt(a);
        double error = Math.fma(-root, root, (double) a);
        return FloatFormat.roundToFloat(FloatFormat.odd(root, finite(root) ? error : 0), rounding);
    }

    /** The sum of two doubles, rounded to odd. The operands come from singles, so nothing overflows. */
    public static double sum(double a, double b) {
        double sum = a + b;
        if (!finite(sum)) {
            return sum;
        }
        double other = sum - a;
        double error = (a - (sum - other)) + (b - other);
        return FloatFormat.odd(sum, error);
    }

    /** An exact sum of zero: +0, but -0 when rounding down, unless both terms are zeros of the other sign. */
    static double zero(double a, double b, Rounding rounding) {
        return rounding == Rounding.DOWN && (negative(a) || negative(b)) ? -0.0 : a + b;
    }

    private static boolean negative(double a) {
        return Double.doubleToRawLongBits(a) < 0;
    }

    private static boolean finite(double a) {
        return Math.abs(a) <= Double.MAX_VALUE;
    }
}
