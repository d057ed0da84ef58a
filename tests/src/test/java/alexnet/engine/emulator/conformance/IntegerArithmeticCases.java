package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.bits;
import static alexnet.engine.emulator.conformance.Integers.clamp;
import static alexnet.engine.emulator.conformance.Integers.kind;
import static alexnet.engine.emulator.conformance.Integers.value;
import static alexnet.engine.emulator.conformance.Integers.width;

import java.math.BigInteger;
import java.util.List;

/** PTX ISA 9.7.1: sums, products, quotients and extremes, by arithmetic on integers of any size. */
final class IntegerArithmeticCases {

    private interface Binary {
        BigInteger apply(BigInteger a, BigInteger b);
    }

    private IntegerArithmeticCases() {}

    static void register(Cases cases) {
        for (String type : Integers.ALL) {
            binary(cases, "add", type, BigInteger::add);
            binary(cases, "sub", type, BigInteger::subtract);
            binary(cases, "mul.lo", type, BigInteger::multiply);
            binary(cases, "mul.hi", type, (a, b) -> a.multiply(b).shiftRight(width(type)));
            binary(cases, "min", type, BigInteger::min);
            binary(cases, "max", type, BigInteger::max);
            // PTX leaves division by zero open: all bits set, and the dividend as the remainder.
            binary(cases, "div", type, (a, b) -> b.signum() == 0 ? BigInteger.ONE.negate() : a.divide(b));
            binary(cases, "rem", type, (a, b) -> b.signum() == 0 ? a : a.remainder(b));
            multiplyAdd(cases, type);
            cases.lane("sad." + type, kind(type), kind(type), kind(type), kind(type))
                    .expect(o -> bits(
                            value(o[0], type).subtract(value(o[1], type)).abs().add(value(o[2], type))));
        }
        for (String type : List.of("u16", "s16", "u32", "s32")) {
            wide(cases, type);
        }
        for (String type : List.of("s16", "s32", "s64")) {
            cases.lane("abs." + type, kind(type), kind(type))
                    .expect(o -> bits(value(o[0], type).abs()));
            cases.lane("neg." + type, kind(type), kind(type))
                    .expect(o -> bits(value(o[0], type).negate()));
        }
        saturated(cases);
        of24Bits(cases);
    }

    private static void binary(Cases cases, String name, String type, Binary oracle) {
        cases.lane(name + "." + type, kind(type), kind(type), kind(type))
                .expect(o -> bits(oracle.apply(value(o[0], type), value(o[1], type))));
    }

    private static BigInteger product(long[] o, String type) {
        return value(o[0], type).multiply(value(o[1], type));
    }

    private static void multiplyAdd(Cases cases, String type) {
        Kind kind = kind(type);
        cases.lane("mad.lo." + type, kind, kind, kind, kind)
                .expect(o -> bits(product(o, type).add(value(o[2], type))));
        cases.lane("mad.hi." + type, kind, kind, kind, kind)
                .expect(o -> bits(product(o, type).shiftRight(width(type)).add(value(o[2], type))));
    }

    private static void wide(Cases cases, String type) {
        String twice = type.substring(0, 1) + 2 * width(type);
        cases.lane("mul.wide." + type, kind(twice), kind(type), kind(type)).expect(o -> bits(product(o, type)));
        cases.lane("mad.wide." + type, kind(twice), kind(type), kind(type), kind(twice))
                .expect(o -> bits(product(o, type).add(value(o[2], twice))));
    }

    private static void saturated(Cases cases) {
        cases.lane("add.sat.s32", Kind.S32, Kind.S32, Kind.S32)
                .expect(o -> bits(clamp(value(o[0], "s32").add(value(o[1], "s32")), "s32")));
        cases.lane("sub.sat.s32", Kind.S32, Kind.S32, Kind.S32)
                .expect(o -> bits(clamp(value(o[0], "s32").subtract(value(o[1], "s32")), "s32")));
        cases.lane("mad.hi.sat.s32", Kind.S32, Kind.S32, Kind.S32, Kind.S32)
                .expect(o -> bits(clamp(product(o, "s32").shiftRight(32).add(value(o[2], "s32")), "s32")));
    }

    /** Only the low 24 bits of the factors count; {@code .hi} are bits 16 to 47 of the product. */
    private static void of24Bits(Cases cases) {
        for (String type : List.of("u32", "s32")) {
            String factor = type.charAt(0) + "24";
            Kind kind = kind(type);
            cases.lane("mul24.lo." + type, kind, kind, kind).expect(o -> bits(product(o, factor)));
            cases.lane("mul24.hi." + type, kind, kind, kind)
                    .expect(o -> bits(product(o, factor).shiftRight(16)));
            cases.lane("mad24.lo." + type, kind, kind, kind, kind)
                    .expect(o -> bits(product(o, factor).add(value(o[2], type))));
            cases.lane("mad24.hi." + type, kind, kind, kind, kind)
                    .expect(o -> bits(product(o, factor).shiftRight(16).add(value(o[2], type))));
        }
        cases.lane("mad24.hi.sat.s32", Kind.S32, Kind.S32, Kind.S32, Kind.S32)
                .expect(o -> bits(clamp(product(o, "s24").shiftRight(16).add(value(o[2], "s32")), "s32")));
    }
}
