package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;

/**
 * {@code match.any.sync} and {@code match.all.sync}: which threads of the warp have the same value.
 *
 * <p>{@code target} and {@code predicate} are 32-bit slots or -1; {@code value} is a slot of 32 or 64 bits.
 */
public record MatchAction(boolean all, int target, int predicate, Place value, int members) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        int[] masks = (int[]) state.ints.array(members);
        WarpMembers.check(state, active, masks, "match.sync");
        Object values = state.files[value.file()].array(value.slot());
        int[] answers = state.exchange;
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                int here = WarpMembers.present(state, active, lane, masks[lane]);
                int same = 0;
                for (int rest = here; rest != 0; rest &= rest - 1) {
                    int other = (lane & ~31) + Integer.numberOfTrailingZeros(rest);
                    if (bits(values, other) == bits(values, lane)) {
                        same |= Integer.lowestOneBit(rest);
                    }
                }
                answers[lane] = all && same != here ? 0 : same;
            }
        }
        int[] results = target < 0 ? null : (int[]) state.ints.partTarget(target);
        int[] found = predicate < 0 ? null : (int[]) state.ints.partTarget(predicate);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                if (results != null) {
                    results[lane] = answers[lane];
                }
                if (found != null) {
                    found[lane] = answers[lane] == 0 ? 0 : 1;
                }
            }
        }
    }

    private static long bits(Object values, int lane) {
        return values instanceof int[] narrow ? narrow[lane] : ((long[]) values)[lane];
    }
}
