package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.BarrierUse;
import alexnet.engine.emulator.code.PreparedBasicBlock;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;

/**
 * The sixteen barriers of a thread block, and {@code bar.warp.sync} (PTX ISA, "Parallel Synchronization and Communication
 * Instructions: bar, barrier").
 *
 * <p>A warp arrives as a whole, when all of its threads that have not exited have executed a barrier instruction with the
 * same number; each arrival counts for 32 threads. A barrier is complete when the count that its instructions give is
 * reached, or, without a count, when every warp with a thread left has arrived.
 */
final class BlockBarriers {

    /** What a thread waits for. */
    private static final byte NOTHING = 0;

    private static final byte ITS_WARP = 1;
    private static final byte ARRIVALS = 2;
    private static final byte MEMBERS = 3;

    private final PreparedBasicBlock[] blocks;
    private final BlockState state;
    private final int[] at;
    private final byte[] waits;
    /** Barrier of each waiting thread, or its member mask. */
    private final int[] number;
    /** Threads that have to arrive at the waiting thread's barrier; 0 for all. */
    private final int[] wanted;
    /** 1 for threads whose predicate holds in a reduction. */
    private final byte[] vote;

    private final PtxInstruction[] first = new PtxInstruction[BarrierUse.COUNT];
    private final int[] expected = new int[BarrierUse.COUNT];
    private final int[] arrivals = new int[BarrierUse.COUNT];
    /** Warps that have arrived, a bit for each. */
    private final int[] arrivedWarps = new int[BarrierUse.COUNT];

    private final LaneRuns arrived;
    private int waiting;
    private boolean active;

    BlockBarriers(PreparedBasicBlock[] blocks, BlockState state, int[] at) {
        this.blocks = blocks;
        this.state = state;
        this.at = at;
        this.waits = new byte[state.lanes];
        this.number = new int[state.lanes];
        this.wanted = new int[state.lanes];
        this.vote = new byte[state.lanes];
        this.arrived = new LaneRuns(state.lanes);
    }

    /** Makes all barriers ready for a block of the grid. */
    void clear() {
        if (active) {
            Arrays.fill(waits, NOTHING);
            Arrays.fill(first, null);
            Arrays.fill(arrivals, 0);
            Arrays.fill(arrivedWarps, 0);
            waiting = 0;
            active = false;
        }
    }

    /**
     * All live threads execute a barrier; says whether it was complete at once, as barriers of the whole block are. False
     * leaves everything to {@link #execute}.
     */
    boolean together(PreparedBasicBlock code) {
        BarrierUse use = code.barrier();
        if (use.kind() == BarrierUse.Kind.WARP) {
            warpTogether(code);
            return true;
        }
        if (active || use.count() >= 0 || !state.ints.uniform(use.id())) {
            return false;
        }
        int id = state.ints.single(use.id())[0];
        if (id < 0 || id >= BarrierUse.COUNT) {
            return false;
        }
        if (use.kind().reduces()) {
            int[] votes = (int[]) state.ints.array(use.vote());
            int yes = 0;
            for (int i = 0; i < state.live.count; i++) {
                for (int lane = state.live.from[i]; lane < state.live.to[i]; lane++) {
                    yes += votes[lane] ^ (use.voteNegated() ? 1 : 0);
                }
            }
            state.ints.single(use.result())[0] = answer(use.kind(), yes, state.live.size());
            state.ints.markUniform(use.result());
        }
        tell(code.transfer(), state.live);
        return true;
    }

    private void warpTogether(PreparedBasicBlock code) {
        int slot = code.barrier().id();
        boolean all = state.ints.uniform(slot) && state.ints.single(slot)[0] == -1;
        if (!all) {
            int[] members = (int[]) state.ints.array(slot);
            for (int i = 0; i < state.live.count; i++) {
                for (int lane = state.live.from[i]; lane < state.live.to[i]; lane++) {
                    requireSelf(members[lane], lane);
                }
            }
        }
        if (state.observer != null) {
            state.observer.warpSync(code.transfer(), state.live, (int[]) state.ints.array(slot));
        }
    }

    private static int answer(BarrierUse.Kind kind, int yes, int threads) {
        return switch (kind) {
            case POPC -> yes;
            case AND -> yes == threads ? 1 : 0;
            default -> yes > 0 ? 1 : 0;
        };
    }

    private void tell(PtxInstruction instruction, LaneRuns lanes) {
        if (state.observer != null) {
            state.observer.barrier(instruction, lanes);
        }
    }

