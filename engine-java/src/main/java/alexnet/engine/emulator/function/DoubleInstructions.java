package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures.DD;
import alexnet.engine.emulator.loop.Signatures.DDD;
import alexnet.engine.emulator.loop.Signatures.DDDD;
import alexnet.engine.emulator.loop.Signatures.ID;
import alexnet.engine.emulator.math.DirectedDouble;
import alexnet.engine.emulator.math.FloatMath;
import alexnet.engine.emulator.math.Rounding;

/**
 * Double-precision instructions by their full names (PTX ISA 7.0, Floating Point Instructions). Rounding to nearest even
 * is Java's own arithmetic; the other directions are {@link DirectedDouble}'s. PTX has no {@code .ftz} and no
 * {@code .sat} for them.
 */
final class DoubleInstructions {

    private final InstructionTable table;

    DoubleInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        for (Rounding r : FloatInstructions.DIRECTIONS) {
            boolean nearest = r == Rounding.NEAREST;
            binary("add", r, nearest ? (a, b) -> a + b : (a, b) -> DirectedDouble.add(a, b, r));
            binary("sub", r, nearest ? (a, b) -> a - b : (a, b) -> DirectedDouble.add(a, -b, r));
            binary("mul", r, nearest ? (a, b) -> a * b : (a, b) -> DirectedDouble.multiply(a, b, r));
            String end = "." + r.modifier + ".f64";
            DDDD fma = nearest ? (a, b, c) -> Math.fma(a, b, c) : (a, b, c) -> DirectedDouble.fma(a, b, c, r);
            table.put(fma, null, "fma" + end, "mad" + end);
            DDD quotient = nearest ? (a, b) -> a / b : (a, b) -> DirectedDouble.divide(a, b, r);
            table.put(quotient, null, "div" + end);
            DD reciprocal = nearest ? a -> 1 / a : a -> DirectedDouble.divide(1, a, r);
            table.put(reciprocal, null, "rcp" + end);
            DD root = nearest ? a -> Math.sqrt(a) : a -> DirectedDouble.squareRoot(a, r);
            table.put(root, null, "sqrt" + end);
        }
        table.put((DDD) FloatMath::max, null, "max.f64");
        table.put((DDD) FloatMath::min, null, "min.f64");
        table.put((DD) a -> -a, null, "neg.f64");
        table.put((DD) a -> Math.abs(a), null, "abs.f64");
        table.put((DDD) (a, b) -> Math.copySign(b, a), null, "copysign.f64");
        tests();
    }

    private void binary(String name, Rounding rounding, DDD operator) {
        table.put(operator, null, name + "." + rounding.modifier + ".f64");
        if (rounding == Rounding.NEAREST) {
            table.put(operator, null, name + ".f64");
        }
    }

    /** {@code testp}: zeros count as normal. */
    private void tests() {
        table.put((ID) a -> Math.abs(a) <= Double.MAX_VALUE ? 1 : 0, null, "testp.finite.f64");
        table.put((ID) a -> Math.abs(a) > Double.MAX_VALUE ? 1 : 0, null, "testp.infinite.f64");
        table.put((ID) a -> a == a ? 1 : 0, null, "testp.number.f64");
        table.put((ID) a -> a != a ? 1 : 0, null, "testp.notanumber.f64");
        table.put((ID) a -> a == 0 || normal(Math.abs(a)) ? 1 : 0, null, "testp.normal.f64");
        table.put((ID) a -> a != 0 && Math.abs(a) < Double.MIN_NORMAL ? 1 : 0, null, "testp.subnormal.f64");
    }

    private static boolean normal(double magnitude) {
        return magnitude >= Double.MIN_NORMAL && magnitude <= Double.MAX_VALUE;
    }
}
