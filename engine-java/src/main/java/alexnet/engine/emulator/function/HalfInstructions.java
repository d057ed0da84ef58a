package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.loop.Signatures.II;
import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.IIII;
import alexnet.engine.emulator.math.DirectedFloat;
import alexnet.engine.emulator.math.FloatFormat;
import alexnet.engine.emulator.math.Rounding;
import java.util.List;

/**
 * Instructions on 16-bit floats and pairs of them, by their full names (PTX ISA 7.0, Half Precision Floating Point
 * Instructions). Values are bit patterns in integer registers; a result is computed exactly, or rounded to odd in
 * double, and rounded once. NaN results are {@code 0x7fff}.
 */
final class HalfInstructions {

    /** What happens to a result before it is rounded. */
    private enum Clamp {
        NONE(""),
        /** To 0..1, NaN to +0. */
        SATURATE(".sat"),
        /** Negative results to +0. */
        RELU(".relu");

        final String modifier;

        Clamp(String modifier) {
            this.modifier = modifier;
        }

        double of(double value) {
            return switch (this) {
                case NONE -> value;
                case SATURATE -> value > 0 ? Math.min(value, 1) : 0;
                case RELU -> value <= 0 ? 0 : value;
            };
        }
    }

    private interface Exact {
        double apply(double a, double b);
    }

    private final InstructionTable table;

    HalfInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        for (boolean ftz : new boolean[] {false, true}) {
            for (Clamp clamp : List.of(Clamp.NONE, Clamp.SATURATE)) {
                sum("add", (a, b) -> a + b, ftz, clamp);
                sum("sub", (a, b) -> a - b, ftz, clamp);
                sum("mul", (a, b) -> a * b, ftz, clamp);
            }
            for (Clamp clamp : Clamp.values()) {
                put(fma(FloatFormat.F16, ftz, clamp), FloatFormat.F16, "fma.rn" + flag(ftz) + clamp.modifier);
            }
            signs(FloatFormat.F16, ftz);
            extremes(FloatFormat.F16, ftz);
        }
        put(fma(FloatFormat.BF16, false, Clamp.NONE), FloatFormat.BF16, "fma.rn");
        put(fma(FloatFormat.BF16, false, Clamp.RELU), FloatFormat.BF16, "fma.rn.relu");
        signs(FloatFormat.BF16, false);
        extremes(FloatFormat.BF16, false);
        FloatFormat f16 = FloatFormat.F16;
        put((II) a -> f16.round(ApproximateInstructions.power(f16.value(a)), Rounding.NEAREST), f16, "ex2.approx");
        put((II) a -> f16.round(StrictMath.tanh(f16.value(a)), Rounding.NEAREST), f16, "tanh.approx");
    }

    private static String flag(boolean ftz) {
        return ftz ? ".ftz" : "";
    }

    /** A sum or product of two binary16 numbers, which double holds exactly. */
    private void sum(String name, Exact exact, boolean ftz, Clamp clamp) {
        FloatFormat f16 = FloatFormat.F16;
        III core = (a, b) -> f16.round(clamp.of(exact.apply(f16.value(a), f16.value(b))), Rounding.NEAREST);
        III operator = ftz ? (a, b) -> f16.flush(core.apply(f16.flush(a), f16.flush(b))) : core;
        put(operator, f16, name + flag(ftz) + clamp.modifier);
        put(operator, f16, name + ".rn" + flag(ftz) + clamp.modifier);
    }

    private static IIII fma(FloatFormat format, boolean ftz, Clamp clamp) {
        IIII core = (a, b, c) -> {
            double product = (double) format.value(a) * format.value(b);
            return format.round(clamp.of(DirectedFloat.sum(product, format.value(c))), Rounding.NEAREST);
        };
        return ftz ? (a, b, c) -> format.flush(core.apply(format.flush(a), format.flush(b), format.flush(c))) : core;
    }

    private void signs(FloatFormat format, boolean ftz) {
        put((II) a -> (ftz ? format.flush(a) : a) & 0x7fff, format, "abs" + flag(ftz));
        put((II) a -> ((ftz ? format.flush(a) : a) ^ 0x8000) & 0xffff, format, "neg" + flag(ftz));
    }

    private void extremes(FloatFormat format, boolean ftz) {
        for (boolean nan : new boolean[] {false, true}) {
            String end = flag(ftz) + (nan ? ".NaN" : "");
            put(extreme(format, ftz, nan, false), format, "max" + end);
            put(extreme(format, ftz, nan, true), format, "min" + end);
        }
    }

    /** The larger operand, or the smaller; -0 is below +0. A number wins over a NaN, with {@code .NaN} loses to it. */
    private static III extreme(FloatFormat format, boolean ftz, boolean nan, boolean smallest) {
        III core = (a, b) -> {
            float x = format.value(a);
            float y = format.value(b);
            if (x != x || y != y) {
                boolean none = nan || x != x && y != y;
                return none ? FloatFormat.NAN16 : (x != x ? b : a) & 0xffff;
            }
            boolean first = x > y || x == y && (a & 0x8000) == 0;
            return (first != smallest ? a : b) & 0xffff;
        };
        return ftz ? (a, b) -> core.apply(format.flush(a), format.flush(b)) : core;
    }

    /** Registers an operator for a format and for its pairs; it ignores what lies above the low 16 bits. */
    private void put(Signatures.Lane operator, FloatFormat format, String name) {
        String type = format == FloatFormat.F16 ? ".f16" : ".bf16";
        table.put(operator, null, name + type);
        table.put(pairs(operator), null, name + type + "x2");
    }

    private static Signatures.Lane pairs(Signatures.Lane operator) {
        if (operator instanceof II unary) {
            return (II) a -> unary.apply(a) | unary.apply(a >>> 16) << 16;
        }
        if (operator instanceof III binary) {
            return (III) (a, b) -> binary.apply(a, b) | binary.apply(a >>> 16, b >>> 16) << 16;
        }
        IIII ternary = (IIII) operator;
        return (IIII) (a, b, c) -> ternary.apply(a, b, c) | ternary.apply(a >>> 16, b >>> 16, c >>> 16) << 16;
    }
}
