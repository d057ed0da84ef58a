package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.PreparedBasicBlock;
import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.LaneShape;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;

/**
 * Runs thread blocks of one launch on one worker.
 *
 * <p>While all live threads of a block are at the same place, they run together. After they diverge, each thread has its
 * own next basic block, and a {@link PathOrder} chooses which threads run next, until all have reconverged.
 */
final class LockstepRunner {

    private final PreparedKernel kernel;
    private final BlockState state;
    private final int[] at;
    private final LaneRuns active;
    private final LaneRuns taken;
    private final LaneRuns rest;
    private final BlockBarriers barriers;
    private final CallStack calls;
    private final FaultReport faults;
    private PathOrder order;
    private Reconvergence reconvergence;
    /** The instruction being executed, for fault reports. */
    private Op current;
    /** The control transfer being executed, if that is what failed. */
    private PtxInstruction transfer;

    private RunSettings settings;
    /** Basic blocks that the thread block may still run. */
    private long stepsLeft;

    LockstepRunner(PreparedKernel kernel, LaneShape shape, int sharedBytes) {
        this.kernel = kernel;
        this.state = kernel.newState(shape, sharedBytes);
        this.at = new int[state.lanes];
        this.active = new LaneRuns(state.lanes);
        this.taken = new LaneRuns(state.lanes);
        this.rest = new LaneRuns(state.lanes);
        this.barriers = new BlockBarriers(kernel.blocks(), state, at);
        this.calls = new CallStack(state);
        this.faults = new FaultReport(kernel, state);
    }

    /** Makes the runner ready for one launch. */
    void begin(GridJob job) {
        kernel.enter(state, job);
        settings = job.settings();
        if (reconvergence != settings.reconvergence()) {
            reconvergence = settings.reconvergence();
            order = reconvergence.order(at, kernel.blocks());
        }
    }

    /** Runs one block of the grid to its end. */
    void run(int blockX, int blockY, int blockZ) {
        kernel.enterBlock(state, blockX, blockY, blockZ);
        current = null;
        transfer = null;
        stepsLeft = settings.stepLimit();
        barriers.clear();
        calls.clear();
        if (state.observer != null) {
            state.observer.blockStart(blockX, blockY, blockZ);
        }
        try {
            together(0);
        } catch (LaneFault fault) {
            throw faults.exception(fault.instruction == null ? place() : fault.instruction, fault, null);
        } catch (IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
            throw faults.exception(place(), new LaneFault("error of the emulator itself: " + e, -1), e);
        } finally {
            if (state.observer != null) {
                state.observer.blockEnd();
            }
        }
    }

    /** The output of the block that ran last. */
    CharSequence output() {
        return state.output;
    }

    private PtxInstruction place() {
        return transfer != null ? transfer : current == null ? null : current.source;
    }

    /** All live threads stand at {@code start}. */
    private void together(int start) {
        int block = start;
        while (block >= 0) {
            if (--stepsLeft < 0) {
                throw endless(block, state.live);
            }
            PreparedBasicBlock code = kernel.blocks()[block];
            for (Op op : code.ops()) {
                current = op;
                op.all(state);
            }
            switch (code.end()) {
                case FALL -> block = code.next();
                case BRANCH -> {
                    int held = held(code);
                    if (held < 0) {
                        part(code, state.live);
                        block = apart(block);
                    } else {
                        block = held == 1 ? code.target() : code.next();
                    }
                }
                case EXIT -> block = exitTogether(code);
                default -> block = otherTogether(block, code);
            }
        }
    }

    private int otherTogether(int block, PreparedBasicBlock code) {
        transfer = code.transfer();
        int next;
        if (code.end() == PreparedBasicBlock.End.BARRIER && held(code) == 1 && barriers.together(code)) {
            next = code.next();
        } else if (code.end() == PreparedBasicBlock.End.CALL) {
            calls.push(code, state.live);
            next = code.target();
        } else {
            active.set(state.live);
            transfer(block, code);
            next = apart(block);
        }
        transfer = null;
        return next;
    }

    /** 1 or 0 if the transfer happens for all live threads or for none, -1 if they diverge. */
    private int held(PreparedBasicBlock code) {
        int slot = code.predicate();
        if (slot < 0) {
            return 1;
        }
        int wanted = code.negated() ? 0 : 1;
        if (state.ints.uniform(slot)) {
            return state.ints.single(slot)[0] == wanted ? 1 : 0;
        }
        taken.select((int[]) state.ints.array(slot), wanted, state.live);
        if (taken.empty()) {
            return 0;
        }
        return taken.size() == state.live.size() ? 1 : -1;
    }

    private int exitTogether(PreparedBasicBlock code) {
        int held = held(code);
        if (held == 1) {
            return -1;
        }
        if (held == 0) {
            return code.next();
        }
        active.set(state.live);
        exit(code);
        barriers.settle();
        return code.next();
    }

