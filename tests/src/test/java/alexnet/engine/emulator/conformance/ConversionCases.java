package alexnet.engine.emulator.conformance;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** PTX ISA 9.7.8, {@code cvt}: every pair of types, by exact numbers and one rounding. */
final class ConversionCases {

    private static final List<String> INTEGERS = List.of("u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64");
    private static final List<FloatType> FLOATS = List.of(FloatType.F16, FloatType.F32, FloatType.F64);
    private static final List<String> DIRECTIONS = List.of("rn", "rz", "rm", "rp");

    private ConversionCases() {}

    static void register(Cases cases) {
        for (String to : INTEGERS) {
            INTEGERS.forEach(from -> integers(cases, to, from));
            for (FloatType type : FLOATS) {
                fromInteger(cases, type, to);
                toInteger(cases, to, type);
            }
        }
        for (FloatType to : FLOATS) {
            FLOATS.forEach(from -> floats(cases, to, from));
        }
        tensorFormats(cases);
        packs(cases);
        refused(cases);
    }

    private static String name(FloatType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static RoundingMode mode(String direction) {
        return FloatCases.MODES.get(direction.substring(0, 2));
    }

    private static List<String> ftz(boolean there) {
        return there ? List.of("", ".ftz") : List.of("");
    }

    private static void integers(Cases cases, String to, String from) {
        String end = "." + to + "." + from;
        cases.lane("cvt" + end, Integers.kind(to), Integers.kind(from))
                .expect(o -> register(Integers.value(o[0], from), to));
        BigInteger low = Integers.signed(from)
                ? BigInteger.ONE.shiftLeft(Integers.width(from) - 1).negate()
                : BigInteger.ZERO;
        BigInteger high = BigInteger.ONE
                .shiftLeft(Integers.width(from) - (Integers.signed(from) ? 1 : 0))
                .subtract(BigInteger.ONE);
        boolean fits = low.equals(Integers.clamp(low, to)) && high.equals(Integers.clamp(high, to));
        if (fits) {
            cases.refused("cvt.sat" + end, register(to, 0) + ", " + register(from, 1));
        } else {
            cases.lane("cvt.sat" + end, Integers.kind(to), Integers.kind(from))
                    .expect(o -> register(Integers.clamp(Integers.value(o[0], from), to), to));
        }
    }

    /** What a register holds: results of 8 bits are extended to the register's width by their sign. */
    private static long register(BigInteger value, String type) {
        return Integers.value(value.longValue(), type).longValue();
    }

    private static String register(String type, int number) {
        return switch (Integers.width(type)) {
            case 64 -> "%l" + number;
            case 32 -> "%r" + number;
            default -> "%h" + number;
        };
    }

    private static void fromInteger(Cases cases, FloatType type, String from) {
        for (String direction : DIRECTIONS) {
            for (String ftz : ftz(type == FloatType.F32)) {
                for (String sat : List.of("", ".sat")) {
                    String form = "cvt." + direction + ftz + sat + "." + name(type) + "." + from;
                    cases.lane(form, type.kind(), Integers.kind(from)).expect(o -> {
                        long bits = type.bits(Exact.of(Integers.value(o[0], from)), mode(direction));
                        return sat.isEmpty() ? bits : type.saturate(bits);
                    });
                }
            }
        }
    }

    private static void toInteger(Cases cases, String to, FloatType type) {
        for (String direction : DIRECTIONS) {
            for (String ftz : ftz(type == FloatType.F32)) {
                for (String sat : List.of("", ".sat")) {
                    String form = "cvt." + direction + "i" + ftz + sat + "." + to + "." + name(type);
                    cases.lane(form, Integers.kind(to), type.kind())
                            .expect(o -> whole(
                                    type.value(ftz.isEmpty() ? o[0] : type.flush(o[0])), to, mode(direction), type));
                }
            }
        }
    }

    /** NaN gives 0, or only the highest bit where a side has 64 bits. */
    private static long whole(Exact value, String to, RoundingMode mode, FloatType from) {
        if (value.nan()) {
            boolean wide = Integers.width(to) == 64 || from == FloatType.F64;
            return wide ? register(BigInteger.ONE.shiftLeft(Integers.width(to) - 1), to) : 0;
        }
        BigInteger magnitude = value.infinite() ? BigInteger.ONE.shiftLeft(100) : value.inUnitsOf(0, mode);
        return register(Integers.clamp(value.negative() ? magnitude.negate() : magnitude, to), to);
    }

    private static void floats(Cases cases, FloatType to, FloatType from) {
        boolean narrows = to.precision < from.precision;
        List<String> directions = narrows
                ? List.of(".rn", ".rz", ".rm", ".rp")
                : to == from ? List.of("", ".rni", ".rzi", ".rmi", ".rpi") : List.of("");
        for (String direction : directions) {
            for (String ftz : ftz(to == FloatType.F32 || from == FloatType.F32)) {
                for (String sat : List.of("", ".sat")) {
                    String form = "cvt" + direction + ftz + sat + "." + name(to) + "." + name(from);
                    cases.lane(form, to.kind(), from.kind()).expect(o -> {
                        boolean flushes = !ftz.isEmpty();
                        long operand = flushes && from == FloatType.F32 ? from.flush(o[0]) : o[0];
                        Exact value = from.value(operand);
                        if (direction.endsWith("i") && !value.nan() && !value.infinite()) {
                            value = Exact.finite(
                                    value.negative(), value.inUnitsOf(0, mode(direction.substring(1))), 0, false);
                        }
                        long bits = to.bits(value, narrows ? mode(direction.substring(1)) : RoundingMode.UNNECESSARY);
                        bits = flushes && to == FloatType.F32 ? to.flush(bits) : bits;
                        return sat.isEmpty() ? bits : to.saturate(bits);
                    });
                }
            }
        }
    }

    /** Formats that singles are made into for tensor cores; pairs have their first operand in the upper half. */
    private static void tensorFormats(Cases cases) {
        for (String direction : List.of("rn", "rz")) {
            for (String relu : List.of("", ".relu")) {
                String start = "cvt." + direction + relu;
                for (FloatType type : List.of(FloatType.F16, FloatType.BF16)) {
                    LaneCase.Oracle one = o -> {
                        long bits = type.bits(FloatType.F32.value(o[0]), mode(direction));
                        return relu.isEmpty() ? bits : type.relu(bits);
                    };
                    if (type == FloatType.BF16 || !relu.isEmpty()) {
                        cases.lane(start + "." + name(type) + ".f32", type.kind(), Kind.F32)
                                .expect(one);
                    }
                    Kind pair = Kind.valueOf(type.name() + "X2");
                    cases.lane(start + "." + name(type) + "x2.f32", pair, Kind.F32, Kind.F32)
                            .expect(o -> one.apply(o) << 16 | one.apply(new long[] {o[1]}));
                }
            }
        }
        cases.lane("cvt.rna.tf32.f32", Kind.F32, Kind.F32)
                .text("cvt.rna.tf32.f32 %r0, $a; mov.b32 $d, %r0;")
                .expect(o -> {
                    long bits = FloatType.TF32.bits(FloatType.F32.value(o[0]), RoundingMode.HALF_UP);
                    return bits << 13;
                });
    }

    private static void packs(Cases cases) {
        for (String type : List.of("u16", "s16", "u8", "s8", "u4", "s4", "u2", "s2")) {
            int width = Integers.width(type);
            LaneCase.Oracle pair = o -> {
                long high = Integers.clamp(Integers.value(o[0], "s32"), type).longValue() & (1L << width) - 1;
                long low = Integers.clamp(Integers.value(o[1], "s32"), type).longValue() & (1L << width) - 1;
                return high << width | low;
            };
            if (width == 16) {
                cases.lane("cvt.pack.sat." + type + ".s32", Kind.B32, Kind.S32, Kind.S32)
                        .expect(pair);
            } else {
                cases.lane("cvt.pack.sat." + type + ".s32.b32", Kind.B32, Kind.S32, Kind.S32, Kind.B32)
                        .expect(o -> o[2] << 2 * width | pair.apply(o));
            }
        }
    }

    /** What later versions have, and what none has. */
    private static void refused(Cases cases) {
        cases.refused("cvt.f32.bf16", "%f0, %h0");
        cases.refused("cvt.rn.bf16.{f16,bf16,u16}", "%h0, %h1");
        cases.refused("cvt.rn.satfinite.e4m3x2.f32", "%h0, %f0, %f1");
        cases.refused("cvt.{rm,rp}.bf16.f32", "%h0, %f0");
        cases.refused("cvt.{rn,rz}.tf32.f32", "%r0, %f0");
        cases.refused("cvt{,.rni}.f32.s32", "%f0, %r0");
        cases.refused("cvt{,.rn}.s32.f32", "%r0, %f0");
        cases.refused("cvt.rn.f64.f32", "%d0, %f0");
        cases.refused("cvt.f32.f64", "%f0, %d0");
        cases.refused("cvt.rn.ftz.f64.s32", "%d0, %r0");
    }
}
