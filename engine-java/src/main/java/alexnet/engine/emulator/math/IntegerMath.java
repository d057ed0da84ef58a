package alexnet.engine.emulator.math;

/** Integer operations of PTX that Java has no operator for. */
public final class IntegerMath {

    private IntegerMath() {}

    public static int shiftLeft(int a, int b) {
        return Integer.compareUnsigned(b, 31) > 0 ? 0 : a << b;
    }

    public static int shiftRight(int a, int b) {
        return Integer.compareUnsigned(b, 31) > 0 ? a >> 31 : a >> b;
    }

    public static int shiftRightUnsigned(int a, int b) {
        return Integer.compareUnsigned(b, 31) > 0 ? 0 : a >>> b;
    }

    public static long shiftLeft(long a, int b) {
        return Integer.compareUnsigned(b, 63) > 0 ? 0 : a << b;
    }

    public static long shiftRight(long a, int b) {
        return Integer.compareUnsigned(b, 63) > 0 ? a >> 63 : a >> b;
    }

    public static long shiftRightUnsigned(long a, int b) {
        return Integer.compareUnsigned(b, 63) > 0 ? 0 : a >>> b;
    }

    // Division by zero has no defined result in PTX; GPUs give all bits set, and so do we. The remainder then is the
    // dividend.

    public static int divide(int a, int b) {
        return b == 0 ? -1 : a / b;
    }

    public static int remainder(int a, int b) {
        return b == 0 ? a : a % b;
    }

    public static int divideUnsigned(int a, int b) {
        return b == 0 ? -1 : Integer.divideUnsigned(a, b);
    }

    public static int remainderUnsigned(int a, int b) {
        return b == 0 ? a : Integer.remainderUnsigned(a, b);
    }

    public static long divide(long a, long b) {
        return b == 0 ? -1 : a / b;
    }

    public static long remainder(long a, long b) {
        return b == 0 ? a : a % b;
    }

    public static long divideUnsigned(long a, long b) {
        return b == 0 ? -1 : Long.divideUnsigned(a, b);
    }

