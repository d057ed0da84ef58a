package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.kind;
import static alexnet.engine.emulator.conformance.Integers.unsigned;
import static alexnet.engine.emulator.conformance.Integers.value;
import static alexnet.engine.emulator.conformance.Integers.width;

import java.math.BigInteger;
import java.util.Arrays;

/** PTX ISA 9.7.2: sums with a carry in and a carry out, by arithmetic on integers of any size. */
final class CarryCases {

    private interface Exact {
        BigInteger apply(BigInteger a, BigInteger b, BigInteger carry);
    }

    private static final long[] FLAG = {0, 1};
    private static final Carried SUM = new Carried(
            "add.cc.u32 %r20, $c, 0xffffffff;\n",
            "addc.u32 $q, 0, 0;\n", (a, b, carry) -> a.add(b).add(carry));
    private static final Carried DIFFERENCE = new Carried(
            "sub.cc.u32 %r20, 0, $c;\n",
            "subc.u32 $q, 0, 0; neg.s32 $q, $q;\n",
            (a, b, borrow) -> a.subtract(b).subtract(borrow));

    private CarryCases() {}

    static void register(Cases cases) {
        for (String type : Integers.WIDE) {
            for (boolean out : new boolean[] {false, true}) {
                String cc = out ? ".cc." : ".";
                for (boolean in : new boolean[] {false, true}) {
                    if (in || out) {
                        String c = in ? "c" : "";
                        SUM.register(cases, "add" + c + cc + type, type, in, out);
                        DIFFERENCE.register(cases, "sub" + c + cc + type, type, in, out);
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

    /** A case with one more operand for a carry in, and a second result for a carry out. */
    private static LaneCase lane(Cases cases, String form, int operands, Kind kind, boolean in, boolean out) {
        Kind[] kinds = new Kind[in ? operands + 1 : operands];
        Arrays.fill(kinds, kind);
        LaneCase lane;
        if (in) {
            kinds[operands] = Kind.U32;
            lane = cases.lane(form, kind, kinds).only(operands, FLAG);
        } else {
            lane = cases.lane(form, kind, kinds);
        }
        return out ? lane.second(Kind.U32) : lane;
    }

    private static long[] split(BigInteger result, int width, boolean out) {
        long carry = result.testBit(width) ? 1 : 0;
        return out ? new long[] {result.longValue(), carry} : new long[] {result.longValue()};
    }

    /**
     * A sum or difference.
     *
     * @param set sets the flag that is carried in, from $c
     * @param get reads the flag that is carried out, to $q
     * @param exact the result of two unsigned operands and the carry in; a negative one has its sign in bit w, and above
     */
    private record Carried(String set, String get, Exact exact) {

        void register(Cases cases, String form, String type, boolean in, boolean out) {
            lane(cases, form, 2, kind(type), in, out)
                    .text(program(set, form + " $d, $a, $b;\n", get, in, out))
                    .expectBoth(o -> {
                        int w = width(type);
                        BigInteger carry = BigInteger.valueOf(in ? o[2] : 0);
                        return split(exact.apply(unsigned(o[0], w), unsigned(o[1], w), carry), w, out);
                    });
        }
    }

    private static void product(Cases cases, String form, String type, boolean in, boolean out) {
        Kind kind = kind(type);
        lane(cases, form, 3, kind, in, out)
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
