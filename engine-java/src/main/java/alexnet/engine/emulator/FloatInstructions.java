package alexnet.engine.emulator;

import alexnet.engine.emulator.Operators.DD;
import alexnet.engine.emulator.Operators.DDD;
import alexnet.engine.emulator.Operators.DDDD;
import alexnet.engine.emulator.Operators.FF;
import alexnet.engine.emulator.Operators.FFF;
import alexnet.engine.emulator.Operators.FFFF;

/** Floating-point instructions by their full names; all round to nearest even, as IEEE 754 and Java do. */
final class FloatInstructions {

    private final InstructionTable table;

    FloatInstructions(InstructionTable table) {
        this.table = table;
    }

    void register() {
        table.put((FFF) (a, b) -> a + b, null, "add.f32", "add.rn.f32");
        table.put((FFF) (a, b) -> a - b, null, "sub.f32", "sub.rn.f32");
        table.put((FFF) (a, b) -> a * b, null, "mul.f32", "mul.rn.f32");
        table.put((FFFF) (a, b, c) -> Math.fma(a, b, c), null, "fma.rn.f32", "mad.rn.f32");
        table.put((FFF) (a, b) -> a / b, null, "div.rn.f32");
        table.put((FF) FloatMath::squareRoot, null, "sqrt.rn.f32");
        table.put((FF) a -> 1 / a, null, "rcp.rn.f32");
        table.put((FFF) FloatMath::max, null, "max.f32");
        table.put((FFF) FloatMath::min, null, "min.f32");
        table.put((FF) a -> -a, null, "neg.f32");
        table.put((FF) a -> Math.abs(a), null, "abs.f32");
        // PTX copies the sign of its first operand to the second.
        table.put((FFF) (a, b) -> Math.copySign(b, a), null, "copysign.f32");

        table.put((DDD) (a, b) -> a + b, null, "add.f64", "add.rn.f64");
        table.put((DDD) (a, b) -> a - b, null, "sub.f64", "sub.rn.f64");
        table.put((DDD) (a, b) -> a * b, null, "mul.f64", "mul.rn.f64");
        table.put((DDDD) (a, b, c) -> Math.fma(a, b, c), null, "fma.rn.f64", "mad.rn.f64");
        table.put((DDD) (a, b) -> a / b, null, "div.rn.f64");
        table.put((DD) a -> Math.sqrt(a), null, "sqrt.rn.f64");
        table.put((DD) a -> 1 / a, null, "rcp.rn.f64");
        table.put((DDD) FloatMath::max, null, "max.f64");
        table.put((DDD) FloatMath::min, null, "min.f64");
        table.put((DD) a -> -a, null, "neg.f64");
        table.put((DD) a -> Math.abs(a), null, "abs.f64");
        table.put((DDD) (a, b) -> Math.copySign(b, a), null, "copysign.f64");
    }
}
