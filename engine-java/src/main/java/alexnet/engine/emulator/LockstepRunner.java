package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;

/**
 * Runs thread blocks of one launch on one worker.
 *
 * <p>As long as all live threads of a block stand at the same place, they go through it together. When they part, each
 * has its own next block, and a {@link PathOrder} chooses which of them run next, until all stand at the same place again.
 */
final class LockstepRunner {

    private final PreparedKernel kernel;
    private final Frame f;
    private final int[] at;
    private final LaneRuns active;
    private final LaneRuns taken;
    private final LaneRuns rest;
    private final BlockBarriers barriers;
    private final CallStack calls;
    private final FaultReport faults;
    private PathOrder order;
    private EmulatorOptions.Reconvergence reconvergence;
    /** What is being executed, for fault reports. */
    private Op current;
    /** The control transfer being executed, where it is that which failed. */
    private PtxInstruction transfer;
    /** Most basic blocks that one thread block may run. */
    private long stepLimit;
    /** Basic blocks that the thread block may still run. */
    private long stepsLeft;

    LockstepRunner(PreparedKernel kernel, LaneShape shape, int sharedBytes) {
        this.kernel = kernel;
        this.f = new Frame(kernel, shape, sharedBytes);
        this.at = new int[f.lanes];
        this.active = new LaneRuns(f.lanes);
        this.taken = new LaneRuns(f.lanes);
        this.rest = new LaneRuns(f.lanes);
        this.barriers = new BlockBarriers(kernel.blocks(), f, at);
        this.calls = new CallStack(f);
        this.faults = new FaultReport(kernel, f);
    }

    /** Makes the runner ready for one launch. */
    void begin(GridJob job) {
        f.begin(kernel, job);
        stepLimit = job.options().stepLimit();
        if (reconvergence != job.options().reconvergence()) {
            reconvergence = job.options().reconvergence();
            order = switch (reconvergence) {
                case LOWEST -> new LowestFirst(at);
                case POST_DOMINATOR -> new PostDominatorOrder(at, kernel.blocks());
            };
        }
    }

    /** Runs one block of the grid to its end. */
    void run(int blockX, int blockY, int blockZ) {
        f.startBlock(kernel, blockX, blockY, blockZ);
        current = null;
        transfer = null;
        stepsLeft = stepLimit;
        barriers.clear();
        calls.clear();
        if (f.observer != null) {
            f.observer.blockStart(blockX, blockY, blockZ);
        }
        try {
            together(0);
        } catch (LaneFault fault) {
            throw faults.exception(fault.op == null ? place() : fault.op.source, fault, null);
        } catch (IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
            throw faults.exception(place(), new LaneFault("error of the emulator itself: " + e, -1), e);
        } finally {
            if (f.observer != null) {
                f.observer.blockEnd();
            }
        }
    }

    /** What the block that ran last has printed. */
    CharSequence output() {
        return f.output;
    }

    private PtxInstruction place() {
        return transfer != null ? transfer : current == null ? null : current.source;
    }

