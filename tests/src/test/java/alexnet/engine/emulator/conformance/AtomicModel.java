package alexnet.engine.emulator.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;

/** What atomic operations compute, by arithmetic on integers and decimals of any size. Values are raw bits. */
final class AtomicModel {

    private AtomicModel() {}

    static int bytes(String type) {
        return type.equals("f16x2") ? 4 : Integer.parseInt(type.substring(1)) / 8;
    }

    /**
     * The new value in memory.
     *
     * @param flush whether denormal single floats count as zeros
     */
    static long apply(String operation, String type, long old, long x, long y, boolean flush) {
        BigInteger was = value(old, type);
        BigInteger with = value(x, type);
        return switch (operation) {
            case "and" -> old & x;
            case "or" -> old | x;
            case "xor" -> old ^ x;
            case "exch" -> x;
            case "cas" -> old == x ? y : old;
            case "inc" -> was.compareTo(with) >= 0 ? 0 : old + 1;
            case "dec" -> was.signum() == 0 || was.compareTo(with) > 0 ? x : old - 1;
            case "min" -> was.compareTo(with) <= 0 ? old : x;
            case "max" -> was.compareTo(with) >= 0 ? old : x;
            default -> add(type, old, x, flush);
        };
    }

    private static BigInteger value(long bits, String type) {
        return type.matches("[us](32|64)") ? Integers.value(bits, type) : BigInteger.ZERO;
    }

    private static long add(String type, long old, long x, boolean flush) {
        return switch (type) {
            case "f32" -> addSingles(old, x, flush);
            case "f64" -> addDoubles(old, x);
            case "f16" -> addHalves((int) old & 0xffff, (int) x & 0xffff);
            case "f16x2" ->
                addHalves((int) old & 0xffff, (int) x & 0xffff)
                        | addHalves((int) (old >>> 16) & 0xffff, (int) (x >>> 16) & 0xffff) << 16;
            default -> {
                int width = Integers.width(type);
                yield Integers.bits(Integers.unsigned(old, width)
                        .add(Integers.unsigned(x, width))
                        .mod(BigInteger.TWO.pow(width)));
            }
        };
    }

    private static long addSingles(long old, long x, boolean flush) {
        float a = Float.intBitsToFloat((int) old);
        float b = Float.intBitsToFloat((int) x);
        a = flush ? flushed(a) : a;
        b = flush ? flushed(b) : b;
        float sum;
        if (!Float.isFinite(a) || !Float.isFinite(b) || a == 0 && b == 0) {
            sum = a + b;
        } else {
            sum = new BigDecimal(a).add(new BigDecimal(b)).floatValue();
        }
        return Float.floatToIntBits(flush ? flushed(sum) : sum) & 0xffff_ffffL;
    }

    private static float flushed(float value) {
        boolean small = value != 0 && Math.getExponent(value) < Float.MIN_EXPONENT;
        return small ? value < 0 ? -0f : 0f : value;
    }

    private static long addDoubles(long old, long x) {
        double a = Double.longBitsToDouble(old);
        double b = Double.longBitsToDouble(x);
        boolean plain = !Double.isFinite(a) || !Double.isFinite(b) || a == 0 && b == 0;
        return Double.doubleToLongBits(
                plain ? a + b : new BigDecimal(a).add(new BigDecimal(b)).doubleValue());
    }

    private static int addHalves(int old, int x) {
        double a = half(old);
        double b = half(x);
        if (Double.isNaN(a) || Double.isNaN(b) || Double.isInfinite(a) && a == -b) {
            return 0x7fff;
        }
        double sum = a + b;
        if (sum == 0) {
            return old == 0x8000 && x == 0x8000 ? 0x8000 : 0;
        }
        return nearestHalf(sum);
    }

    /** Looks for the half that is nearest to a number, of two equally near the one with an even last bit. */
    static int nearestHalf(double value) {
        int sign = value < 0 ? 0x8000 : 0;
        double size = Math.abs(value);
        int low = 0;
        int high = 0x7c00;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (size >= scale(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double below = size - scale(low);
        double above = scale(high) - size;
        boolean up = above < below || above == below && low % 2 == 1;
        return sign | (Double.isInfinite(size) ? 0x7c00 : up ? high : low);
    }

    /** Halves as numbers, where the bits of infinity stand for the power of two that would come next. */
    private static double scale(int bits) {
        return bits == 0x7c00 ? 65536 : half(bits);
    }

    /** The value of a half, from its sign, exponent and fraction. */
    static double half(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double size = exponent == 31
                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? fraction * Math.pow(2, -24) : (1024 + fraction) * Math.pow(2, exponent - 25);
        return (bits & 0x8000) == 0 ? size : -size;
    }
}
