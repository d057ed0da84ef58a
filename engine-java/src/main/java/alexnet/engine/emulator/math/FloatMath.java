package alexnet.engine.emulator.math;

/** Float operations of PTX that differ from Java's. */
public final class FloatMath {

    private FloatMath() {}

    /** {@code max}: the operand that is a number wins over a NaN, and +0 over -0. */
    public static float max(float a, float b) {
        return a != a ? b : b != b ? a : Math.max(a, b);
    }

    public static float min(float a, float b) {
        return a != a ? b : b != b ? a : Math.min(a, b);
    }

    public static double max(double a, double b) {
        return a != a ? b : b != b ? a : Math.max(a, b);
    }

    public static double min(double a, double b) {
        return a != a ? b : b != b ? a : Math.min(a, b);
    }

    /**
     * {@code a} where the mask is all ones, {@code b} where it is zero. Written on bits: C2 of JDK 17 has crashed on a
     * loop with a conditional expression that picks floats by an integer.
     */
    public static float select(float a, float b, int mask) {
        int bits = Float.floatToRawIntBits(b);
        return Float.intBitsToFloat(bits ^ (Float.floatToRawIntBits(a) ^ bits) & mask);
    }

    public static double select(double a, double b, long mask) {
        long bits = Double.doubleToRawLongBits(b);
        return Double.longBitsToDouble(bits ^ (Double.doubleToRawLongBits(a) ^ bits) & mask);
    }

    public static float squareRoot(float a) {
        return (float) Math.sqrt(a);
    }

    public static float fromUnsigned(int a) {
        return (float) (a & 0xffff_ffffL);
    }

    public static double toDoubleUnsigned(int a) {
        return (double) (a & 0xffff_ffffL);
    }

    public static float fromUnsigned(long a) {
        if (a >= 0) {
            return (float) a;
        }
        // Halved with a sticky lowest bit, the rounding is that of the whole number.
        return (float) (a >>> 1 | a & 1) * 2;
    }

    public static double toDoubleUnsigned(long a) {
        return a >= 0 ? (double) a : (double) (a >>> 1 | a & 1) * 2;
    }

    /** Rounds to an integral value. */
    public static double round(double a, Rounding rounding) {
        return switch (rounding) {
            case NEAREST -> Math.rint(a);
            case ZERO -> a < 0 ? Math.ceil(a) : Math.floor(a);
            case DOWN -> Math.floor(a);
            case UP -> Math.ceil(a);
            case AWAY -> throw new IllegalArgumentException("PTX has no rounding to integral values with ties away");
        };
    }

    /** An integral value as unsigned 64-bit, clamped. */
    public static long toUnsigned(double a) {
        if (!(a > 0)) {
            return 0;
        }
        if (a >= 0x1p64) {
            return -1;
        }
        return a < 0x1p63 ? (long) a : (long) (a - 0x1p63) ^ Long.MIN_VALUE;
    }

    public static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(high, value));
    }

    /** {@code .ftz}: a subnormal number becomes the zero of its sign. */
    public static float flush(float a) {
        return Math.abs(a) < Float.MIN_NORMAL ? a * 0f : a;
    }

    public static float saturate(float a) {
        return a > 0 ? Math.min(a, 1) : 0;
    }
}