    /** All live threads stand at {@code start}. */
    private void together(int start) {
        int block = start;
        while (block >= 0) {
            if (--stepsLeft < 0) {
                throw endless(block, f.live);
            }
            PreparedBlock code = kernel.blocks()[block];
            for (Op op : code.ops()) {
                current = op;
                op.all(f);
            }
            switch (code.end()) {
                case FALL -> block = code.next();
                case BRANCH -> {
                    int held = held(code);
                    if (held < 0) {
                        part(code, f.live);
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

    private int otherTogether(int block, PreparedBlock code) {
        transfer = code.transfer();
        int next;
        if (code.end() == PreparedBlock.End.BARRIER && held(code) == 1 && barriers.together(code)) {
            next = code.next();
        } else if (code.end() == PreparedBlock.End.CALL) {
            calls.push(code, f.live);
            next = code.target();
        } else {
            active.set(f.live);
            transfer(block, code);
            next = apart(block);
        }
        transfer = null;
        return next;
    }

    /** 1 or 0 where the transfer happens for all live threads or for none, -1 where they part. */
    private int held(PreparedBlock code) {
        int slot = code.predicate();
        if (slot < 0) {
            return 1;
        }
        int wanted = code.negated() ? 0 : 1;
        if (f.ints.uniform(slot)) {
            return f.ints.single(slot)[0] == wanted ? 1 : 0;
        }
        taken.select((int[]) f.ints.array(slot), wanted, f.live);
        if (taken.empty()) {
            return 0;
        }
        return taken.size() == f.live.size() ? 1 : -1;
    }

    private int exitTogether(PreparedBlock code) {
        int held = held(code);
        if (held == 1) {
            return -1;
        }
        if (held == 0) {
            return code.next();
        }
        active.set(f.live);
        exit(code);
        barriers.settle();
        return code.next();
    }

    /** Sends the threads of {@code here} each to its own next block. */
    private void part(PreparedBlock code, LaneRuns here) {
        int[] predicate = code.predicate() < 0 ? null : (int[]) f.ints.array(code.predicate());
        int wanted = code.negated() ? 0 : 1;
        for (int i = 0; i < here.count; i++) {
            for (int lane = here.from[i]; lane < here.to[i]; lane++) {
                at[lane] = predicate == null || predicate[lane] == wanted ? code.target() : code.next();
            }
        }
    }

    private void table(PreparedBlock code, LaneRuns here) {
        int[] index = (int[]) f.ints.array(code.target());
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
     * Threads stand at different places behind {@code parted}; returns the block at which all meet, or -1 when all have
     * exited.
     */
    private int apart(int parted) {
        order.begin(parted, f.live);
        while (!f.live.empty()) {
            int block = order.choose(f.live, active);
            if (block < 0) {
                transfer = kernel.blocks()[at[f.live.from[0]] - PathOrder.WAITING].transfer();
                throw faults.nobodyCanGoOn(kernel.blocks(), at, barriers);
            }
            if (active.size() == f.live.size()) {
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
        PreparedBlock code = kernel.blocks()[block];
        transfer = null;
        for (Op op : code.ops()) {
            current = op;
            op.some(f, active);
        }
        transfer = code.transfer();
        transfer(block, code);
    }

    /** The end of a block, for the threads in {@code active}. */
    private void transfer(int block, PreparedBlock code) {
        PreparedBlock.End end = code.end();
        if (end == PreparedBlock.End.BRANCH) {
            part(code, active);
            return;
        }
        if (end == PreparedBlock.End.EXIT) {
            exit(code);
            barriers.settle();
            return;
        }
        if (code.predicate() >= 0) {
            int wanted = code.negated() ? 0 : 1;
            int[] predicate = (int[]) f.ints.array(code.predicate());
            rest.select(predicate, 1 - wanted, active);
            move(rest, code.next());
            taken.select(predicate, wanted, active);
            if (end == PreparedBlock.End.BARRIER && code.barrier().aligned()) {
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
                for (int other = lane & ~31; other < Math.min(f.lanes, (lane & ~31) + 32); other++) {
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
    private void exit(PreparedBlock code) {
        move(active, PathOrder.EXITED);
        if (code.predicate() >= 0) {
            int wanted = code.negated() ? 0 : 1;
            rest.select((int[]) f.ints.array(code.predicate()), 1 - wanted, active);
            move(rest, code.next());
        }
        taken.clear();
        for (int i = 0; i < f.live.count; i++) {
            for (int lane = f.live.from[i]; lane < f.live.to[i]; lane++) {
                if (at[lane] != PathOrder.EXITED) {
                    taken.add(lane);
                }
            }
        }
        f.live.set(taken);
        f.complete = false;
        if (f.observer != null && !f.live.empty()) {
            f.observer.exit(f.live);
        }
    }

    /** The report of a thread block that runs longer than any should. */
    private LaneFault endless(int block, LaneRuns lanes) {
        PreparedBlock code = kernel.blocks()[block];
        current = code.ops().length == 0 ? null : code.ops()[0];
        transfer = current == null ? code.transfer() : null;
        return faults.endless(stepLimit, kernel.loops()[block], lanes.empty() ? -1 : lanes.from[0]);
    }
}
