package alexnet.engine.emulator;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integer instructions against BigInteger arithmetic and bit-by-bit definitions. */
final class IntegerInstructionsTest {

    private static final BigInteger TWO = BigInteger.TWO;

    private static BigInteger value(long bits, String type) {
        int width = Integer.parseInt(type.substring(1));
        BigInteger raw = new BigInteger(Long.toUnsignedString(bits)).mod(TWO.pow(width));
        return type.charAt(0) == 's' && raw.testBit(width - 1) ? raw.subtract(TWO.pow(width)) : raw;
    }

    private static long bits(BigInteger value, int width) {
        return value.mod(TWO.pow(width)).longValue();
    }

    private static String letter(int width) {
        return width == 64 ? "l" : width == 16 ? "h" : "r";
    }

    private static long[][] rows(int operands, int width) {
        Random random = new Random(7);
        List<Long> edges = List.of(0L, 1L, 2L, 7L, -1L, -2L, 1L << width - 1, (1L << width - 1) - 1, 0x1234_5678_9abcL);
        long[][] rows = new long[96][operands];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < operands; k++) {
                long any = i < 81 ? edges.get((k == 0 ? i / 9 : k == 1 ? i % 9 : i * 5 % 9)) : random.nextLong();
                rows[i][k] = width == 64 ? any : any & (1L << width) - 1;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"s16", "u16", "s32", "u32", "s64", "u64"})
    void arithmetic(String type) {
        int w = Integer.parseInt(type.substring(1));
        String r = letter(w);
        long[][] two = rows(2, w);
        binary("add." + type, two, BigInteger::add);
        binary("sub." + type, two, BigInteger::subtract);
        binary("mul.lo." + type, two, BigInteger::multiply);
        binary("mul.hi." + type, two, (a, b) -> a.multiply(b).shiftRight(w));
        binary("min." + type, two, BigInteger::min);
        binary("max." + type, two, BigInteger::max);
        new SingleInstruction("mad.lo." + type, r + r + r + r)
                .verify(
                        rows(3, w),
                        o -> bits(value(o[0], type).multiply(value(o[1], type)).add(value(o[2], type)), w));
        if (w < 64) {
            String wide = letter(2 * w);
            new SingleInstruction("mul.wide." + type, wide + r + r)
                    .verify(two, o -> bits(value(o[0], type).multiply(value(o[1], type)), 2 * w));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s16", "u16", "s32", "u32", "s64", "u64"})
    void division(String type) {
        long[][] rows = rows(2, Integer.parseInt(type.substring(1)));
        for (long[] row : rows) {
            row[1] = row[1] == 0 ? 3 : row[1];
        }
        binary("div." + type, rows, BigInteger::divide);
        binary("rem." + type, rows, BigInteger::remainder);
    }

    /** An instruction whose operands and result are all of the type that ends its name. */
    private static void binary(String instruction, long[][] rows, BinaryOperator<BigInteger> exact) {
        String type = instruction.substring(instruction.lastIndexOf('.') + 1);
        int w = Integer.parseInt(type.substring(1));
        new SingleInstruction(instruction, letter(w).repeat(3))
                .verify(rows, o -> bits(exact.apply(value(o[0], type), value(o[1], type)), w));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void logicAndShifts(int w) {
        String r = letter(w);
        long mask = w == 64 ? -1 : (1L << w) - 1;
        new SingleInstruction("and.b" + w, r + r + r).verify(rows(2, w), o -> o[0] & o[1]);
        new SingleInstruction("or.b" + w, r + r + r).verify(rows(2, w), o -> o[0] | o[1]);
        new SingleInstruction("xor.b" + w, r + r + r).verify(rows(2, w), o -> o[0] ^ o[1]);
        new SingleInstruction("not.b" + w, r + r).verify(rows(1, w), o -> ~o[0] & mask);
        long[][] shifts = new long[70][];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = new long[] {0x9234_5678_9abc_def1L & mask, i < 66 ? i : i == 66 ? 0xffff_ffffL : 200 + i};
        }
        new SingleInstruction("shl.b" + w, r + r + "r")
                .verify(
                        shifts,
                        o -> o[1] >= w ? 0 : bits(BigInteger.valueOf(o[0]).shiftLeft((int) o[1]), w));
        for (String type : List.of("s" + w, "u" + w)) {
            new SingleInstruction("shr." + type, r + r + "r")
                    .verify(shifts, o -> bits(value(o[0], type).shiftRight((int) Math.min(o[1], w)), w));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void bits(int w) {
        String r = letter(w);
        new SingleInstruction("popc.b" + w, "r" + r).verify(rows(1, w), o -> Long.bitCount(o[0]));
        new SingleInstruction("clz.b" + w, "r" + r).verify(rows(1, w), o -> Long.numberOfLeadingZeros(o[0]) - (64 - w));
        new SingleInstruction("brev.b" + w, r + r).verify(rows(1, w), o -> Long.reverse(o[0]) >>> 64 - w);
        new SingleInstruction("bfind.u" + w, "r" + r)
                .verify(rows(1, w), o -> o[0] == 0 ? 0xffff_ffffL : 63 - Long.numberOfLeadingZeros(o[0]));
        long[][] fields = new long[60][];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new long[] {0x9234_d678_8abc_def1L & (w == 64 ? -1 : 0xffff_ffffL), i * 7 % 70, i * 5 % 67};
        }
        for (String type : List.of("s" + w, "u" + w)) {
            new SingleInstruction("bfe." + type, r + r + "rr").verify(fields, o -> extracted(o, type, w));
        }
    }

    /** bfe, bit by bit: bits beyond the end of the word and above the field are the sign bit. */
    private static long extracted(long[] o, String type, int w) {
        int position = (int) o[1];
        int length = (int) o[2];
        boolean sign =
                type.charAt(0) == 's' && length > 0 && (o[0] >>> Math.min(position + length - 1, w - 1) & 1) != 0;
        long result = 0;
        for (int i = 0; i < w; i++) {
            boolean bit = i < length && position + i < w ? (o[0] >>> position + i & 1) != 0 : sign;
            result |= bit ? 1L << i : 0;
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"7,25", "0,32", "31,5", "4,0", "8,8"})
    void bitFieldInsert(int position, int length) {
        new SingleInstruction("bfi.b32 $, " + position + ", " + length, "rrr").verify(rows(2, 32), o -> {
            long result = o[1];
            for (int i = 0; i < length && position + i < 32; i++) {
                long bit = 1L << position + i;
                result = (o[0] >>> i & 1) != 0 ? result | bit : result & ~bit;
            }
            return result;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xc0, 0x96, 0xe8, 0x3a, 0xff})
    void threeOperandLogic(int table) {
        new SingleInstruction("lop3.b32 $, " + table, "rrrr").verify(rows(3, 32), o -> {
            long result = 0;
            for (int i = 0; i < 32; i++) {
                long index = (o[0] >>> i & 1) * 4 + (o[1] >>> i & 1) * 2 + (o[2] >>> i & 1);
                result |= (table >>> index & 1L) << i;
            }
            return result;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"l", "r"})
    void funnelShift(String direction) {
        new SingleInstruction("shf." + direction + ".wrap.b32", "rrrr").verify(rows(3, 32), o -> {
            BigInteger both = BigInteger.valueOf(o[1]).shiftLeft(32).or(BigInteger.valueOf(o[0]));
            int by = (int) (o[2] & 31);
            return direction.equals("l") ? bits(both.shiftLeft(by).shiftRight(32), 32) : bits(both.shiftRight(by), 32);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0x5410, 0x7632, 0x0123, 0xfb73, 0x4444})
    void bytePermute(long selector) {
        new SingleInstruction("prmt.b32 $, " + selector, "rrr").verify(rows(2, 32), o -> {
            long result = 0;
            for (int i = 0; i < 4; i++) {
                int pick = (int) (selector >> 4 * i) & 15;
                long word = (pick & 4) == 0 ? o[0] : o[1];
                long octet = word >>> 8 * (pick & 3) & 0xff;
                result |= ((pick & 8) == 0 ? octet : (octet & 0x80) != 0 ? 0xff : 0) << 8 * i;
            }
            return result;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "eq,s32", "ne,s32", "lt,s32", "le,s32", "gt,s32", "ge,s32", "lt,u32", "ge,u32", "lo,u32", "hs,u32", "lt,s64",
        "ge,s64", "lt,u64", "gt,u64", "eq,b64", "lt,s16", "gt,u16", "ne,b16"
    })
    void compare(String comparison, String type) {
        int w = Integer.parseInt(type.substring(1));
        new SingleInstruction("setp." + comparison + "." + type, "p" + letter(w) + letter(w)).verify(rows(2, w), o -> {
            int sign = value(o[0], type).compareTo(value(o[1], type));
            boolean holds = switch (comparison) {
                case "eq" -> sign == 0;
                case "ne" -> sign != 0;
                case "lt", "lo" -> sign < 0;
                case "le" -> sign <= 0;
                case "gt" -> sign > 0;
                default -> sign >= 0;
            };
            return holds ? 1 : 0;
        });
    }
}
