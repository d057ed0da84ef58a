package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import java.util.function.IntBinaryOperator;

/**
 * {@code redux.sync}: one result from the values of all threads that the mask names and that have not exited.
 *
 * <p>All places are 32-bit slots.
 */
public record ReduceAction(IntBinaryOperator operator, int target, int value, int members) implements LaneAction {

    /** The operator of a modifier and a type, or null. */
    public static IntBinaryOperator operator(String form) {
        return switch (form) {
            case "add.u32", "add.s32" -> Integer::sum;
            case "min.s32" -> Math::min;
            case "max.s32" -> Math::max;
            case "min.u32" -> (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b;
            case "max.u32" -> (a, b) -> Integer.compareUnsigned(a, b) < 0 ? b : a;
            case "and.b32" -> (a, b) -> a & b;
            case "or.b32" -> (a, b) -> a | b;
            case "xor.b32" -> (a, b) -> a ^ b;
            default -> null;
        };
    }

    @Override
    public void run(BlockState state, LaneRuns active) {
        int[] masks = (int[]) state.ints.array(members);
        WarpMembers.check(state, active, masks, "redux.sync");
        int[] values = (int[]) state.ints.array(value);
        int[] answers = state.exchange;
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                int rest = WarpMembers.present(state, active, lane, masks[lane]);
                int warp = lane & ~31;
                int result = values[warp + Integer.numberOfTrailingZeros(rest)];
                for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
                    result = operator.applyAsInt(result, values[warp + Integer.numberOfTrailingZeros(rest)]);
                }
                answers[lane] = result;
            }
        }
        int[] results = (int[]) state.ints.partTarget(target);
        for (int i = 0; i < active.count; i++) {
            int from = active.from[i];
            System.arraycopy(answers, from, results, from, active.to[i] - from);
        }
    }
}
