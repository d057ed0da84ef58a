package alexnet.engine.emulator;

/** 16-bit floats as exact doubles, and doubles rounded to them, to nearest with ties to even. */
final class HalfMath {

    private static final int NAN = 0x7fff;

    private HalfMath() {}

    /** The value of an IEEE binary16 number; higher bits do not matter. */
    static double value(int bits) {
        return value(bits & 0xffff, 10, 15);
    }

    /** The binary16 number nearest to a value. */
    static int bits(double value) {
        return bits(value, 10, 15);
    }

    /** The value of a bfloat16 number; higher bits do not matter. */
    static float brainValue(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    private static double value(int bits, int fraction, int bias) {
        int exponent = bits >> fraction & 2 * bias + 1;
        int digits = bits & (1 << fraction) - 1;
        double size;
        if (exponent == 2 * bias + 1) {
            size = digits == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((double) digits, 1 - bias - fraction);
        } else {
            size = Math.scalb((double) (digits + (1 << fraction)), exponent - bias - fraction);
        }
        return (bits & 0x8000) == 0 ? size : -size;
    }

    private static int bits(double value, int fraction, int bias) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
        double size = Math.abs(value);
        int infinity = 2 * bias + 1 << fraction;
        if (size >= Math.scalb(1.0, bias + 1)) {
            return sign | infinity;
        }
        int exponent = Math.max(Math.getExponent(size), 1 - bias);
        // In units of the last place; a carry into the next power of two ends up in the exponent's bits.
        int digits = (int) Math.rint(Math.scalb(size, fraction - exponent));
        return sign | (exponent + bias - 1 << fraction) + digits;
    }
}
