package alexnet.engine.emulator.conformance;

import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** PTX ISA 9.7.3: arithmetic on singles and doubles, rounded by {@link FloatType} from exact results. */
final class FloatCases {

    static final Map<String, RoundingMode> MODES = Map.of(
            "rn", RoundingMode.HALF_EVEN,
            "rz", RoundingMode.DOWN,
            "rm", RoundingMode.FLOOR,
            "rp", RoundingMode.CEILING);

    private FloatCases() {}

    static void register(Cases cases) {
        for (FloatType type : List.of(FloatType.F32, FloatType.F64)) {
            for (String mode : List.of("", ".rn", ".rz", ".rm", ".rp")) {
                arithmetic(cases, type, mode, MODES.get(mode.isEmpty() ? "rn" : mode.substring(1)));
            }
            new FloatSelectionCases(type, type == FloatType.F32).register(cases);
            tests(cases, type);
            Kind kind = type.kind();
            long sign = type.sign(true);
            cases.lane("copysign." + type.name().toLowerCase(java.util.Locale.ROOT), kind, kind, kind)
                    .expect(o -> o[1] & ~sign | o[0] & sign);
        }
    }

    private static void arithmetic(Cases cases, FloatType type, String dotMode, RoundingMode mode) {
        boolean single = type == FloatType.F32;
        Kind k = type.kind();
        for (String ftz : single ? List.of("", ".ftz") : List.of("")) {
            for (String sat : single ? List.of("", ".sat") : List.of("")) {
                String end = dotMode + ftz + sat + (single ? ".f32" : ".f64");
                Rounder out = new Rounder(type, mode, !ftz.isEmpty(), !sat.isEmpty());
                cases.lane("add" + end, k, k, k).expect(o -> out.of(out.in(o[0]).add(out.in(o[1]), mode)));
                cases.lane("sub" + end, k, k, k)
                        .expect(o -> out.of(out.in(o[0]).add(out.in(o[1]).negate(), mode)));
                cases.lane("mul" + end, k, k, k).expect(o -> out.of(out.in(o[0]).multiply(out.in(o[1]))));
                if (!dotMode.isEmpty()) {
                    fused(cases, end, k, out);
                }
            }
            if (!dotMode.isEmpty()) {
                String end = dotMode + ftz + (single ? ".f32" : ".f64");
                Rounder out = new Rounder(type, mode, !ftz.isEmpty(), false);
                cases.lane("div" + end, k, k, k).expect(o -> out.of(out.in(o[0]).divide(out.in(o[1]))));
                cases.lane("rcp" + end, k, k).expect(o -> out.of(Exact.ONE.divide(out.in(o[0]))));
                cases.lane("sqrt" + end, k, k).expect(o -> out.of(out.in(o[0]).squareRoot()));
            }
        }
    }

    private static void fused(Cases cases, String end, Kind k, Rounder out) {
        for (String name : List.of("fma", "mad")) {
            cases.lane(name + end, k, k, k, k)
                    .expect(o -> out.of(out.in(o[0]).multiply(out.in(o[1])).add(out.in(o[2]), out.mode())));
        }
        // Sums in which the product's rounding error is all that is left, which random terms never give.
        cases.lane("fma" + end, k, k, k, k)
                .note("(cancelling)")
                .text("mul.rn." + end.substring(end.lastIndexOf('.') + 1) + " $c, $a, $b; neg"
                        + end.substring(end.lastIndexOf('.')) + " $c, $c; fma" + end + " $d, $a, $b, $c;")
                .expect(o -> {
                    FloatType type = out.type();
                    Exact product = type.value(o[0]).multiply(type.value(o[1]));
                    Exact rounded = type.value(type.bits(product, RoundingMode.HALF_EVEN));
                    Exact third = type.value(out.flushed(type.bits(rounded.negate(), RoundingMode.HALF_EVEN)));
                    return out.of(out.in(o[0]).multiply(out.in(o[1])).add(third, out.mode()));
                });
    }

    /** How a result is made from an exact number. */
    record Rounder(FloatType type, RoundingMode mode, boolean ftz, boolean saturate) {

        Exact in(long bits) {
            return type.value(flushed(bits));
        }

        long flushed(long bits) {
            return ftz ? type.flush(bits) : bits;
        }

        long of(Exact exact) {
            long bits = flushed(type.bits(exact, mode));
            return saturate ? type.saturate(bits) : bits;
        }
    }

    private static void tests(Cases cases, FloatType type) {
        Map<String, BiFunction<FloatType, Long, Boolean>> tests = Map.of(
                "finite", (t, bits) -> !t.value(bits).nan() && !t.value(bits).infinite(),
                "infinite", (t, bits) -> t.value(bits).infinite(),
                "number", (t, bits) -> !t.value(bits).nan(),
                "notanumber", (t, bits) -> t.value(bits).nan(),
                "normal", (t, bits) -> !t.value(bits).nan() && !t.value(bits).infinite() && !t.subnormal(bits),
                "subnormal", FloatType::subnormal);
        String end = type == FloatType.F32 ? ".f32" : ".f64";
        tests.forEach((name, test) ->
                cases.lane("testp." + name + end, Kind.PRED, type.kind()).expect(o -> test.apply(type, o[0]) ? 1 : 0));
    }

    /** Smallest and largest operand, sign changes: of any format, with {@code .ftz} where it has that. */
    record FloatSelectionCases(FloatType type, boolean flushes) {

        void register(Cases cases) {
            String name = "." + type.name().toLowerCase(java.util.Locale.ROOT);
            for (String ftz : flushes ? List.of("", ".ftz") : List.of("")) {
                UnaryOperator<Long> in = bits -> ftz.isEmpty() ? bits : (Long) type.flush(bits);
                Kind k = type.kind();
                long sign = type.sign(true);
                cases.lane("neg" + ftz + name, k, k).expect(o -> in.apply(o[0]) ^ sign);
                cases.lane("abs" + ftz + name, k, k).expect(o -> in.apply(o[0]) & ~sign);
                for (String nan : type == FloatType.F64 ? List.of("") : List.of("", ".NaN")) {
                    for (String which : List.of("min", "max")) {
                        cases.lane(which + ftz + nan + name, k, k, k)
                                .expect(o ->
                                        extreme(in.apply(o[0]), in.apply(o[1]), which.equals("max"), !nan.isEmpty()));
                    }
                }
            }
        }

        /** A number wins over a NaN, except with {@code .NaN}; -0 is below +0. */
        long extreme(long a, long b, boolean largest, boolean nanWins) {
            Exact x = type.value(a);
            Exact y = type.value(b);
            if (x.nan() || y.nan()) {
                return nanWins || x.nan() && y.nan() ? type.nan() : x.nan() ? b : a;
            }
            int order = x.compare(y);
            boolean first = order != 0 ? order > 0 : !x.negative();
            return first == largest ? a : b;
        }
    }
}
