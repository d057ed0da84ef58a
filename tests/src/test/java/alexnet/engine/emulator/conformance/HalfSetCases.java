package alexnet.engine.emulator.conformance;

import java.math.BigInteger;
import java.util.List;

/** PTX ISA 9.7.6: {@code set} of integers whose result is a 16-bit 1.0 or 0.0. */
final class HalfSetCases {

    private HalfSetCases() {}

    static void register(Cases cases) {
        for (int width : new int[] {16, 32, 64}) {
            for (String combine : List.of("", ".and", ".or", ".xor")) {
                register(cases, List.of("eq", "ne"), combine, "b" + width);
                register(cases, List.of("eq", "ne", "lt", "le", "gt", "ge"), combine, "s" + width);
                register(
                        cases,
                        List.of("eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs"),
                        combine,
                        "u" + width);
            }
        }
    }

    private static void register(Cases cases, List<String> comparisons, String combine, String type) {
        Kind kind = Kind.valueOf(type.toUpperCase(java.util.Locale.ROOT));
        for (String comparison : comparisons) {
            String form = "set." + comparison + combine + ".f16." + type;
            LaneCase lane = combine.isEmpty()
                    ? cases.lane(form, Kind.F16, kind, kind)
                    : cases.lane(form, Kind.F16, kind, kind, Kind.PRED);
            long[] few = {0, 1, kind.cut(-1), 1L << kind.bits - 1, (1L << kind.bits - 1) - 1, 77};
            lane.only(0, few).only(1, few).expect(o -> {
                boolean compared =
                        CompareCases.holds(comparison, value(o[0], type).compareTo(value(o[1], type)));
                boolean third = o.length > 2 && o[2] != 0;
                boolean holds = switch (combine) {
                    case ".and" -> compared && third;
                    case ".or" -> compared || third;
                    case ".xor" -> compared != third;
                    default -> compared;
                };
                return holds ? 0x3c00 : 0;
            });
        }
    }

    private static BigInteger value(long bits, String type) {
        return Integers.value(bits, type.replace('b', 'u'));
    }
}
