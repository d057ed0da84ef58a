package alexnet.kernels.check;

import java.util.Arrays;

/** Compares float results with double-precision references, element by element. */
public final class Comparison {

    /** Unit roundoff of float32. */
    public static final double EPSILON = 0x1p-24;

    private Comparison() {}

    /**
     * Holds {@code found} against {@code expected}.
     *
     * <p>A sum of n products in any order has an error of at most about n*eps times the sum of the magnitudes of its
     * terms; random signs make sqrt(n) the usual case. The tolerance of element i is therefore {@code roundings * eps *
     * magnitude[i]}, with the number of roundings on the longest path to it, plus the smallest normal float.
     *
     * @param name the operand, for the report
     * @param found what the device gave
     * @param expected the reference
     * @param magnitude for each element the sum of the magnitudes of its terms, all of {@code expected}'s length
     * @param roundings roundings allowed for
     */
    public static CheckResult compare(
            String name, float[] found, double[] expected, double[] magnitude, double roundings) {
        if (found.length != expected.length || magnitude.length != expected.length) {
            throw new IllegalArgumentException(name + ": lengths differ (found " + found.length + ", expected "
                    + expected.length + ", magnitudes " + magnitude.length + ")");
        }
        double worst = -1;
        String report = name + ": no elements";
        for (int i = 0; i < found.length; i++) {
            double tolerance = roundings * EPSILON * magnitude[i] + Float.MIN_NORMAL;
            double error = Math.abs(found[i] - expected[i]) / tolerance;
            // A NaN or an infinity, on either side, is never within tolerance.
            double ratio = Float.isFinite(found[i]) && Double.isFinite(expected[i]) && !Double.isNaN(error)
                    ? error
                    : Double.POSITIVE_INFINITY;
            if (ratio > worst) {
                worst = ratio;
                report = name + "[" + i + "] is " + found[i] + ", expected " + expected[i] + " within " + tolerance;
            }
        }
        return new CheckResult(Math.max(worst, 0), report);
    }

    /** As {@link #compare(String, float[], double[], double[], double)} with one magnitude for all. */
    public static CheckResult compare(
            String name, float[] found, double[] expected, double magnitude, double roundings) {
        double[] magnitudes = new double[expected.length];
        Arrays.fill(magnitudes, magnitude);
        return compare(name, found, expected, magnitudes, roundings);
    }

    /** Holds {@code found} against {@code expected}, which must be the same value (0 and -0 are). */
    public static CheckResult same(String name, float[] found, double[] expected) {
        requireLength(name, found.length, expected.length);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != expected[i] || !Float.isFinite(found[i])) {
                return different(name, i, Float.toString(found[i]), Double.toString(expected[i]));
            }
        }
        return new CheckResult(0, name + ": all the same");
    }

    /** Holds {@code found} against {@code expected}, unsigned bytes that must be the same. */
    public static CheckResult same(String name, byte[] found, byte[] expected) {
        requireLength(name, found.length, expected.length);
        int i = Arrays.mismatch(found, expected);
        return i < 0
                ? new CheckResult(0, name + ": all the same")
                : different(name, i, Integer.toString(found[i] & 0xff), Integer.toString(expected[i] & 0xff));
    }

    private static void requireLength(String name, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    name + ": lengths differ (found " + found + ", expected " + expected + ")");
        }
    }

    private static CheckResult different(String name, int index, String found, String expected) {
        return new CheckResult(
                Double.POSITIVE_INFINITY, name + "[" + index + "] is " + found + ", expected " + expected + " exactly");
    }
}