    public static long remainderUnsigned(long a, long b) {
        return b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    public static int multiplyHigh(int a, int b) {
        return (int) ((long) a * b >> 32);
    }

    public static int multiplyHighUnsigned(int a, int b) {
        return (int) ((a & 0xffff_ffffL) * (b & 0xffff_ffffL) >>> 32);
    }

    public static long multiplyHighUnsigned(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }

    /** Bits 16 to 47 of the product of two signed 24-bit numbers. */
    public static int multiply24High(int a, int b) {
        return (int) ((long) (a << 8 >> 8) * (b << 8 >> 8) >> 16);
    }

    public static int multiply24HighUnsigned(int a, int b) {
        return (int) ((long) (a & 0xff_ffff) * (b & 0xff_ffff) >>> 16);
    }

    /** The 32-bit number nearest to {@code a}. */
    public static int clamp(long a) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, a));
    }

    /** {@code bfe}: {@code length} bits of {@code a} from {@code position} up. */
    public static int extract(int a, int position, int length, boolean signed) {
        return (int) extract(signed ? a : a & 0xffff_ffffL, position & 0xff, length & 0xff, 32, signed);
    }

    public static long extract(long a, int position, int length, boolean signed) {
        return extract(a, position & 0xff, length & 0xff, 64, signed);
    }

    private static long extract(long a, int position, int length, int width, boolean signed) {
        if (length == 0) {
            return 0;
        }
        long sign = signed ? a >> Math.min(position + length - 1, width - 1) & 1 : 0;
        long value = position >= width ? 0 : a >>> position;
        int kept = Math.min(length, Math.max(0, width - position));
        long mask = kept >= 64 ? -1 : (1L << kept) - 1;
        return value & mask | (sign == 0 ? 0 : ~mask);
    }

    /** {@code bfi}: {@code b} with {@code length} bits from {@code position} up replaced by the low bits of {@code a}. */
    public static long insert(long a, long b, int position, int length, int width) {
        int from = position & 0xff;
        int count = length & 0xff;
        if (count == 0 || from >= width) {
            return b;
        }
        int kept = Math.min(count, width - from);
        long mask = (kept >= 64 ? -1 : (1L << kept) - 1) << from;
        return b & ~mask | a << from & mask;
    }

    /** {@code prmt} in its general mode: four bytes picked from eight. */
    public static int permute(int a, int b, int selector) {
        long bytes = b & 0xffff_ffffL;
        bytes = bytes << 32 | a & 0xffff_ffffL;
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int pick = selector >> 4 * i & 0xf;
            int value = (int) (bytes >>> 8 * (pick & 7)) & 0xff;
            if ((pick & 8) != 0) {
                value = (value & 0x80) != 0 ? 0xff : 0;
            }
            result |= value << 8 * i;
        }
        return result;
    }

    public static int funnelLeft(int low, int high, int shift) {
        return shift == 0 ? high : shift == 32 ? low : high << shift | low >>> 32 - shift;
    }

    public static int funnelRight(int low, int high, int shift) {
        return shift == 0 ? low : shift == 32 ? high : high << 32 - shift | low >>> shift;
    }

    /** {@code bfind}: position of the highest bit that is not a copy of the sign, or all bits set. */
    public static int findHighest(int a, boolean signed) {
        int bits = signed && a < 0 ? ~a : a;
        return bits == 0 ? -1 : 31 - Integer.numberOfLeadingZeros(bits);
    }

    public static int findHighest(long a, boolean signed) {
        long bits = signed && a < 0 ? ~a : a;
        return bits == 0 ? -1 : 63 - Long.numberOfLeadingZeros(bits);
    }

    /** {@code lop3}: any function of three bits, from its truth table. */
    public static int logic(int a, int b, int c, int table) {
        int result = 0;
        for (int i = 0; i < 8; i++) {
            if ((table >> i & 1) != 0) {
                result |= ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c);
            }
        }
        return result;
    }

    /** The distance of bit {@code found} from bit {@code top}; all bits set where none was found. */
    public static int toTop(int found, int top) {
        return found < 0 ? -1 : top - found;
    }

    /**
     * {@code fns}: the position of the set bit number |{@code offset}| from {@code base} on, up or down by the sign of
     * {@code offset}; all bits set where there is none. An offset of 0 asks for the bit at {@code base} itself.
     */
    public static int findNth(int mask, int base, int offset) {
        if (base < 0 || base > 31) {
            return -1;
        }
        if (offset == 0) {
            return (mask >>> base & 1) != 0 ? base : -1;
        }
        int left = Math.abs(offset);
        for (int at = base; at >= 0 && at < 32; at += offset > 0 ? 1 : -1) {
            if ((mask >>> at & 1) != 0 && --left == 0) {
                return at;
            }
        }
        return -1;
    }

    /** {@code dp4a}: products of the four bytes, added up. */
    public static int dotBytes(int a, int b, int c, boolean signedA, boolean signedB) {
        int sum = c;
        for (int i = 0; i < 32; i += 8) {
            sum += (signedA ? (byte) (a >> i) : a >> i & 0xff) * (signedB ? (byte) (b >> i) : b >> i & 0xff);
        }
        return sum;
    }

    /** {@code dp2a}: products of the halves of {@code a} and the lower two bytes of {@code b}, added up. */
    public static int dotHalves(int a, int b, int c, boolean signedA, boolean signedB) {
        int low = signedA ? (short) a : a & 0xffff;
        int high = signedA ? a >> 16 : a >>> 16;
        int first = signedB ? (byte) b : b & 0xff;
        int second = signedB ? (byte) (b >> 8) : b >> 8 & 0xff;
        return c + low * first + high * second;
    }
}
