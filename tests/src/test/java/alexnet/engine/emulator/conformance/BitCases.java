package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.bit;
import static alexnet.engine.emulator.conformance.Integers.kind;
import static alexnet.engine.emulator.conformance.Integers.signed;
import static alexnet.engine.emulator.conformance.Integers.width;

import java.util.List;

/** PTX ISA 9.7.1 and 9.7.8: bits and bytes of a word, bit by bit as the manual defines them. */
final class BitCases {

    /** Positions and lengths of fields, also beyond the word; only the low 8 bits count. */
    private static final long[] FIELD = {0, 1, 5, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256 + 3, 0xffff_ff07L};

    private static final long[] BOTH = {0, 1, 0x80, 0xff, 0x8000, 0xffff_ffffL, 0x7f80_ff01L, 0x0123_4567L, 0x8899_aabbL
    };

    private BitCases() {}

    static void register(Cases cases) {
        for (String type : List.of("b32", "b64")) {
            counts(cases, type);
        }
        for (String type : Integers.WIDE) {
            find(cases, type);
            extract(cases, type);
        }
        nth(cases);
        permute(cases);
        products(cases);
    }

    private static void counts(Cases cases, String type) {
        int w = width(type);
        cases.lane("popc." + type, Kind.B32, kind(type)).expect(o -> {
            int count = 0;
            for (int i = 0; i < w; i++) {
                count += bit(o[0], i);
            }
            return count;
        });
        cases.lane("clz." + type, Kind.B32, kind(type)).expect(o -> {
            int count = 0;
            while (count < w && bit(o[0], w - 1 - count) == 0) {
                count++;
            }
            return count;
        });
        cases.lane("brev." + type, kind(type), kind(type)).expect(o -> {
            long result = 0;
            for (int i = 0; i < w; i++) {
                result |= (long) bit(o[0], i) << w - 1 - i;
            }
            return result;
        });
        for (boolean constant : new boolean[] {false, true}) {
            LaneCase insert = cases.lane("bfi." + type, kind(type), kind(type), kind(type), Kind.B32, Kind.B32)
                    .only(2, constant ? new long[] {7} : FIELD)
                    .only(3, constant ? new long[] {25} : FIELD)
                    .expect(o -> inserted(o, w));
            if (constant) {
                insert.note("of a constant field").text("bfi." + type + " $d, $a, $b, 7, 25;");
            }
        }
    }

    private static long inserted(long[] o, int w) {
        int position = (int) (o[2] & 255);
        int length = (int) (o[3] & 255);
        long result = o[1];
        for (int i = 0; i < length && position + i < w && i < w; i++) {
            result = result & ~(1L << position + i) | (long) bit(o[0], i) << position + i;
        }
        return result;
    }

    private static void find(Cases cases, String type) {
        int w = width(type);
        for (String amount : List.of("", ".shiftamt")) {
            cases.lane("bfind" + amount + "." + type, Kind.U32, kind(type)).expect(o -> {
                int sign = signed(type) ? bit(o[0], w - 1) : 0;
                for (int i = w - 1; i >= 0; i--) {
                    if (bit(o[0], i) != sign) {
                        return amount.isEmpty() ? i : w - 1 - i;
                    }
                }
                return -1;
            });
        }
    }

    private static void extract(Cases cases, String type) {
        int w = width(type);
        cases.lane("bfe." + type, kind(type), kind(type), Kind.B32, Kind.B32)
                .only(1, FIELD)
                .only(2, FIELD)
                .expect(o -> {
                    int position = (int) (o[1] & 255);
                    int length = (int) (o[2] & 255);
                    int sign = signed(type) && length > 0 ? bit(o[0], Math.min(position + length - 1, w - 1)) : 0;
                    long result = 0;
                    for (int i = 0; i < w; i++) {
                        boolean inside = i < length && position + i < w;
                        result |= (long) (inside ? bit(o[0], position + i) : sign) << i;
                    }
                    return result;
                });
    }

