package alexnet.engine.emulator.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** PTX ISA 9.7.5 and 9.7.6: {@code set} and {@code setp} of floats, by exact comparison. */
final class FloatCompareCases {

    private static final List<String> COMPARISONS =
            List.of("eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan");
    private static final Map<String, IntPredicate> ORDERS = Map.of(
            "eq", order -> order == 0,
            "ne", order -> order != 0,
            "lt", order -> order < 0,
            "le", order -> order <= 0,
            "gt", order -> order > 0,
            "ge", order -> order >= 0);
    private static final List<String> COMBINATIONS = List.of("", ".and", ".or", ".xor");

    /** There are two thousand forms. */
    private static final int ROWS = 260;

    private FloatCompareCases() {}

    static void register(Cases cases) {
        for (String comparison : COMPARISONS) {
            for (String combine : COMBINATIONS) {
                for (FloatType type : List.of(FloatType.F32, FloatType.F64, FloatType.F16)) {
                    for (boolean ftz : type == FloatType.F64 ? new boolean[] {false} : new boolean[] {false, true}) {
                        new Form(type, comparison, combine, ftz).register(cases);
                    }
                }
            }
        }
    }

    private record Form(FloatType type, String comparison, String combine, boolean ftz) {

        private String middle() {
            return "." + comparison + combine + (ftz ? ".ftz" : "");
        }

        private String typeName() {
            return type.name().toLowerCase(Locale.ROOT);
        }

        void register(Cases cases) {
            predicates(cases);
            List<String> results = type == FloatType.F16
                    ? List.of("u16", "s16", "u32", "s32", "f16")
                    : List.of("u32", "s32", "f32", "f16");
            for (String result : results) {
                Kind kind = Kind.valueOf(result.toUpperCase(Locale.ROOT));
                lane(cases, "set" + middle() + "." + result + "." + typeName(), kind, type.kind())
                        .expect(o -> written(result, holds(o, 0, false), kind.bits));
            }
            if (type == FloatType.F16) {
                pairs(cases);
            }
        }

        /** With the predicate as a third operand where the form combines; few operands, as there are many forms. */
        private LaneCase lane(Cases cases, String form, Kind result, Kind operand) {
            LaneCase lane = combine.isEmpty()
                    ? cases.lane(form, result, operand, operand)
                    : cases.lane(form, result, operand, operand, Kind.PRED);
            return lane.only(0, some(operand)).only(1, some(operand)).most(ROWS);
        }

        private static long[] some(Kind kind) {
            long[] edges = kind.edges();
            // Zeros, the smallest and the largest subnormal numbers, one, infinity and a NaN, of both signs.
            int[] chosen = {0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 36, 37, 38, 39, 42, 43};
            return Arrays.stream(chosen).mapToLong(i -> edges[i]).toArray();
        }

        private void predicates(Cases cases) {
            String form = "setp" + middle() + "." + typeName();
            LaneCase lane = lane(cases, form, Kind.PRED, type.kind());
            if (type == FloatType.F16) {
                lane.expect(o -> holds(o, 0, false) ? 1 : 0);
                return;
            }
            String third = combine.isEmpty() ? "" : ", $c";
            lane.second(Kind.PRED).text(form + " $d|$q, $a, $b" + third + ";").expectBoth(o ->
                    new long[] {holds(o, 0, false) ? 1 : 0, holds(o, 0, true) ? 1 : 0});
        }

        private void pairs(Cases cases) {
            String third = combine.isEmpty() ? "" : ", $c";
            String setp = "setp" + middle() + ".f16x2";
            lane(cases, setp, Kind.PRED, Kind.F16X2)
                    .second(Kind.PRED)
                    .text(setp + " $d|$q, $a, $b" + third + ";")
                    .expectBoth(o -> new long[] {holds(o, 0, false) ? 1 : 0, holds(o, 16, false) ? 1 : 0});
            for (String result : List.of("f16x2", "u32", "s32")) {
                String half = result.equals("f16x2") ? "f16" : "u16";
                lane(cases, "set" + middle() + "." + result + ".f16x2", Kind.B32, Kind.F16X2)
                        .expect(o ->
                                written(half, holds(o, 0, false), 16) | written(half, holds(o, 16, false), 16) << 16);
            }
        }

        /** All bits set for integers, 1.0 for floats. */
        private static long written(String result, boolean holds, int bits) {
            if (!holds) {
                return 0;
            }
            return switch (result) {
                case "f32" -> 0x3f80_0000L;
                case "f16" -> 0x3c00L;
                default -> (1L << bits) - 1;
            };
        }

        /** @param opposite for the second result: the comparison's opposite is what is combined */
        private boolean holds(long[] o, int shift, boolean opposite) {
            boolean compared = compare(o[0] >>> shift, o[1] >>> shift) != opposite;
            boolean third = o.length > 2 && o[2] != 0;
            return switch (combine) {
                case ".and" -> compared && third;
                case ".or" -> compared || third;
                case ".xor" -> compared != third;
                default -> compared;
            };
        }

        private boolean compare(long a, long b) {
            Exact x = type.value(ftz ? type.flush(a) : a);
            Exact y = type.value(ftz ? type.flush(b) : b);
            boolean unordered = x.nan() || y.nan();
            if (comparison.equals("num") || comparison.equals("nan")) {
                return unordered == comparison.equals("nan");
            }
            boolean wins = comparison.length() == 3;
            return unordered ? wins : ORDERS.get(comparison.substring(0, 2)).test(x.compare(y));
        }
    }
}