    /** Some threads execute the barrier that ends a block; they wait until {@link #settle} lets them go on. */
    void execute(int block, LaneRuns lanes) {
        PreparedBasicBlock code = blocks[block];
        BarrierUse use = code.barrier();
        int[] ids = (int[]) state.ints.array(use.id());
        int[] counts = use.count() < 0 ? null : (int[]) state.ints.array(use.count());
        int[] votes = use.vote() < 0 ? null : (int[]) state.ints.array(use.vote());
        for (int i = 0; i < lanes.count; i++) {
            for (int lane = lanes.from[i]; lane < lanes.to[i]; lane++) {
                int count = counts == null ? 0 : counts[lane];
                if (use.kind() == BarrierUse.Kind.WARP) {
                    requireSelf(ids[lane], lane);
                } else {
                    require(ids[lane], counts != null, count, lane);
                }
                at[lane] = PathOrder.WAITING + block;
                waits[lane] = use.kind() == BarrierUse.Kind.WARP ? MEMBERS : ITS_WARP;
                number[lane] = ids[lane];
                wanted[lane] = count;
                vote[lane] = votes == null ? 0 : (byte) (votes[lane] ^ (use.voteNegated() ? 1 : 0));
                waiting++;
            }
        }
        active = true;
    }

    private static void requireSelf(int members, int lane) {
        if ((members >>> (lane & 31) & 1) == 0) {
            throw new LaneFault(
                    "bar.warp.sync: the member mask 0x" + Integer.toHexString(members)
                            + " does not name the thread itself",
                    lane);
        }
    }

    private void require(int id, boolean counted, int count, int lane) {
        if (id < 0 || id >= BarrierUse.COUNT) {
            throw new LaneFault("barrier " + id + " does not exist (there are 0 to 15)", lane);
        }
        if (counted && (count <= 0 || count % 32 != 0)) {
            throw new LaneFault(
                    "barrier " + id + ": the number of threads has to be a multiple of the warp size (expected 32, 64, "
                            + "..., found " + count + ")",
                    lane);
        }
        int most = warps() * 32;
        if (count > most) {
            throw new LaneFault(
                    "barrier " + id + " waits for " + count + " threads, but the block has only "
                            + (most == state.lanes ? "" : "warps for ") + most,
                    lane);
        }
    }

    private int warps() {
        return (state.lanes + 31) / 32;
    }

    /** Lets all threads go on that have nothing left to wait for. To be called after execute and after threads exit. */
    void settle() {
        if (!active) {
            return;
        }
        for (int warp = 0; warp < warps(); warp++) {
            settleWarp(warp);
        }
        for (int id = 0; id < BarrierUse.COUNT; id++) {
            if (first[id] != null && expected[id] == 0 && (liveWarps() & ~arrivedWarps[id]) == 0) {
                complete(id);
            }
        }
        if (waiting == 0) {
            active = false;
            for (PtxInstruction pending : first) {
                active |= pending != null;
            }
        }
    }

    private int liveWarps() {
        int mask = 0;
        for (int i = 0; i < state.live.count; i++) {
            for (int warp = state.live.from[i] / 32; warp <= (state.live.to[i] - 1) / 32; warp++) {
                mask |= 1 << warp;
            }
        }
        return mask;
    }

    private void settleWarp(int warp) {
        int one = -1;
        boolean whole = true;
        for (int lane = warp * 32; lane < Math.min(state.lanes, warp * 32 + 32); lane++) {
            if (waits[lane] == MEMBERS) {
                releaseMembers(lane);
            }
        }
        for (int lane = warp * 32; lane < Math.min(state.lanes, warp * 32 + 32) && whole; lane++) {
            if (!exited(lane)) {
                one = one < 0 ? lane : one;
                whole = waits[lane] == ITS_WARP && number[lane] == number[one] && sameInstruction(lane, one);
            }
        }
        if (whole && one >= 0) {
            arrive(warp, one);
        }
    }

    private boolean exited(int lane) {
        return !state.live.contains(lane);
    }

    private boolean sameInstruction(int lane, int other) {
        return at[lane] == at[other] || !use(lane).aligned() && !use(other).aligned();
    }

    private BarrierUse use(int lane) {
        return blocks[at[lane] - PathOrder.WAITING].barrier();
    }

    private PtxInstruction instruction(int lane) {
        return blocks[at[lane] - PathOrder.WAITING].transfer();
    }

