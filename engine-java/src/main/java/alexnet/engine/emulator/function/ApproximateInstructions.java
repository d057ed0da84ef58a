package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures.DD;
import alexnet.engine.emulator.loop.Signatures.FF;
import alexnet.engine.emulator.loop.Signatures.FFF;
import alexnet.engine.emulator.math.FloatMath;

/**
 * {@code .approx} and {@code .full} functions of singles and doubles (PTX ISA 7.0, Floating Point Instructions). A GPU
 * gives results within an error bound, whose bits differ between generations; the emulator gives the same bits
 * everywhere: {@code StrictMath} in doubles, rounded to single once. docs/emulator/exactness.md has both error bounds.
 */
final class ApproximateInstructions {

    private static final double LN2 = StrictMath.log(2);
    private static final double CANONICAL_NAN = Double.longBitsToDouble(0x7fff_ffff_0000_0000L);

    private final InstructionTable table;

    ApproximateInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        unary("rcp.approx", a -> 1 / a);
        unary("sqrt.approx", FloatMath::squareRoot);
        unary("rsqrt.approx", a -> (float) (1 / Math.sqrt(a)));
        unary("sin.approx", a -> (float) StrictMath.sin(a));
        unary("cos.approx", a -> (float) StrictMath.cos(a));
        unary("lg2.approx", a -> (float) (StrictMath.log(a) / LN2));
        unary("ex2.approx", a -> (float) power(a));
        table.put((FF) a -> (float) StrictMath.tanh(a), null, "tanh.approx.f32");
        table.put((FFF) ApproximateInstructions::divide, null, "div.approx.f32");
        table.put(flushed(ApproximateInstructions::divide), null, "div.approx.ftz.f32");
        table.put((FFF) (a, b) -> a / b, null, "div.full.f32");
        table.put(flushed((a, b) -> a / b), null, "div.full.ftz.f32");
        table.put((DD) a -> 1 / Math.sqrt(a), null, "rsqrt.approx.f64");
        table.put((DD) a -> upperWord(1 / upperWord(a, false), true), null, "rcp.approx.ftz.f64");
        table.put((DD) a -> upperWord(1 / Math.sqrt(upperWord(a, false)), true), null, "rsqrt.approx.ftz.f64");
    }

    /** 2 to the power of {@code a}; NaN stays NaN. */
    static double power(float a) {
        return StrictMath.pow(2, a);
    }

    private void unary(String name, FF core) {
        table.put(core, null, name + ".f32");
        table.put((FF) a -> FloatMath.flush(core.apply(FloatMath.flush(a))), null, name + ".ftz.f32");
    }

    private static FFF flushed(FFF core) {
        return (a, b) -> FloatMath.flush(core.apply(FloatMath.flush(a), FloatMath.flush(b)));
    }

    /**
     * {@code div.approx}: the reciprocal of a divisor above 2^126 would be subnormal and counts as zero, so the quotient
     * is a zero of its sign, and NaN where the dividend is infinite.
     */
    private static float divide(float a, float b) {
        float magnitude = Math.abs(b);
        return magnitude > 0x1p126f && magnitude <= Float.MAX_VALUE ? a * Math.copySign(0f, b) : a / b;
    }

    /**
     * The upper 32 bits of a double as a double, subnormal numbers as zeros. The two gross approximations read and return
     * only these bits.
     *
     * @param nearest whether the lower half is rounded into the upper half; else it is cut off
     */
    private static double upperWord(double a, boolean nearest) {
        if (a != a) {
            return CANONICAL_NAN;
        }
        long bits = Double.doubleToRawLongBits(a);
        if (Math.abs(a) < Double.MIN_NORMAL) {
            return Double.longBitsToDouble(bits & Long.MIN_VALUE);
        }
        return Double.longBitsToDouble((nearest ? bits + 0x8000_0000L : bits) & 0xffff_ffff_0000_0000L);
    }
}
