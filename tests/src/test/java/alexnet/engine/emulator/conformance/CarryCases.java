package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.kind;
import static alexnet.engine.emulator.conformance.Integers.unsigned;
import static alexnet.engine.emulator.conformance.Integers.value;
import static alexnet.engine.emulator.conformance.Integers.width;

import java.math.BigInteger;

/** PTX ISA 9.7.2: sums with a carry in and a carry out, by arithmetic on integers of any size. */
final class CarryCases implements Family {

    private static final long[] FLAG = {0, 1};

    @Override
    public String name() {
        return "integer";
    }

    @Override
    public void register(Cases cases) {
        for (String type : Integers.WIDE) {
            for (boolean out : new boolean[] {false, true}) {
                String cc = out ? ".cc." : ".";
                for (boolean in : new boolean[] {false, true}) {
                    if (in || out) {
                        String c = in ? "c" : "";
                        sum(cases, "add" + c + cc + type, type, in, out);
                        difference(cases, "sub" + c + cc + type, type, in, out);
                        product(cases, "mad" + c + ".lo" + cc + type, type, in, out);
                        product(cases, "mad" + c + ".hi" + cc + type, type, in, out);
                    }
                }
            }
        }
    }

    /** The carry in is the carry of an addition; the carry out is read by another. */
    private static String program(String set, String instruction, String get, boolean in, boolean out) {
        return (in ? set : "") + instruction + (out ? get : "");
    }

    private static LaneCase results(LaneCase of, boolean out) {
        return out ? of.second(Kind.U32) : of;
    }

    private static long[] split(BigInteger result, int width, boolean out) {
        long carry = result.testBit(width) ? 1 : 0;
        return out ? new long[] {result.longValue(), carry} : new long[] {result.longValue()};
    }

    private static void sum(Cases cases, String form, String type, boolean in, boolean out) {
        Kind kind = kind(type);
        LaneCase added =
                in ? cases.lane(form, kind, kind, kind, Kind.U32).only(2, FLAG) : cases.lane(form, kind, kind, kind);
        results(added, out)
                .text(program(
                        "add.cc.u32 %r20, $c, 0xffffffff;\n", form + " $d, $a, $b;\n", "addc.u32 $q, 0, 0;\n", in, out))
                .expectBoth(o -> {
                    int w = width(type);
                    BigInteger carry = BigInteger.valueOf(in ? o[2] : 0);
                    return split(unsigned(o[0], w).add(unsigned(o[1], w)).add(carry), w, out);
                });
    }

    private static void difference(Cases cases, String form, String type, boolean in, boolean out) {
        Kind kind = kind(type);
        LaneCase added =
                in ? cases.lane(form, kind, kind, kind, Kind.U32).only(2, FLAG) : cases.lane(form, kind, kind, kind);
        results(added, out)
                .text(program(
                        "sub.cc.u32 %r20, 0, $c;\n",
                        form + " $d, $a, $b;\n", "subc.u32 $q, 0, 0; neg.s32 $q, $q;\n", in, out))
                .expectBoth(o -> {
                    int w = width(type);
                    BigInteger borrow = BigInteger.valueOf(in ? o[2] : 0);
                    // A negative difference has its sign in bit w, and above.
                    return split(unsigned(o[0], w).subtract(unsigned(o[1], w)).subtract(borrow), w, out);
                });
    }

    private static void product(Cases cases, String form, String type, boolean in, boolean out) {
        Kind kind = kind(type);
        LaneCase added = in
                ? cases.lane(form, kind, kind, kind, kind, Kind.U32).only(3, FLAG)
                : cases.lane(form, kind, kind, kind, kind);
        results(added, out)
                .text(program(
                        "add.cc.u32 %r20, $e, 0xffffffff;\n",
                        form + " $d, $a, $b, $c;\n", "addc.u32 $q, 0, 0;\n", in, out))
                .expectBoth(o -> {
                    int w = width(type);
                    BigInteger product = value(o[0], type).multiply(value(o[1], type));
                    BigInteger half = form.contains(".hi") ? product.shiftRight(w) : product;
                    BigInteger carry = BigInteger.valueOf(in ? o[3] : 0);
                    BigInteger modulus = BigInteger.ONE.shiftLeft(w);
                    return split(half.mod(modulus).add(unsigned(o[2], w)).add(carry), w, out);
                });
    }
}
