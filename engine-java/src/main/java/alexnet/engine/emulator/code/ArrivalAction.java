package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.state.WordMemory;

/**
 * {@code mbarrier}: barriers that are 8 bytes of shared memory (PTX ISA 7.0, mbarrier).
 *
 * <p>Here the bytes are, from the highest bit: a mark, 23 bits of the phase's number, 20 bits of the arrivals that a phase
 * has and 20 bits of those that it still waits for. What {@code arrive} gives are the bytes before the arrival. PTX leaves
 * open what they look like; a kernel that changes them with other instructions is found where the mark is gone.
 *
 * @param result slot of the state (64 bits), or of the answer of a test; -1 where there is none
 * @param operand slot of the count (32 bits), or of the state of a test; -1 for a count of 1
 * @param mayComplete false where the kernel promises that the phase does not end with this arrival
 */
public record ArrivalAction(Kind kind, LaneAddress address, int result, int operand, boolean mayComplete)
        implements LaneAction {

    public enum Kind {
        INIT,
        INVALIDATE,
        ARRIVE,
        DROP,
        /** Ends the thread's copies under way and arrives for them. */
        ARRIVE_FOR_COPIES,
        /** Ends the thread's copies under way, with an arrival that the phase did not count before. */
        FINISH_COPIES,
        TEST
    }

    private static final long MARK = 1L << 63;
    private static final long MOST = (1L << 20) - 1;
    private static final int EXPECTED = 20;
    private static final int PHASE = 40;
    private static final long PHASES = (1L << 23) - 1;

    /** The arrivals that were missing at the time of a state. */
    public static int pending(long state) {
        return (int) (state & MOST);
    }

    @Override
    public void run(BlockState state, LaneRuns active) {
        if (kind == Kind.ARRIVE_FOR_COPIES || kind == Kind.FINISH_COPIES) {
            state.copies.commit(active);
            state.copies.finish(active, 0);
        }
        Object bases = address.bases(state);
        boolean test = kind == Kind.TEST;
        int[] counts = operand < 0 || test ? null : (int[]) state.ints.array(operand);
        long[] states = test ? (long[]) state.longs.array(operand) : null;
        Object results = result < 0 ? null : state.files[test ? Registers.INT : Registers.LONG].partTarget(result);
        for (int i = 0; i < active.count; i++) {
            for (int lane = active.from[i]; lane < active.to[i]; lane++) {
                long at = address.at(bases, lane);
                Memory memory = state.access(address.space(), at, 8, lane, "mbarrier access");
                int offset = (int) (at - memory.base);
                if (!(memory instanceof WordMemory)) {
                    throw new LaneFault("the mbarrier is in '" + memory.label + "', not in shared memory", lane);
                }
                long old = memory.getLong(offset);
                if (test) {
                    require(old, lane);
                    ((int[]) results)[lane] = (old >>> PHASE) == (states[lane] >>> PHASE) ? 0 : 1;
                } else {
                    memory.putLong(offset, next(old, counts == null ? 1 : counts[lane], lane));
                    if (results != null) {
                        ((long[]) results)[lane] = old;
                    }
                }
            }
        }
    }

    private static void require(long state, int lane) {
        if ((state & MARK) == 0) {
            throw new LaneFault("there is no mbarrier at this address", lane);
        }
    }

    private long next(long old, long count, int lane) {
        if (kind == Kind.INIT) {
            if (count < 1 || count > MOST) {
                throw new LaneFault("mbarrier.init: count (expected 1 to " + MOST + ", found " + count + ")", lane);
            }
            return MARK | count << EXPECTED | count;
        }
        require(old, lane);
        if (kind == Kind.INVALIDATE) {
            return 0;
        }
        if (kind == Kind.FINISH_COPIES) {
            return old;
        }
        long phase = old >>> PHASE & PHASES;
        long expected = old >>> EXPECTED & MOST;
        long pending = old & MOST;
        long drop = kind == Kind.DROP ? count : 0;
        if (count < 1 || count > pending || drop > expected) {
            throw new LaneFault(
                    "more arrivals than the mbarrier's phase has left (count " + count + ", left " + pending + ")",
                    lane);
        }
        expected -= drop;
        pending -= count;
        if (pending == 0) {
            if (!mayComplete) {
                throw new LaneFault("the arrival with .noComplete completes the phase", lane);
            }
            phase = phase + 1 & PHASES;
            pending = expected;
        }
        return MARK | phase << PHASE | expected << EXPECTED | pending;
    }
}
