package alexnet.engine.emulator.conformance;

import java.util.List;
import java.util.Random;

/**
 * Products, quotients and multiply-adds that come out among the subnormal numbers, around the smallest of them, or near
 * the largest number: where an error term of the result's own format no longer exists, and where operands drawn at
 * random never lead.
 */
final class TinyResultCases {

    private static final int VALUES = 28;

    private TinyResultCases() {}

    static void register(Cases cases) {
        for (FloatType type : List.of(FloatType.F32, FloatType.F64)) {
            int lowest = type.lastPlace(-1 << 20);
            int highest = -lowest - type.precision + 1;
            for (String mode : List.of("rn", "rz", "rm", "rp")) {
                String end = "." + mode + (type == FloatType.F32 ? ".f32" : ".f64");
                FloatCases.Rounder out = new FloatCases.Rounder(type, FloatCases.MODES.get(mode), false, false);
                product(cases, end, out, lowest / 2, "(tiny)");
                product(cases, end, out, highest / 2, "(huge)");
                quotient(cases, end, out, lowest / 2, "(tiny)");
                quotient(cases, end, out, highest / 2, "(huge)");
            }
        }
    }

    private static void product(Cases cases, String end, FloatCases.Rounder out, int exponent, String note) {
        Kind k = out.type().kind();
        long[] a = values(out.type(), exponent, 1);
        long[] b = values(out.type(), exponent, 2);
        cases.lane("mul" + end, k, k, k)
                .note(note)
                .only(0, a)
                .only(1, b)
                .expect(o -> out.of(out.in(o[0]).multiply(out.in(o[1]))));
        cases.lane("fma" + end, k, k, k, k)
                .note(note)
                .only(0, a)
                .only(1, b)
                .only(2, thirds(out.type(), 2 * exponent))
                .expect(o -> out.of(out.in(o[0]).multiply(out.in(o[1])).add(out.in(o[2]), out.mode())));
    }

    private static void quotient(Cases cases, String end, FloatCases.Rounder out, int exponent, String note) {
        Kind k = out.type().kind();
        cases.lane("div" + end, k, k, k)
                .note(note)
                .only(0, values(out.type(), exponent, 3))
                .only(1, values(out.type(), -exponent, 4))
                .expect(o -> out.of(out.in(o[0]).divide(out.in(o[1]))));
    }

    /** Numbers of both signs whose exponents lie around {@code exponent}, some of them powers of two. */
    private static long[] values(FloatType type, int exponent, long seed) {
        Random random = new Random(seed);
        long[] values = new long[VALUES];
        for (int i = 0; i < VALUES; i++) {
            long fraction = i % 4 == 0 ? 0 : random.nextLong() >>> 65 - type.precision;
            if (i % 4 == 1) {
                fraction &= -1L << type.precision - 5;
            }
            int spread = i / 2 % 6 * (i % 2 == 0 ? 1 : -1);
            values[i] = type.normal(random.nextBoolean(), exponent + spread, fraction);
        }
        return values;
    }

    /** Terms as large as the products, far smaller ones, and zeros. */
    private static long[] thirds(FloatType type, int exponent) {
        long[] thirds = values(type, Math.floorDiv(exponent, 4) * 3, 5);
        for (int i = 0; i < thirds.length; i += 3) {
            thirds[i] = new long[] {0, 1, type.sign(true), type.sign(true) | 1, type.infinity(false) - 1}[i / 3 % 5];
        }
        long[] near = values(type, exponent + (exponent < 0 ? type.precision + 8 : -6), 6);
        for (int i = 1; i < thirds.length; i += 3) {
            thirds[i] = near[i];
        }
        return thirds;
    }
}