    /** Sends the threads of {@code here} each to its own next block. */
    private void part(PreparedBasicBlock code, LaneRuns here) {
        int[] predicate = code.predicate() < 0 ? null : (int[]) state.ints.array(code.predicate());
        int wanted = code.negated() ? 0 : 1;
        for (int i = 0; i < here.count; i++) {
            for (int lane = here.from[i]; lane < here.to[i]; lane++) {
                at[lane] = predicate == null || predicate[lane] == wanted ? code.target() : code.next();
            }
        }
    }

    private void table(PreparedBasicBlock code, LaneRuns here) {
        int[] index = (int[]) state.ints.array(code.target());
        for (int i = 0; i < here.count; i++) {
            for (int lane = here.from[i]; lane < here.to[i]; lane++) {
                if (index[lane] < 0 || index[lane] >= code.table().length) {
                    throw new LaneFault(
                            "brx.idx: index " + Integer.toUnsignedString(index[lane])
                                    + " is outside the list of branch targets",
                            lane);
                }
                at[lane] = code.table()[index[lane]];
            }
        }
    }

    /**
     * Runs threads that diverged after {@code parted}; returns the block at which all have reconverged, or -1 when all
     * have exited.
     */
    private int apart(int parted) {
        order.begin(parted, state.live);
        while (!state.live.empty()) {
            int block = order.choose(state.live, active);
            if (block < 0) {
                transfer = kernel.blocks()[at[state.live.from[0]] - PathOrder.WAITING].transfer();
                throw faults.nobodyCanGoOn(kernel.blocks(), at, barriers);
            }
            if (active.size() == state.live.size()) {
                transfer = null;
                return block;
            }
            step(block);
            order.ran(block);
        }
        return -1;
    }

    /** Runs one block for the threads in {@code active}. */
    private void step(int block) {
        if (--stepsLeft < 0) {
            throw endless(block, active);
        }
        PreparedBasicBlock code = kernel.blocks()[block];
        transfer = null;
        for (Op op : code.ops()) {
            current = op;
            op.some(state, active);
        }
        transfer = code.transfer();
        transfer(block, code);
    }

    /** The end of a block, for the threads in {@code active}. */
    private void transfer(int block, PreparedBasicBlock code) {
        PreparedBasicBlock.End end = code.end();
        if (end == PreparedBasicBlock.End.BRANCH) {
            part(code, active);
            return;
        }
        if (end == PreparedBasicBlock.End.EXIT) {
            exit(code);
            barriers.settle();
            return;
        }
        if (code.predicate() >= 0) {
            int wanted = code.negated() ? 0 : 1;
            int[] predicate = (int[]) state.ints.array(code.predicate());
            rest.select(predicate, 1 - wanted, active);
            move(rest, code.next());
            taken.select(predicate, wanted, active);
            if (end == PreparedBasicBlock.End.BARRIER && code.barrier().aligned()) {
                requireWholeWarps();
            }
            active.set(taken);
        }
        switch (end) {
            case TABLE -> table(code, active);
            case CALL -> {
                calls.push(code, active);
                move(active, code.target());
            }
            case RETURN -> calls.pop(active, at);
            case BARRIER -> {
                barriers.execute(block, active);
                barriers.settle();
            }
            default -> move(active, code.next());
        }
    }

    /** A barrier under a predicate: within a warp it has to hold for all threads or for none. */
    private void requireWholeWarps() {
        for (int i = 0; i < rest.count; i++) {
            for (int lane = rest.from[i]; lane < rest.to[i]; lane++) {
                for (int other = lane & ~31; other < Math.min(state.lanes, (lane & ~31) + 32); other++) {
                    if (taken.contains(other)) {
                        throw new LaneFault(
                                "barrier divergence: the barrier's predicate holds for thread " + faults.thread(other)
                                        + " and not for this thread of the same warp",
                                lane);
                    }
                }
            }
        }
    }

    private void move(LaneRuns lanes, int place) {
        for (int i = 0; i < lanes.count; i++) {
            Arrays.fill(at, lanes.from[i], lanes.to[i], place);
        }
    }

    /** Ends threads in {@code active}: all of them, or those for which the predicate holds. */
    private void exit(PreparedBasicBlock code) {
        move(active, PathOrder.EXITED);
        if (code.predicate() >= 0) {
            int wanted = code.negated() ? 0 : 1;
            rest.select((int[]) state.ints.array(code.predicate()), 1 - wanted, active);
            move(rest, code.next());
        }
        taken.clear();
        for (int i = 0; i < state.live.count; i++) {
            for (int lane = state.live.from[i]; lane < state.live.to[i]; lane++) {
                if (at[lane] != PathOrder.EXITED) {
                    taken.add(lane);
                }
            }
        }
        state.live.set(taken);
        state.complete = false;
        if (state.observer != null && !state.live.empty()) {
            state.observer.exit(state.live);
        }
    }

    /** The fault of a thread block that exceeds the step limit. */
    private LaneFault endless(int block, LaneRuns lanes) {
        PreparedBasicBlock code = kernel.blocks()[block];
        current = code.ops().length == 0 ? null : code.ops()[0];
        transfer = current == null ? code.transfer() : null;
        return faults.endless(settings, kernel.loops()[block], lanes.empty() ? -1 : lanes.from[0]);
    }
}