    private void releaseMembers(int lane) {
        int members = number[lane];
        int warp = lane & ~31;
        for (int bit = 0; bit < 32 && warp + bit < state.lanes; bit++) {
            int other = warp + bit;
            if ((members >>> bit & 1) != 0 && !exited(other) && (waits[other] != MEMBERS || number[other] != members)) {
                return;
            }
        }
        arrived.clear();
        PtxInstruction instruction = instruction(lane);
        for (int bit = 0; bit < 32 && warp + bit < state.lanes; bit++) {
            if ((members >>> bit & 1) != 0 && !exited(warp + bit)) {
                arrived.add(warp + bit);
                release(warp + bit);
            }
        }
        if (state.observer != null) {
            state.observer.warpSync(instruction, arrived, number);
        }
    }

    private void release(int lane) {
        at[lane] = blocks[at[lane] - PathOrder.WAITING].next();
        waits[lane] = NOTHING;
        waiting--;
    }

    private void arrive(int warp, int one) {
        int id = number[one];
        for (int lane = warp * 32; lane < Math.min(state.lanes, warp * 32 + 32); lane++) {
            if (!exited(lane)) {
                join(id, lane);
            }
        }
        arrivals[id] += 32;
        arrivedWarps[id] |= 1 << warp;
        for (int lane = warp * 32; lane < Math.min(state.lanes, warp * 32 + 32); lane++) {
            if (!exited(lane)) {
                if (use(lane).kind() == BarrierUse.Kind.ARRIVE) {
                    release(lane);
                } else {
                    waits[lane] = ARRIVALS;
                }
            }
        }
        if (expected[id] > 0 && arrivals[id] >= expected[id]) {
            complete(id);
        }
    }

    /** Checks that a thread's barrier instruction goes with those that have arrived before it. */
    private void join(int id, int lane) {
        PtxInstruction instruction = instruction(lane);
        if (first[id] == null) {
            first[id] = instruction;
            expected[id] = wanted[lane];
            return;
        }
        int all = warps() * 32;
        boolean same = wanted[lane] == expected[id];
        if (!same && (wanted[lane] == 0 || wanted[lane] == all) && (expected[id] == 0 || expected[id] == all)) {
            expected[id] = all;
            same = true;
        }
        boolean reduces = instruction.mnemonic().has("red");
        boolean mixed = reduces != first[id].mnemonic().has("red")
                || reduces && !instruction.opcode().equals(first[id].opcode());
        if (!same || mixed) {
            throw new LaneFault(
                    "barrier " + id + ": " + instruction.opcode() + " in line " + instruction.line() + " for "
                            + threads(wanted[lane]) + " meets " + first[id].opcode() + " in line " + first[id].line()
                            + " for " + threads(expected[id]),
                    lane);
        }
    }

    private static String threads(int count) {
        return count == 0 ? "all threads" : count + " threads";
    }

    private void complete(int id) {
        int yes = 0;
        int threads = 0;
        arrived.clear();
        for (int lane = 0; lane < state.lanes; lane++) {
            if (waitsAt(lane, id) || (arrivedWarps[id] >>> lane / 32 & 1) != 0 && !exited(lane)) {
                arrived.add(lane);
            }
            if (waitsAt(lane, id)) {
                threads++;
                yes += vote[lane];
            }
        }
        for (int lane = 0; lane < state.lanes; lane++) {
            if (waitsAt(lane, id)) {
                BarrierUse use = use(lane);
                if (use.kind().reduces()) {
                    ((int[]) state.ints.partTarget(use.result()))[lane] = answer(use.kind(), yes, threads);
                }
                release(lane);
            }
        }
        tell(first[id], arrived);
        first[id] = null;
        arrivals[id] = 0;
        arrivedWarps[id] = 0;
    }

    private boolean waitsAt(int lane, int id) {
        return waits[lane] == ARRIVALS && number[lane] == id && !exited(lane);
    }

    /** What a waiting thread waits for, for a report. */
    String describe(int lane) {
        return switch (waits[lane]) {
            case MEMBERS -> "for the other members of its mask 0x" + Integer.toHexString(number[lane]);
            case ITS_WARP -> "at barrier " + number[lane] + " for the other threads of its warp";
            default ->
                "at barrier " + number[lane] + ", where " + arrivals[number[lane]] + " of "
                        + (expected[number[lane]] == 0 ? state.lanes : expected[number[lane]])
                        + " threads have arrived";
        };
    }
}
