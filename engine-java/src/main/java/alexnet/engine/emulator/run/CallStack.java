package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.PreparedBasicBlock;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The call stack of each thread of a block: return addresses, and the registers that recursive calls save.
 */
final class CallStack {

    /**
     * Deepest nesting of calls. A GPU's default stack of 1 KiB for each thread ends earlier for nearly every recursion.
     */
    static final int DEEPEST = 256;

    private static final class Level {
        final int[] back;
        /** One array of lanes for each register kept; grows on demand. */
        final List<long[]> kept = new ArrayList<>();
        /** By lane, the registers that its call at this level saves. */
        final Place[][] places;

        Level(int lanes) {
            back = new int[lanes];
            places = new Place[lanes][];
        }
    }

    private final BlockState state;
    private final int[] depth;
    private final List<Level> levels = new ArrayList<>();
    private boolean used;

    CallStack(BlockState state) {
        this.state = state;
        this.depth = new int[state.lanes];
    }

    /** Empties all stacks. */
    void clear() {
        if (used) {
            Arrays.fill(depth, 0);
            used = false;
        }
    }

    /** Pushes a call: the lanes return to the block after it. */
    void push(PreparedBasicBlock call, LaneRuns lanes) {
        used = true;
        for (int i = 0; i < lanes.count; i++) {
            for (int lane = lanes.from[i]; lane < lanes.to[i]; lane++) {
                if (depth[lane] >= DEEPEST) {
                    throw new LaneFault(
                            "recursion deeper than " + DEEPEST + " frames in function '" + function(call) + "'", lane);
                }
                Level level = level(depth[lane]++);
                level.back[lane] = call.next();
                level.places[lane] = call.saved();
            }
        }
        for (int k = 0; k < call.saved().length; k++) {
            keep(call.saved()[k], k, lanes);
        }
    }

    private static String function(PreparedBasicBlock call) {
        String prefix = ((PtxOperand.Symbol) call.transfer().operand(0)).name();
        return prefix.substring(0, prefix.length() - 1);
    }

    private Level level(int index) {
        while (levels.size() <= index) {
            levels.add(new Level(state.lanes));
        }
        return levels.get(index);
    }

    private void keep(Place place, int k, LaneRuns lanes) {
        Object values = state.files[place.file()].array(place.slot());
        for (int i = 0; i < lanes.count; i++) {
            for (int lane = lanes.from[i]; lane < lanes.to[i]; lane++) {
                List<long[]> kept = levels.get(depth[lane] - 1).kept;
                while (kept.size() <= k) {
                    kept.add(new long[state.lanes]);
                }
                kept.get(k)[lane] = switch (place.file()) {
                    case Registers.INT -> ((int[]) values)[lane];
                    case Registers.LONG -> ((long[]) values)[lane];
                    case Registers.FLOAT -> Float.floatToRawIntBits(((float[]) values)[lane]);
                    default -> Double.doubleToRawLongBits(((double[]) values)[lane]);
                };
            }
        }
    }

    /** Pops the last call of each lane; {@code at} receives the return address. */
    void pop(LaneRuns lanes, int[] at) {
        for (int i = 0; i < lanes.count; i++) {
            for (int lane = lanes.from[i]; lane < lanes.to[i]; lane++) {
                Level level = levels.get(--depth[lane]);
                at[lane] = level.back[lane];
                Place[] places = level.places[lane];
                for (int k = 0; k < places.length; k++) {
                    restore(places[k], lane, level.kept.get(k)[lane]);
                }
            }
        }
    }

    private void restore(Place place, int lane, long bits) {
        Object values = state.files[place.file()].partTarget(place.slot());
        switch (place.file()) {
            case Registers.INT -> ((int[]) values)[lane] = (int) bits;
            case Registers.LONG -> ((long[]) values)[lane] = bits;
            case Registers.FLOAT -> ((float[]) values)[lane] = Float.intBitsToFloat((int) bits);
            default -> ((double[]) values)[lane] = Double.longBitsToDouble(bits);
        }
    }
}
