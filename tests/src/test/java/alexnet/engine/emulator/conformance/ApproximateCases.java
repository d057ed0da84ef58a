package alexnet.engine.emulator.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The {@code .approx} and {@code .full} functions: results lie within the bounds that docs/emulator/exactness.md states for the
 * emulator, and special operands give what PTX ISA 9.7.3 and 9.7.4 list.
 */
final class ApproximateCases implements Family {

    /** One rounding, and a double's error before it. */
    private static final BigDecimal ONCE = new BigDecimal("0.5001");
    /** Two roundings in double. */
    private static final BigDecimal TWICE = new BigDecimal("1.5001");
    /** Half of bit 32 of a double, and a double's error before. */
    private static final BigDecimal UPPER_WORD =
            new BigDecimal(BigInteger.ONE.shiftLeft(31)).add(BigDecimal.valueOf(4));

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private interface Function {
        BigDecimal apply(BigDecimal a);
    }

    /**
     * A function with its results for special operands, as the manual's tables have them.
     *
     * @param negatives the result for finite operands below zero, or null where they are in the domain
     */
    private record Approximated(
            Function exact, double minusInfinity, Double negatives, double minusZero, double zero, double infinity) {

        LaneCase.Judge judge(ErrorBound bound) {
            return (operands, results) -> {
                Exact a = bound.operand(operands[0]);
                Double special = special(a);
                if (special == null) {
                    return bound.complaint(exact.apply(ErrorBound.decimal(a)), results[0]);
                }
                Exact value = FloatType.F64.value(Double.doubleToRawLongBits(special));
                long expected = bound.type().bits(value, RoundingMode.HALF_EVEN);
                return bound.type().kind().same(expected, results[0])
                        ? null
                        : "expected " + special + ", found " + LaneCase.hex(results);
            };
        }

        private Double special(Exact a) {
            if (a.nan()) {
                return NAN;
            }
            if (a.infinite()) {
                return a.negative() ? minusInfinity : infinity;
            }
            if (a.zero()) {
                return a.negative() ? minusZero : zero;
            }
            return a.negative() ? negatives : null;
        }
    }

    private static final Approximated RECIPROCAL =
            new Approximated(BigFunctions::reciprocal, -0.0, null, -INF, INF, 0.0);
    private static final Approximated ROOT = new Approximated(BigFunctions::sqrt, NAN, NAN, -0.0, 0.0, INF);
    private static final Approximated RECIPROCAL_ROOT =
            new Approximated(BigFunctions::reciprocalRoot, NAN, NAN, -INF, INF, 0.0);
    private static final Approximated SINE = new Approximated(BigFunctions::sin, NAN, null, -0.0, 0.0, NAN);
    private static final Approximated COSINE = new Approximated(BigFunctions::cos, NAN, null, 1.0, 1.0, NAN);
    private static final Approximated LOGARITHM = new Approximated(BigFunctions::log2, NAN, NAN, -INF, -INF, INF);
    private static final Approximated POWER = new Approximated(ApproximateCases::exp2, 0.0, null, 1.0, 1.0, INF);
    private static final Approximated TANH = new Approximated(BigFunctions::tanh, -1.0, null, -0.0, 0.0, 1.0);

    @Override
    public String name() {
        return "float";
    }

    @Override
    public void register(Cases cases) {
        single(cases, "rcp", RECIPROCAL);
        single(cases, "sqrt", ROOT);
        single(cases, "rsqrt", RECIPROCAL_ROOT);
        single(cases, "sin", SINE);
        single(cases, "cos", COSINE);
        single(cases, "lg2", LOGARITHM);
        single(cases, "ex2", POWER);
        cases.lane("tanh.approx.f32", Kind.F32, Kind.F32).judge(TANH.judge(new ErrorBound(FloatType.F32, ONCE, false)));
        half(cases, "ex2.approx", POWER);
        half(cases, "tanh.approx", TANH);
        quotients(cases);
        cases.lane("rsqrt.approx.f64", Kind.F64, Kind.F64)
                .judge(RECIPROCAL_ROOT.judge(new ErrorBound(FloatType.F64, TWICE, false)));
        gross(cases, "rcp", RECIPROCAL);
        gross(cases, "rsqrt", RECIPROCAL_ROOT);
    }

    /** Beyond the exponents of any format, the number does not matter. */
    private static BigDecimal exp2(BigDecimal a) {
        return BigFunctions.exp2(a.max(BigDecimal.valueOf(-2000)).min(BigDecimal.valueOf(2000)));
    }

