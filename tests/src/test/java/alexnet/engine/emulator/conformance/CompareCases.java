package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.kind;
import static alexnet.engine.emulator.conformance.Integers.value;

import java.util.ArrayList;
import java.util.List;

/** PTX ISA 9.7.5: comparisons of integers, and selections. */
final class CompareCases {

    private static final List<String> COMBINATIONS = List.of("", ".and", ".or", ".xor");
    private static final List<String> SELECTED =
            List.of("b16", "b32", "b64", "u16", "u32", "u64", "s16", "s32", "s64", "f32", "f64");

    /** Rows of the forms with a combination, and of set: setp alone goes through all pairs of edges. */
    private static final int FEWER = 300;

    private CompareCases() {}

    static void register(Cases cases) {
        for (String type : List.of("b16", "b32", "b64", "u16", "u32", "u64", "s16", "s32", "s64")) {
            for (String comparison : comparisons(type)) {
                for (String combination : COMBINATIONS) {
                    predicate(cases, comparison, combination, type);
                    for (String result : List.of("u32", "s32", "f32")) {
                        number(cases, comparison, combination, result, type);
                    }
                }
            }
        }
        for (String type : SELECTED) {
            selections(cases, type);
        }
    }

    private static List<String> comparisons(String type) {
        List<String> names = new ArrayList<>(List.of("eq", "ne"));
        if (type.charAt(0) != 'b') {
            names.addAll(List.of("lt", "le", "gt", "ge"));
        }
        if (type.charAt(0) == 'u') {
            names.addAll(List.of("lo", "ls", "hi", "hs"));
        }
        return names;
    }

    private static boolean holds(String comparison, long[] o, String type) {
        return holds(comparison, value(o[0], type).compareTo(value(o[1], type)));
    }

    /** @param order what {@code compareTo} says of the operands */
    static boolean holds(String comparison, int order) {
        return switch (comparison) {
            case "eq" -> order == 0;
            case "ne" -> order != 0;
            case "lt", "lo" -> order < 0;
            case "le", "ls" -> order <= 0;
            case "gt", "hi" -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean combined(String combination, boolean a, boolean b) {
        return switch (combination) {
            case ".and" -> a && b;
            case ".or" -> a || b;
            case ".xor" -> a != b;
            default -> a;
        };
    }

    /** With a combination there are two results, and for .xor the third operand is taken the other way round. */
    private static void predicate(Cases cases, String comparison, String combination, String type) {
        String form = "setp." + comparison + combination + "." + type;
        if (combination.isEmpty()) {
            cases.lane(form, Kind.PRED, kind(type), kind(type)).expect(o -> holds(comparison, o, type) ? 1 : 0);
            return;
        }
        boolean turned = combination.equals(".xor");
        cases.lane(form, Kind.PRED, kind(type), kind(type), Kind.PRED)
                .most(FEWER)
                .second(Kind.PRED)
                .text(form + " $d|$q, $a, $b, " + (turned ? "!$c;" : "$c;"))
                .expectBoth(o -> {
                    boolean third = o[2] == 1 != turned;
                    boolean holds = holds(comparison, o, type);
                    return new long[] {
                        combined(combination, holds, third) ? 1 : 0, combined(combination, !holds, third) ? 1 : 0
                    };
                });
    }

    private static void number(Cases cases, String comparison, String combination, String result, String type) {
        String form = "set." + comparison + combination + "." + result + "." + type;
        boolean plain = combination.isEmpty();

        LaneCase added = plain
                ? cases.lane(form, kind(result), kind(type), kind(type))
                : cases.lane(form, kind(result), kind(type), kind(type), Kind.PRED);
        added.most(FEWER).expect(o -> {
            boolean holds = combined(combination, holds(comparison, o, type), !plain && o[2] == 1);
            return holds ? result.equals("f32") ? Float.floatToRawIntBits(1) : -1 : 0;
        });
    }

    private static void selections(Cases cases, String type) {
        Kind kind = kind(type);
        cases.lane("selp." + type, kind, kind, kind, Kind.PRED).expect(o -> o[2] == 1 ? o[0] : o[1]);
        cases.lane("slct." + type + ".s32", kind, kind, kind, Kind.S32)
                .expect(o -> value(o[2], "s32").signum() >= 0 ? o[0] : o[1]);
        for (String flush : List.of("", ".ftz")) {
            cases.lane("slct" + flush + "." + type + ".f32", kind, kind, kind, Kind.F32)
                    .expect(o -> first(o[2], !flush.isEmpty()) ? o[0] : o[1]);
        }
    }

    /** Whether a float counts as not negative: -0 does, NaN does not, and denormals are zeros where they are flushed. */
    private static boolean first(long bits, boolean flush) {
        boolean negative = bits >>> 31 == 1;
        long magnitude = bits & 0x7fff_ffffL;
        boolean zero = magnitude == 0 || flush && magnitude < 0x0080_0000L;
        return magnitude <= 0x7f80_0000L && (!negative || zero);
    }
}
