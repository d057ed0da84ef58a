package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.BinaryLoops;
import alexnet.engine.emulator.loop.Loop;
import alexnet.engine.emulator.loop.LoopTemplates;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.loop.TernaryLoops;
import alexnet.engine.emulator.loop.UnaryLoops;
import alexnet.engine.emulator.state.IntegerRule;
import java.util.function.UnaryOperator;

/**
 * What a per-lane instruction computes.
 *
 * @param signature letters of result and operands, as in {@link Signatures}
 * @param operator one lane's computation
 * @param loop the loop that computes it for many lanes
 * @param rule how its result grows with its operands, or null where it does not
 */
public record LaneFunction(String signature, Signatures.Lane operator, Loop loop, IntegerRule rule) {

    static LaneFunction of(Signatures.Lane operator, IntegerRule rule) {
        String signature = Signatures.of(operator).getSimpleName();
        return new LaneFunction(signature, operator, LoopTemplates.specialise(template(signature), operator), rule);
    }

    static LaneFunction of(Signatures.Lane operator) {
        return of(operator, null);
    }

    /** The same function with another loop, which {@code change} makes from this one's. */
    LaneFunction withLoop(UnaryOperator<Loop> change) {
        return new LaneFunction(signature, operator, change.apply(loop), rule);
    }

    private static Class<? extends Loop> template(String signature) {
        Class<?> family = switch (signature.length()) {
            case 2 -> UnaryLoops.class;
            case 3 -> BinaryLoops.class;
            default -> TernaryLoops.class;
        };
        for (Class<?> candidate : family.getDeclaredClasses()) {
            if (candidate.getSimpleName().equals(signature)) {
                return candidate.asSubclass(Loop.class);
            }
        }
        throw new IllegalStateException("no loop template for " + signature);
    }
}