    private static void single(Cases cases, String name, Approximated function) {
        cases.lane(name + ".approx.f32", Kind.F32, Kind.F32)
                .judge(function.judge(new ErrorBound(FloatType.F32, ONCE, false)));
        cases.lane(name + ".approx.ftz.f32", Kind.F32, Kind.F32)
                .judge(function.judge(new ErrorBound(FloatType.F32, ONCE, true)));
    }

    private static void half(Cases cases, String name, Approximated function) {
        LaneCase.Judge one = function.judge(new ErrorBound(FloatType.F16, ONCE, false));
        cases.lane(name + ".f16", Kind.F16, Kind.F16).judge(one);
        cases.lane(name + ".f16x2", Kind.F16X2, Kind.F16X2).judge((operands, results) -> {
            String low = one.complaint(new long[] {operands[0] & 0xffff}, new long[] {results[0] & 0xffff});
            return low != null ? low : one.complaint(new long[] {operands[0] >>> 16}, new long[] {results[0] >>> 16});
        });
    }

    private static void quotients(Cases cases) {
        for (boolean ftz : new boolean[] {false, true}) {
            ErrorBound bound = new ErrorBound(FloatType.F32, ONCE, ftz);
            String end = ftz ? ".ftz.f32" : ".f32";
            cases.lane("div.full" + end, Kind.F32, Kind.F32, Kind.F32)
                    .judge((o, results) -> quotient(bound, bound.operand(o[0]), bound.operand(o[1]), results[0]));
            LaneCase.Judge approximate = (o, results) -> {
                Exact a = bound.operand(o[0]);
                Exact b = bound.operand(o[1]);
                return divisorTooLarge(b) ? productWithZero(a, b, results[0]) : quotient(bound, a, b, results[0]);
            };
            cases.lane("div.approx" + end, Kind.F32, Kind.F32, Kind.F32).judge(approximate);
            long sign = FloatType.F32.sign(true);
            long huge = FloatType.F32.normal(false, 126, 0);
            cases.lane("div.approx" + end, Kind.F32, Kind.F32, Kind.F32)
                    .note("(by about 2^126)")
                    .only(1, huge - 1, huge, huge + 1, huge | sign, huge + 1 | sign)
                    .judge(approximate);
        }
    }

    /** Finite and above 2^126 in magnitude. */
    private static boolean divisorTooLarge(Exact b) {
        Exact magnitude = b.negative() ? b.negate() : b;
        return !b.nan() && !b.infinite() && magnitude.compare(Exact.finite(false, BigInteger.ONE, 126, false)) > 0;
    }

    /** Such a divisor gives a zero of the quotient's sign, and NaN where the dividend is infinite. */
    private static String productWithZero(Exact a, Exact b, long found) {
        Exact zero = Exact.finite(b.negative(), BigInteger.ZERO, 0, false);
        return special(a.multiply(zero), found);
    }

    private static String quotient(ErrorBound bound, Exact a, Exact b, long found) {
        Exact exact = a.divide(b);
        return exact.nan() || exact.infinite() || exact.zero()
                ? special(exact, found)
                : bound.complaint(BigFunctions.quotient(ErrorBound.decimal(a), ErrorBound.decimal(b)), found);
    }

    private static String special(Exact exact, long found) {
        long expected = FloatType.F32.bits(exact, RoundingMode.HALF_EVEN);
        return Kind.F32.same(expected, found)
                ? null
                : "expected " + Long.toHexString(expected) + ", found " + Long.toHexString(found);
    }

    /** The gross approximations see the upper word of their operand and give an upper word. */
    private static void gross(Cases cases, String name, Approximated function) {
        LaneCase.Judge judge = function.judge(new ErrorBound(FloatType.F64, UPPER_WORD, true));
        cases.lane(name + ".approx.ftz.f64", Kind.F64, Kind.F64).judge((o, results) -> {
            boolean nan = FloatType.F64.value(results[0]).nan();
            if (nan && results[0] != 0x7fff_ffff_0000_0000L || (results[0] & 0xffff_ffffL) != 0) {
                return "the lower word is not zero, or the NaN not the manual's: " + LaneCase.hex(results);
            }
            // A NaN is one even where its lower word alone says so.
            long upper = FloatType.F64.value(o[0]).nan() ? o[0] : o[0] & 0xffff_ffff_0000_0000L;
            return judge.complaint(new long[] {upper}, results);
        });
    }
}
