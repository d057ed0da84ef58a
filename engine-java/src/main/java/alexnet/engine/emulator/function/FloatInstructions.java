package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures.FF;
import alexnet.engine.emulator.loop.Signatures.FFF;
import alexnet.engine.emulator.loop.Signatures.FFFF;
import alexnet.engine.emulator.loop.Signatures.IF;
import alexnet.engine.emulator.math.DirectedFloat;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.emulator.math.Rounding;
import java.util.ArrayList;
import java.util.List;

/**
 * Single-precision instructions by their full names (PTX ISA 7.0, Floating Point Instructions). Rounding to nearest even
 * is Java's own arithmetic; the other directions are {@link DirectedFloat}'s.
 *
 * <p>{@code .ftz} takes subnormal operands as zeros of their sign, and gives such a zero where the rounded result is
 * subnormal. {@code .sat} clamps the rounded result to 0..1 and makes +0 of NaN.
 */
final class FloatInstructions {

    /** The directions that arithmetic has. */
    static final List<Rounding> DIRECTIONS = List.of(Rounding.NEAREST, Rounding.ZERO, Rounding.DOWN, Rounding.UP);

    private final InstructionTable table;

    FloatInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        for (Rounding r : DIRECTIONS) {
            boolean nearest = r == Rounding.NEAREST;
            binary("add", r, nearest ? (a, b) -> a + b : (a, b) -> DirectedFloat.add(a, b, r));
            binary("sub", r, nearest ? (a, b) -> a - b : (a, b) -> DirectedFloat.add(a, -b, r));
            binary("mul", r, nearest ? (a, b) -> a * b : (a, b) -> DirectedFloat.multiply(a, b, r));
            ternary(r, nearest ? (a, b, c) -> Math.fma(a, b, c) : (a, b, c) -> DirectedFloat.fma(a, b, c, r));
            quotient(r, nearest ? (a, b) -> a / b : (a, b) -> DirectedFloat.divide(a, b, r));
            unary("rcp." + r.modifier, nearest ? a -> 1 / a : a -> DirectedFloat.divide(1, a, r));
            unary("sqrt." + r.modifier, nearest ? FloatMath::squareRoot : a -> DirectedFloat.squareRoot(a, r));
        }
        extremes();
        unary("neg", a -> -a);
        unary("abs", a -> Math.abs(a));
        // PTX copies the sign of its first operand to the second.
        table.put((FFF) (a, b) -> Math.copySign(b, a), null, "copysign.f32");
        tests();
    }

    private void binary(String name, Rounding rounding, FFF core) {
        for (boolean ftz : new boolean[] {false, true}) {
            for (boolean saturate : new boolean[] {false, true}) {
                table.put(of(core, ftz, saturate), null, names(name, rounding, ftz, saturate));
            }
        }
    }

    /** add, sub and mul round to nearest where they do not say how. */
    private static String[] names(String name, Rounding rounding, boolean ftz, boolean saturate) {
        String rest = (ftz ? ".ftz" : "") + (saturate ? ".sat" : "") + ".f32";
        List<String> names = new ArrayList<>(List.of(name + "." + rounding.modifier + rest));
        if (rounding == Rounding.NEAREST) {
            names.add(name + rest);
        }
        return names.toArray(String[]::new);
    }

    private static FFF of(FFF core, boolean ftz, boolean saturate) {
        if (ftz) {
            return saturate
                    ? (a, b) -> FloatMath.saturate(FloatMath.flush(core.apply(FloatMath.flush(a), FloatMath.flush(b))))
                    : (a, b) -> FloatMath.flush(core.apply(FloatMath.flush(a), FloatMath.flush(b)));
        }
        return saturate ? (a, b) -> FloatMath.saturate(core.apply(a, b)) : core;
    }

    private void ternary(Rounding rounding, FFFF core) {
        FFFF flushed =
                (a, b, c) -> FloatMath.flush(core.apply(FloatMath.flush(a), FloatMath.flush(b), FloatMath.flush(c)));
        for (String name : List.of("fma.", "mad.")) {
            String start = name + rounding.modifier;
            table.put(core, null, start + ".f32");
            table.put((FFFF) (a, b, c) -> FloatMath.saturate(core.apply(a, b, c)), null, start + ".sat.f32");
            table.put(flushed, null, start + ".ftz.f32");
            table.put((FFFF) (a, b, c) -> FloatMath.saturate(flushed.apply(a, b, c)), null, start + ".ftz.sat.f32");
        }
    }

    private void quotient(Rounding rounding, FFF core) {
        table.put(core, null, "div." + rounding.modifier + ".f32");
        table.put(of(core, true, false), null, "div." + rounding.modifier + ".ftz.f32");
    }

    /** An instruction of one operand, and the same with {@code .ftz}. */
    private void unary(String name, FF core) {
        table.put(core, null, name + ".f32");
        table.put((FF) a -> FloatMath.flush(core.apply(FloatMath.flush(a))), null, name + ".ftz.f32");
    }

    private void extremes() {
        extreme("max", FloatMath::max, (a, b) -> Math.max(a, b));
        extreme("min", FloatMath::min, (a, b) -> Math.min(a, b));
    }

    /** With {@code .NaN}, a NaN among the operands makes the result NaN, which is what Java's methods do. */
    private void extreme(String name, FFF number, FFF nan) {
        table.put(number, null, name + ".f32");
        table.put(of(number, true, false), null, name + ".ftz.f32");
        table.put(nan, null, name + ".NaN.f32");
        table.put(of(nan, true, false), null, name + ".ftz.NaN.f32");
    }

    /** {@code testp}: zeros count as normal. */
    private void tests() {
        table.put((IF) a -> Math.abs(a) <= Float.MAX_VALUE ? 1 : 0, null, "testp.finite.f32");
        table.put((IF) a -> Math.abs(a) > Float.MAX_VALUE ? 1 : 0, null, "testp.infinite.f32");
        table.put((IF) a -> a == a ? 1 : 0, null, "testp.number.f32");
        table.put((IF) a -> a != a ? 1 : 0, null, "testp.notanumber.f32");
        table.put((IF) a -> a == 0 || normal(Math.abs(a)) ? 1 : 0, null, "testp.normal.f32");
        table.put((IF) a -> a != 0 && Math.abs(a) < Float.MIN_NORMAL ? 1 : 0, null, "testp.subnormal.f32");
    }

    private static boolean normal(float magnitude) {
        return magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
    }
}
