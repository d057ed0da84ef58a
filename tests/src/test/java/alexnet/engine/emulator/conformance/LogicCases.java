package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.bit;
import static alexnet.engine.emulator.conformance.Integers.kind;
import static alexnet.engine.emulator.conformance.Integers.unsigned;
import static alexnet.engine.emulator.conformance.Integers.value;
import static alexnet.engine.emulator.conformance.Integers.width;

import java.math.BigInteger;
import java.util.List;

/** PTX ISA 9.7.7: logic and shifts. */
final class LogicCases {

    private static final int TABLES_PER_CASE = 32;

    private interface Bits {
        int apply(int a, int b);
    }

    private LogicCases() {}

    static void register(Cases cases) {
        for (String type : List.of("pred", "b16", "b32", "b64")) {
            bitwise(cases, "and", type, (a, b) -> a * b);
            bitwise(cases, "or", type, Math::max);
            bitwise(cases, "xor", type, (a, b) -> (a + b) % 2);
            Kind kind = type.equals("pred") ? Kind.PRED : kind(type);
            cases.lane("not." + type, kind, kind).expect(o -> {
                long result = 0;
                for (int i = 0; i < kind.bits; i++) {
                    result |= (long) (1 - bit(o[0], i)) << i;
                }
                return result;
            });
        }
        for (String type : List.of("b16", "b32", "b64")) {
            cases.lane("cnot." + type, kind(type), kind(type)).expect(o -> o[0] == 0 ? 1 : 0);
            cases.lane("shl." + type, kind(type), kind(type), Kind.U32)
                    .expect(o -> shifted(unsigned(o[0], width(type)), o[1]));
        }
        for (String type : List.of("b16", "b32", "b64", "u16", "u32", "u64", "s16", "s32", "s64")) {
            cases.lane("shr." + type, kind(type), kind(type), Kind.U32).expect(o -> shifted(value(o[0], type), -o[1]));
        }
        funnels(cases);
        for (int first = 0; first < 256; first += TABLES_PER_CASE) {
            tables(cases, first);
        }
    }

    private static void bitwise(Cases cases, String name, String type, Bits oracle) {
        Kind kind = type.equals("pred") ? Kind.PRED : kind(type);
        cases.lane(name + "." + type, kind, kind, kind).expect(o -> {
            long result = 0;
            for (int i = 0; i < kind.bits; i++) {
                result |= (long) oracle.apply(bit(o[0], i), bit(o[1], i)) << i;
            }
            return result;
        });
    }

    /** Left by {@code by}, right where it is negative; counts over the width are as good as the width. */
    private static long shifted(BigInteger a, long by) {
        int count = (int) Math.max(-100, Math.min(100, by));
        return a.shiftLeft(count).longValue();
    }

    private static void funnels(Cases cases) {
        for (String mode : List.of("wrap", "clamp")) {
            for (String direction : List.of("l", "r")) {
                cases.lane("shf." + direction + "." + mode + ".b32", Kind.B32, Kind.B32, Kind.B32, Kind.U32)
                        .only(2, 0, 1, 2, 15, 16, 30, 31, 32, 33, 63, 64, 255, 256, 0x7fff_ffffL, 0xffff_ffffL)
                        .expect(o -> {
                            int by = (int) (mode.equals("wrap") ? o[2] % 32 : Math.min(o[2], 32));
                            BigInteger both = unsigned(o[1], 32).shiftLeft(32).or(unsigned(o[0], 32));
                            return direction.equals("l")
                                    ? both.shiftLeft(by).shiftRight(32).longValue()
                                    : both.shiftRight(by).longValue();
                        });
            }
        }
    }

    /** Every truth table: the results are mixed into one number, which any wrong bit changes. */
    private static void tables(Cases cases, int first) {
        StringBuilder text = new StringBuilder("mov.b32 $d, 0;\n");
        for (int table = first; table < first + TABLES_PER_CASE; table++) {
            text.append("lop3.b32 %r20, $a, $b, $c, ").append(table).append(";\n");
            text.append("mad.lo.u32 $d, $d, 0x9e3779b1, %r20;\n");
        }
        cases.lane("lop3.b32", Kind.B32, Kind.B32, Kind.B32, Kind.B32)
                .note("tables " + first + " to " + (first + TABLES_PER_CASE - 1))
                .text(text.toString())
                .expect(o -> {
                    int mixed = 0;
                    for (int table = first; table < first + TABLES_PER_CASE; table++) {
                        int result = 0;
                        for (int i = 0; i < 32; i++) {
                            int index = 4 * bit(o[0], i) + 2 * bit(o[1], i) + bit(o[2], i);
                            result |= bit(table, index) << i;
                        }
                        mixed = mixed * 0x9e3779b1 + result;
                    }
                    return mixed;
                });
    }
}
