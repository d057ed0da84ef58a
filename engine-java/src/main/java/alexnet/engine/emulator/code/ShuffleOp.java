package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;

/** {@code shfl.sync}, and {@code shfl} without a mask: reads another lane's register within the warp. */
public final class ShuffleOp extends Op {

    public enum Mode {
        UP,
        DOWN,
        BFLY,
        IDX
    }

    private final Mode mode;
    private final int target;
    private final int predicate;
    private final int value;
    private final int lane;
    private final int clamp;
    private final int members;

    /** All places are 32-bit slots; {@code predicate} and {@code target} may be -1, the fourth operand (members) may be missing. */
    public ShuffleOp(PtxInstruction source, Mode mode, int target, int predicate, int[] operands) {
        super(source);
        this.mode = mode;
        this.target = target;
        this.predicate = predicate;
        this.value = operands[0];
        this.lane = operands[1];
        this.clamp = operands[2];
        this.members = operands.length < 4 ? -1 : operands[3];
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        if (members >= 0) {
            WarpMembers.check(state, active, (int[]) state.ints.array(members), "shfl.sync");
        }
        int[] values = (int[]) state.ints.array(value);
        int[] lanes = (int[]) state.ints.array(lane);
        int[] clamps = (int[]) state.ints.array(clamp);
        int[] sources = state.exchange;
        for (int i = 0; i < active.count; i++) {
            for (int l = active.from[i]; l < active.to[i]; l++) {
                sources[l] = source(l, lanes[l], clamps[l]);
            }
        }
        if (state.observer != null) {
            state.observer.shuffle(source, active, sources);
        }
        int[] inRange = predicate < 0 ? null : (int[]) state.ints.partTarget(predicate);
        int[] results = target < 0 ? null : (int[]) state.ints.partTarget(target);
        for (int i = 0; i < active.count; i++) {
            for (int l = active.from[i]; l < active.to[i]; l++) {
                int from = sources[l];
                if (inRange != null) {
                    inRange[l] = from >= 0 ? 1 : 0;
                }
                // A lane number past the block's end or of an exited thread has no value: CUDA leaves it undefined.
                if (results != null) {
                    results[l] = from >= 0 && from < state.lanes ? values[from] : values[l];
                }
            }
        }
    }

    /** The source lane within the block, or -1 where the instruction says out of range. */
    private int source(int l, int b, int c) {
        int self = l & 31;
        int bval = b & 31;
        int cval = c & 31;
        int segment = c >> 8 & 31;
        int maxLane = self & segment | cval & ~segment;
        int minLane = self & segment;
        int j;
        boolean valid;
        switch (mode) {
            case UP -> {
                j = self - bval;
                valid = j >= maxLane;
            }
            case DOWN -> {
                j = self + bval;
                valid = j <= maxLane;
            }
            case BFLY -> {
                j = self ^ bval;
                valid = j <= maxLane;
            }
            default -> {
                j = minLane | bval & ~segment;
                valid = j <= maxLane;
            }
        }
        return valid ? l - self + j : -1;
    }
}
