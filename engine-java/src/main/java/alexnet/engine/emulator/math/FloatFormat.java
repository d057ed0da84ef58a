package alexnet.engine.emulator.math;

/** Binary floating-point formats narrower than double, and exact rounding of doubles to them. */
public enum FloatFormat {
    /** IEEE binary16. */
    F16(10, 5),
    /** The upper half of a single. */
    BF16(7, 8),
    /** Exponent of a single, fraction of a binary16. */
    TF32(10, 8),
    /** IEEE binary32. */
    F32(23, 8);

    /** The NaN that PTX instructions on 16-bit floats give. */
    public static final int NAN16 = 0x7fff;

    private final int fractionBits;
    private final int signShift;
    /** Weight of the last bit of the subnormal numbers, as a power of two. */
    private final int lowest;
    /** Bits of +infinity. */
    private final long infinity;

    FloatFormat(int fractionBits, int exponentBits) {
        this.fractionBits = fractionBits;
        this.signShift = fractionBits + exponentBits;
        this.lowest = 2 - (1 << exponentBits - 1) - fractionBits;
        this.infinity = (1L << exponentBits) - 1 << fractionBits;
    }

    /**
     * A double rounded once to this format, as the format's bits; a NaN gives all bits set except the sign.
     *
     * <p>The integer {@code fraction} holds 53 bits with weight 2^(exponent - 1075); the bits below the last place of
     * the result are cut off and looked at. In the result's bits, magnitudes are consecutive integers across binades,
     * so a carry out of the fraction needs no care.
     */
    public int round(double value, Rounding rounding) {
        long bits = Double.doubleToRawLongBits(value);
        boolean negative = bits < 0;
        int exponent = (int) (bits >>> 52) & 0x7ff;
        long fraction = bits & (1L << 52) - 1;
        long sign = negative ? 1L << signShift : 0;
        if (exponent == 0x7ff) {
            return (int) (fraction != 0 ? (1L << signShift) - 1 : sign | infinity);
        }
        if (exponent == 0) {
            exponent = 1;
        } else {
            fraction |= 1L << 52;
        }
        int last = Math.max(exponent - 1023 - fractionBits, lowest);
        int cut = Math.min(last - (exponent - 1075), 54);
        long kept = fraction >>> cut;
        long rest = fraction & (1L << cut) - 1;
        if (rounding.grows(negative, rest, 1L << cut - 1, (kept & 1) != 0)) {
            kept++;
        }
        long magnitude = kept + ((long) (last - lowest) << fractionBits);
        if (magnitude >= infinity) {
            magnitude = rounding.overflowsToInfinity(negative) ? infinity : infinity - 1;
        }
        return (int) (sign | magnitude);
    }

    /** The exact value of the bits of a 16-bit format; bits above them are ignored. */
    public float value(int bits) {
        if (this == BF16) {
            return Float.intBitsToFloat(bits << 16);
        }
        int magnitude = bits & 0x7fff;
        // As a single's exponent, a binary16's is too small by 112; multiplying repairs that for subnormal numbers too.
        float value = magnitude >= 0x7c00
                ? Float.intBitsToFloat(0x7f80_0000 | magnitude << 13)
                : Float.intBitsToFloat(magnitude << 13) * 0x1p112f;
        return (bits & 0x8000) != 0 ? -value : value;
    }

    /** 16 bits with a subnormal number replaced by the zero of its sign. */
    public int flush(int bits) {
        return (bits & (int) infinity) == 0 ? bits & 0x8000 : bits & 0xffff;
    }

    public static float roundToFloat(double value, Rounding rounding) {
        return Float.intBitsToFloat(F32.round(value, rounding));
    }

    /**
     * Stands for the exact value {@code nearest + error}, where {@code nearest} is that value rounded to double: of the
     * two doubles around it the one with an odd last bit. Rounding that to a format of at most 51 bits, in any
     * direction, is rounding the exact value (S. Boldo and G. Melquiond, Emulation of FMA and correctly rounded sums,
     * IEEE Trans. Computers 57, 2008).
     */
    public static double odd(double nearest, double error) {
        long bits = Double.doubleToRawLongBits(nearest);
        if (error == 0 || error != error || (bits & 1) != 0) {
            return nearest;
        }
        return Double.longBitsToDouble(error > 0 == nearest > 0 ? bits + 1 : bits - 1);
    }
}
