package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * {@code vote.sync}, {@code vote} of the threads that are here, and {@code activemask}: one answer per warp.
 *
 * <p>Places are 32-bit slots; {@code members} is -1 where all threads that are here vote, {@code predicate} for {@code activemask}.
 */
public record VoteAction(Mode mode, int target, int predicate, boolean negated, int members) implements LaneAction {

    public enum Mode {
        ALL,
        ANY,
        UNI,
        BALLOT,
        ACTIVE
    }

    @Override
    public void run(BlockState state, LaneRuns active) {
        int[] masks = members < 0 ? null : (int[]) state.ints.array(members);
        int[] votes = predicate < 0 ? null : (int[]) state.ints.array(predicate);
        if (masks != null) {
            WarpMembers.check(state, active, masks, "vote.sync");
        }
        int[] answers = state.exchange;
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                answers[lane] = answer(state, active, lane, masks == null ? -1 : masks[lane], votes);
            }
        }
        int[] results = (int[]) state.ints.partTarget(target);
        for (int i = 0; i < active.count; i++) {
            int from = active.from[i];
            System.arraycopy(answers, from, results, from, active.to[i] - from);
        }
    }

    private int answer(BlockState state, LaneRuns active, int lane, int mask, int[] votes) {
        int here = WarpMembers.present(state, active, lane, mask);
        int wanted = negated ? 0 : 1;
        int yes = 0;
        for (int rest = here; rest != 0; rest &= rest - 1) {
            int other = (lane & ~31) + Integer.numberOfTrailingZeros(rest);
            if (votes == null || votes[other] == wanted) {
                yes |= Integer.lowestOneBit(rest);
            }
        }
        return switch (mode) {
            case ALL -> yes == here ? 1 : 0;
            case ANY -> yes != 0 ? 1 : 0;
            case UNI -> yes == 0 || yes == here ? 1 : 0;
            case BALLOT, ACTIVE -> yes;
        };
    }
}
