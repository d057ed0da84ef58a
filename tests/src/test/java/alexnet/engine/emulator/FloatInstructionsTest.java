package alexnet.engine.emulator;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Float instructions: each result is the exact one rounded once, which double or decimal arithmetic gives. */
final class FloatInstructionsTest {

    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        1.5f,
        3f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        1.0000001f,
        0.1f,
        -1e-40f
    };

    private static long raw(float value) {
        return Float.floatToRawIntBits(value) & 0xffff_ffffL;
    }

    private static float real(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long[][] rows(int operands) {
        Random random = new Random(11);
        long[][] rows = new long[320][operands];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < operands; k++) {
                float edge = EDGES[k == 0 ? i / 16 % 16 : k == 1 ? i % 16 : i * 7 % 16];
                rows[i][k] =
                        raw(i < 256 ? edge : (random.nextFloat() - 0.5f) * (float) Math.pow(2, random.nextInt(40)));
            }
        }
        return rows;
    }

    /** A double result of one operation on floats, rounded to float, is the correctly rounded float result. */
    private static void viaDouble(String instruction, DoubleBinaryOperator exact) {
        new SingleInstruction(instruction, "fff")
                .verify(rows(2), o -> raw((float) exact.applyAsDouble(real(o[0]), real(o[1]))));
    }

    @Test
    void basicArithmetic() {
        viaDouble("add.rn.f32", (a, b) -> a + b);
        viaDouble("sub.rn.f32", (a, b) -> a - b);
        viaDouble("mul.rn.f32", (a, b) -> a * b);
        viaDouble("div.rn.f32", (a, b) -> a / b);
        new SingleInstruction("sqrt.rn.f32", "ff").verify(rows(1), o -> raw((float) Math.sqrt((double) real(o[0]))));
        new SingleInstruction("rcp.rn.f32", "ff").verify(rows(1), o -> raw((float) (1.0 / real(o[0]))));
        new SingleInstruction("neg.f32", "ff").verify(rows(1), o -> o[0] ^ 0x8000_0000L);
        new SingleInstruction("abs.f32", "ff").verify(rows(1), o -> o[0] & 0x7fff_ffffL);
    }

    @Test
    void fusedMultiplyAddRoundsOnce() {
        long[][] rows = new long[400][3];
        Random random = new Random(3);
        for (long[] row : rows) {
            for (int k = 0; k < 3; k++) {
                row[k] = raw((random.nextFloat() - 0.5f) * (float) Math.pow(2, random.nextInt(20) - 10));
            }
            // Cancelling sums are where a product that was rounded first shows.
            if (random.nextBoolean()) {
                row[2] = raw(-real(row[0]) * real(row[1]));
            }
        }
        new SingleInstruction("fma.rn.f32", "ffff")
                .verify(
                        rows,
                        o -> raw(new BigDecimal(real(o[0]))
                                .multiply(new BigDecimal(real(o[1])))
                                .add(new BigDecimal(real(o[2])), MathContext.UNLIMITED)
                                .floatValue()));
    }

    @Test
    void maximumAndMinimumPreferNumbersToNaN() {
        new SingleInstruction("max.f32", "fff").verify(rows(2), o -> extreme(o, true));
        new SingleInstruction("min.f32", "fff").verify(rows(2), o -> extreme(o, false));
    }

    private static long extreme(long[] o, boolean largest) {
        float a = real(o[0]);
        float b = real(o[1]);
        if (Float.isNaN(a) || Float.isNaN(b)) {
            return Float.isNaN(a) ? o[1] : o[0];
        }
        // Float.compare puts -0 below +0, as PTX does.
        return Float.compare(a, b) > 0 == largest ? o[0] : o[1];
    }

    @ParameterizedTest
    @ValueSource(strings = {"eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan"})
    void compare(String comparison) {
        new SingleInstruction("setp." + comparison + ".f32", "pff").verify(rows(2), o -> {
            float a = real(o[0]);
            float b = real(o[1]);
            boolean unordered = Float.isNaN(a) || Float.isNaN(b);
            int sign = unordered ? 0 : new BigDecimalOrder(a).compareTo(b);
            boolean holds = switch (comparison.substring(0, 2)) {
                case "eq" -> sign == 0;
                case "ne" -> sign != 0;
                case "lt" -> sign < 0;
                case "le" -> sign <= 0;
                case "gt" -> sign > 0;
                case "ge" -> sign >= 0;
                default -> false;
            };
            return switch (comparison) {
                case "num" -> unordered ? 0 : 1;
                case "nan" -> unordered ? 1 : 0;
                default -> unordered ? comparison.length() - 2 : holds ? 1 : 0;
            };
        });
    }

    /** Order of floats without comparing floats: zeros are equal, infinities at the ends. */
    private record BigDecimalOrder(float a) {
        int compareTo(float b) {
            if (Float.isInfinite(a) || Float.isInfinite(b)) {
                return Double.compare(Math.max(-1e300, Math.min(1e300, a)), Math.max(-1e300, Math.min(1e300, b)));
            }
            return new BigDecimal(a).compareTo(new BigDecimal(b));
        }
    }

    @ParameterizedTest
    @CsvSource({"rni,HALF_EVEN", "rzi,DOWN", "rmi,FLOOR", "rpi,CEILING"})
    void floatToInteger(String mode, RoundingMode rounding) {
        for (String type : new String[] {"s32", "u32", "s64", "u64", "s16", "u8"}) {
            int w = Integer.parseInt(type.substring(1));
            boolean signed = type.charAt(0) == 's';
            String result = w == 64 ? "l" : w == 32 ? "r" : "h";
            new SingleInstruction("cvt." + mode + "." + type + ".f32", result + "f").verify(rows(1), o -> {
                float a = real(o[0]);
                BigInteger low = signed ? BigInteger.TWO.pow(w - 1).negate() : BigInteger.ZERO;
                BigInteger high = BigInteger.TWO.pow(signed ? w - 1 : w).subtract(BigInteger.ONE);
                if (Float.isNaN(a)) {
                    return w == 64 ? Long.MIN_VALUE : 0;
                }
                BigInteger whole = Float.isInfinite(a)
                        ? (a > 0 ? high : low)
                        : new BigDecimal(a).setScale(0, rounding).toBigInteger();
                return whole.max(low).min(high).longValue() & (w == 64 ? -1 : (1L << w) - 1);
            });
        }
    }

    @Test
    void integerToFloat() {
        long[][] rows = new long[200][1];
        Random random = new Random(5);
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = i < 64 ? (1L << i) + (i % 3 - 1) : random.nextLong() >> random.nextInt(60);
        }
        new SingleInstruction("cvt.rn.f32.s64", "fl")
                .verify(rows, o -> raw(BigDecimal.valueOf(o[0]).floatValue()));
        new SingleInstruction("cvt.rn.f32.u64", "fl")
                .verify(rows, o -> raw(new BigDecimal(Long.toUnsignedString(o[0])).floatValue()));
        new SingleInstruction("cvt.rn.f32.s32", "fr")
                .verify(rows, o -> raw(BigDecimal.valueOf((int) o[0]).floatValue()));
        new SingleInstruction("cvt.rn.f32.u32", "fr")
                .verify(rows, o -> raw(BigDecimal.valueOf(o[0] & 0xffff_ffffL).floatValue()));
        new SingleInstruction("cvt.rn.f32.u8", "fr").verify(rows, o -> raw(o[0] & 0xff));
        new SingleInstruction("cvt.rn.f32.s16", "fh").verify(rows, o -> raw((short) o[0]));
        new SingleInstruction("cvt.s64.s32", "lr").verify(rows, o -> (int) o[0]);
        new SingleInstruction("cvt.u64.u32", "lr").verify(rows, o -> o[0] & 0xffff_ffffL);
        new SingleInstruction("cvt.u32.u64", "rl").verify(rows, o -> o[0] & 0xffff_ffffL);
        new SingleInstruction("cvt.s32.s8", "rr").verify(rows, o -> (byte) o[0] & 0xffff_ffffL);
        new SingleInstruction("cvt.u32.u16", "rh").verify(rows, o -> o[0] & 0xffff);
        new SingleInstruction("cvt.s32.s16", "rh").verify(rows, o -> (short) o[0] & 0xffff_ffffL);
        new SingleInstruction("cvt.u16.u32", "hr").verify(rows, o -> o[0] & 0xffff);
        new SingleInstruction("cvt.sat.u8.s32", "hr").verify(rows, o -> Math.max(0, Math.min(255, (int) o[0])));
    }

    @Test
    void selections() {
        new SingleInstruction("selp.f32", "fffp").verify(rows(3), o -> (o[2] & 1) != 0 ? o[0] : o[1]);
        new SingleInstruction("selp.b32", "rrrp").verify(rows(3), o -> (o[2] & 1) != 0 ? o[0] : o[1]);
        new SingleInstruction("selp.b64", "lllp").verify(rows(3), o -> (o[2] & 1) != 0 ? o[0] : o[1]);
        new SingleInstruction("slct.f32.s32", "fffr").verify(rows(3), o -> (int) o[2] >= 0 ? o[0] : o[1]);
        new SingleInstruction("slct.u32.s32", "rrrr").verify(rows(3), o -> (int) o[2] >= 0 ? o[0] : o[1]);
    }

    @Test
    void doubles() {
        long[][] rows = new long[100][3];
        Random random = new Random(9);
        for (long[] row : rows) {
            for (int k = 0; k < 3; k++) {
                row[k] = Double.doubleToRawLongBits((random.nextDouble() - 0.5) * 1000);
            }
        }
        new SingleInstruction("fma.rn.f64", "dddd")
                .verify(
                        rows,
                        o -> Double.doubleToRawLongBits(new BigDecimal(Double.longBitsToDouble(o[0]))
                                .multiply(new BigDecimal(Double.longBitsToDouble(o[1])))
                                .add(new BigDecimal(Double.longBitsToDouble(o[2])))
                                .doubleValue()));
        new SingleInstruction("cvt.rn.f32.f64", "fd")
                .verify(rows, o -> raw(new BigDecimal(Double.longBitsToDouble(o[0])).floatValue()));
        new SingleInstruction("cvt.f64.f32", "df")
                .verify(rows(1), o -> Double.doubleToRawLongBits(Double.parseDouble(Double.toString(real(o[0])))));
    }
}
