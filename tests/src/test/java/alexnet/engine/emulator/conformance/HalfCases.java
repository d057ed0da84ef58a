package alexnet.engine.emulator.conformance;

import java.math.RoundingMode;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** PTX ISA 9.7.4: arithmetic on 16-bit floats and on pairs of them, rounded by {@link FloatType} from exact results. */
final class HalfCases {

    private static final RoundingMode NEAREST = RoundingMode.HALF_EVEN;

    private HalfCases() {}

    static void register(Cases cases) {
        FloatType f16 = FloatType.F16;
        for (boolean ftz : new boolean[] {false, true}) {
            for (String clamp : List.of("", ".sat", ".relu")) {
                String end = (ftz ? ".ftz" : "") + clamp;
                LongUnaryOperator in = bits -> ftz ? f16.flush(bits) : bits;
                LongUnaryOperator out = bits -> clamped(f16, clamp, in.applyAsLong(bits));
                if (!clamp.equals(".relu")) {
                    for (String mode : List.of("", ".rn")) {
                        sums(cases, mode + end, in, out);
                    }
                }
                pairs(cases, f16, "fma.rn" + end, 3, o -> out.applyAsLong(fma(f16, in, o)));
            }
        }
        FloatType bf16 = FloatType.BF16;
        for (String clamp : List.of("", ".relu")) {
            pairs(cases, bf16, "fma.rn" + clamp, 3, o -> clamped(bf16, clamp, fma(bf16, bits -> bits, o)));
        }
        selections(cases, f16);
        selections(cases, bf16);
        refused(cases);
    }

    /** What came after PTX 7.0, and what no version has. */
    private static void refused(Cases cases) {
        cases.refused("{add,sub,mul}{,.rn}.bf16", "%h0, %h1, %h2");
        cases.refused("{add,sub,mul}{,.rn}.bf16x2", "%r0, %r1, %r2");
        cases.refused("{ex2,tanh}.approx{,.ftz}.bf16", "%h0, %h1");
        cases.refused("{ex2,tanh}.approx{,.ftz}.bf16x2", "%r0, %r1");
        cases.refused("fma.rn.oob.f16", "%h0, %h1, %h2, %h3");
        cases.refused("{min,max}.xorsign.abs.{f16,bf16}", "%h0, %h1, %h2");
        cases.refused("{min,max}.NaN.f64", "%d0, %d1, %d2");
        cases.refused("{add,sub,mul}.ftz.f64", "%d0, %d1, %d2");
        cases.refused("fma.rn.ftz.f64", "%d0, %d1, %d2, %d3");
        cases.refused("{sin,cos,lg2,ex2,tanh}.approx.f64", "%d0, %d1");
        cases.refused("div.f32", "%f0, %f1, %f2");
        cases.refused("{sqrt,rcp}.f32", "%f0, %f1");
        cases.refused("setp.eq.bf16", "%p0, %h0, %h1");
        cases.refused("setp.eq.bf16x2", "%p0|%p1, %r0, %r1");
        cases.refused("set.eq.bf16.bf16", "%h0, %h1, %h2");
    }

    private static long clamped(FloatType type, String clamp, long bits) {
        return switch (clamp) {
            case ".sat" -> type.saturate(bits);
            case ".relu" -> type.relu(bits);
            default -> bits;
        };
    }

    private static long fma(FloatType type, LongUnaryOperator in, long[] o) {
        Exact product = type.value(in.applyAsLong(o[0])).multiply(type.value(in.applyAsLong(o[1])));
        return type.bits(product.add(type.value(in.applyAsLong(o[2])), NEAREST), NEAREST);
    }

    private static void sums(Cases cases, String end, LongUnaryOperator in, LongUnaryOperator out) {
        FloatType t = FloatType.F16;
        pairs(cases, t, "add" + end, 2, o -> {
            Exact b = t.value(in.applyAsLong(o[1]));
            return out.applyAsLong(t.bits(t.value(in.applyAsLong(o[0])).add(b, NEAREST), NEAREST));
        });
        pairs(cases, t, "sub" + end, 2, o -> {
            Exact b = t.value(in.applyAsLong(o[1])).negate();
            return out.applyAsLong(t.bits(t.value(in.applyAsLong(o[0])).add(b, NEAREST), NEAREST));
        });
        pairs(cases, t, "mul" + end, 2, o -> {
            Exact b = t.value(in.applyAsLong(o[1]));
            return out.applyAsLong(t.bits(t.value(in.applyAsLong(o[0])).multiply(b), NEAREST));
        });
    }

    private static void selections(Cases cases, FloatType type) {
        FloatCases.FloatSelectionCases one = new FloatCases.FloatSelectionCases(type, type == FloatType.F16);
        one.register(cases);
        for (String ftz : type == FloatType.F16 ? List.of("", ".ftz") : List.of("")) {
            LongUnaryOperator in = bits -> ftz.isEmpty() ? bits : type.flush(bits);
            packed(cases, type, "neg" + ftz, 1, o -> in.applyAsLong(o[0]) ^ 0x8000);
            packed(cases, type, "abs" + ftz, 1, o -> in.applyAsLong(o[0]) & 0x7fff);
            for (String nan : List.of("", ".NaN")) {
                for (String which : List.of("min", "max")) {
                    packed(
                            cases,
                            type,
                            which + ftz + nan,
                            2,
                            o -> one.extreme(
                                    in.applyAsLong(o[0]), in.applyAsLong(o[1]), which.equals("max"), !nan.isEmpty()));
                }
            }
        }
    }

    /** A form on one 16-bit float, and the same on pairs. */
    static void pairs(Cases cases, FloatType type, String name, int operands, LaneCase.Oracle oracle) {
        Kind kind = type.kind();
        Kind[] kinds = new Kind[operands];
        java.util.Arrays.fill(kinds, kind);
        cases.lane(name + "." + kind.name().toLowerCase(java.util.Locale.ROOT), kind, kinds)
                .expect(oracle);
        packed(cases, type, name, operands, oracle);
    }

    private static void packed(Cases cases, FloatType type, String name, int operands, LaneCase.Oracle oracle) {
        Kind kind = Kind.valueOf(type.name() + "X2");
        Kind[] kinds = new Kind[operands];
        java.util.Arrays.fill(kinds, kind);
        cases.lane(name + "." + kind.name().toLowerCase(java.util.Locale.ROOT), kind, kinds)
                .expect(o -> half(o, 0, oracle) | half(o, 16, oracle) << 16);
    }

    private static long half(long[] o, int shift, LaneCase.Oracle oracle) {
        long[] halves =
                java.util.Arrays.stream(o).map(v -> v >>> shift & 0xffff).toArray();
        return oracle.apply(halves) & 0xffff;
    }
}