    /** The base beyond 31 is undefined in PTX; here nothing is found. */
    private static void nth(Cases cases) {
        cases.lane("fns.b32", Kind.B32, Kind.B32, Kind.B32, Kind.S32)
                .only(1, 0, 1, 2, 3, 7, 8, 15, 16, 30, 31, 32, 0xffff_ffffL)
                .only(2, 0, 1, 2, 3, 31, 32, 33, -1L, -2L, -3L, -31L, -32L, -33L, 0x7fff_ffffL, 0x8000_0000L)
                .expect(o -> {
                    long base = o[1];
                    long offset = (int) o[2];
                    if (base > 31) {
                        return -1;
                    }
                    if (offset == 0) {
                        return bit(o[0], (int) base) == 1 ? base : -1;
                    }
                    long found = 0;
                    for (long at = base; at >= 0 && at < 32; at += Long.signum(offset)) {
                        found += bit(o[0], (int) at);
                        if (found == Math.abs(offset)) {
                            return at;
                        }
                    }
                    return -1;
                });
    }

    private static int byteOf(long[] o, int number) {
        return (int) (o[number / 4] >>> number % 4 * 8 & 0xff);
    }

    private static void permute(Cases cases) {
        cases.lane("prmt.b32", Kind.B32, Kind.B32, Kind.B32, Kind.B32)
                .only(2, 0x3210, 0x7654, 0x0123, 0xba98, 0xfedc, 0x8f3c, 0x5410, 0x7632, 0xffff_0000L, 0x4444, 0xcccc)
                .expect(o -> {
                    long result = 0;
                    for (int i = 0; i < 4; i++) {
                        int selector = (int) (o[2] >>> 4 * i & 15);
                        int value = byteOf(o, selector & 7);
                        boolean sign = selector > 7;
                        result |= (long) (sign ? value > 127 ? 255 : 0 : value) << 8 * i;
                    }
                    return result;
                });
        // The manual's table: which byte goes where, highest place first, for the selectors 0 to 3.
        mode(cases, "f4e", "3210", "4321", "5432", "6543");
        mode(cases, "b4e", "5670", "6701", "7012", "0123");
        mode(cases, "rc8", "0000", "1111", "2222", "3333");
        mode(cases, "ecl", "3210", "3211", "3222", "3333");
        mode(cases, "ecr", "0000", "1110", "2210", "3210");
        mode(cases, "rc16", "1010", "3232", "1010", "3232");
    }

    private static void mode(Cases cases, String mode, String... places) {
        cases.lane("prmt.b32." + mode, Kind.B32, Kind.B32, Kind.B32, Kind.B32)
                .only(2, 0, 1, 2, 3, 4, 7, 0xffff_fffeL)
                .expect(o -> {
                    String table = places[(int) (o[2] & 3)];
                    long result = 0;
                    for (int i = 0; i < 4; i++) {
                        result = result << 8 | byteOf(o, table.charAt(i) - '0');
                    }
                    return result;
                });
    }

    private static long part(long bits, int at, int size, boolean signed) {
        long part = bits >>> at & (1L << size) - 1;
        return signed && bit(part, size - 1) == 1 ? part - (1L << size) : part;
    }

    private static void products(Cases cases) {
        for (String a : List.of("u32", "s32")) {
            for (String b : List.of("u32", "s32")) {
                String types = "." + a + "." + b;
                product(cases, "dp4a" + types).expect(o -> {
                    long sum = o[2];
                    for (int i = 0; i < 4; i++) {
                        sum += part(o[0], 8 * i, 8, signed(a)) * part(o[1], 8 * i, 8, signed(b));
                    }
                    return sum;
                });
                for (String half : List.of("lo", "hi")) {
                    int from = half.equals("lo") ? 0 : 16;
                    product(cases, "dp2a." + half + types)
                            .expect(o -> o[2]
                                    + part(o[0], 0, 16, signed(a)) * part(o[1], from, 8, signed(b))
                                    + part(o[0], 16, 16, signed(a)) * part(o[1], from + 8, 8, signed(b)));
                }
            }
        }
    }

    private static LaneCase product(Cases cases, String form) {
        return cases.lane(form, Kind.B32, Kind.B32, Kind.B32, Kind.B32).only(2, BOTH);
    }
}
