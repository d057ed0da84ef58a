package alexnet.engine.emulator;

import alexnet.engine.KernelFaultException;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;

/**
 * Runs thread blocks of one launch on one worker.
 *
 * <p>As long as all live threads of a block stand at the same place, they go through it together. When they part, each
 * has its own next block, and the lowest block in reverse post-order runs next, with the threads that stand there, until
 * all stand at the same place again.
 */
final class LockstepRunner {

    /** Added to a block's number while a thread waits at the barrier that ends it. */
    private static final int WAITING = 1 << 24;

    private static final int EXITED = Integer.MAX_VALUE;

    private final PreparedKernel kernel;
    private final Frame f;
    private final int[] at;
    private final LaneRuns active;
    private final LaneRuns taken;
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
    }

    /** Makes the runner ready for one launch. */
    void begin(GridJob job) {
        f.begin(kernel, job);
        stepLimit = job.options().stepLimit();
    }

    /** Runs one block of the grid to its end. */
    void run(int blockX, int blockY, int blockZ) {
        f.startBlock(kernel, blockX, blockY, blockZ);
        current = null;
        transfer = null;
        stepsLeft = stepLimit;
        if (f.observer != null) {
            f.observer.blockStart(blockX, blockY, blockZ);
        }
        try {
            together(0);
        } catch (LaneFault fault) {
            throw report(fault, null);
        } catch (IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
            throw report(new LaneFault("error of the emulator itself: " + e, -1), e);
        } finally {
            if (f.observer != null) {
                f.observer.blockEnd();
            }
        }
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
                case BARRIER -> {
                    tellBarrier(code);
                    block = code.next();
                }
                case BRANCH -> {
                    int held = held(code);
                    if (held < 0) {
                        part(code, f.live);
                        block = apart();
                    } else {
                        block = held == 1 ? code.target() : code.next();
                    }
                }
                case TABLE -> {
                    table(code, f.live);
                    block = apart();
                }
                case EXIT -> block = exitTogether(code);
            }
        }
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
        int wanted = code.negated() ? 0 : 1;
        active.select((int[]) f.ints.array(code.predicate()), 1 - wanted, f.live);
        for (int i = 0; i < taken.count; i++) {
            for (int lane = taken.from[i]; lane < taken.to[i]; lane++) {
                at[lane] = EXITED;
            }
        }
        f.live.set(active);
        f.complete = false;
        tellExit();
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
        int[] index = (int[]) f.ints.array(code.predicate());
        for (int i = 0; i < here.count; i++) {
            for (int lane = here.from[i]; lane < here.to[i]; lane++) {
                if (index[lane] < 0 || index[lane] >= code.table().length) {
                    transfer = code.transfer();
                    throw new LaneFault(
                            "brx.idx: index " + index[lane] + " is outside the list of branch targets", lane);
                }
                at[lane] = code.table()[index[lane]];
            }
        }
    }

    /** Threads stand at different places; returns the block at which all meet, or -1 when all have exited. */
    private int apart() {
        while (true) {
            int lowest = EXITED;
            int highest = -1;
            for (int i = 0; i < f.live.count; i++) {
                for (int lane = f.live.from[i]; lane < f.live.to[i]; lane++) {
                    int place = at[lane];
                    lowest = Math.min(lowest, place);
                    highest = Math.max(highest, place);
                }
            }
            if (highest < 0) {
                return -1;
            }
            if (lowest >= WAITING) {
                if (lowest != highest) {
                    throw barrierDivergence(lowest - WAITING, highest - WAITING);
                }
                PreparedBlock code = kernel.blocks()[lowest - WAITING];
                tellBarrier(code);
                return code.next();
            }
            if (lowest == highest) {
                return lowest;
            }
            active.select(at, lowest, f.live);
            step(lowest);
        }
    }

    /** All live threads have arrived. */
    private void tellBarrier(PreparedBlock code) {
        if (f.observer != null) {
            f.observer.barrier(code.transfer(), f.live);
        }
    }

    private void tellExit() {
        if (f.observer != null) {
            f.observer.exit(f.live);
        }
    }

    /** Runs one block for the threads in {@code active}. */
    private void step(int block) {
        if (--stepsLeft < 0) {
            throw endless(block, active);
        }
        PreparedBlock code = kernel.blocks()[block];
        for (Op op : code.ops()) {
            current = op;
            op.some(f, active);
        }
        switch (code.end()) {
            case FALL -> move(active, code.next());
            case BARRIER -> move(active, block + WAITING);
            case BRANCH -> part(code, active);
            case TABLE -> table(code, active);
            case EXIT -> exit(code);
        }
    }

    private void move(LaneRuns lanes, int place) {
        for (int i = 0; i < lanes.count; i++) {
            Arrays.fill(at, lanes.from[i], lanes.to[i], place);
        }
    }

    private void exit(PreparedBlock code) {
        if (code.predicate() < 0) {
            move(active, EXITED);
        } else {
            int wanted = code.negated() ? 0 : 1;
            int[] predicate = (int[]) f.ints.array(code.predicate());
            taken.select(predicate, 1 - wanted, active);
            move(active, EXITED);
            move(taken, code.next());
        }
        taken.clear();
        for (int i = 0; i < f.live.count; i++) {
            for (int lane = f.live.from[i]; lane < f.live.to[i]; lane++) {
                if (at[lane] != EXITED) {
                    taken.add(lane);
                }
            }
        }
        f.live.set(taken);
        f.complete = false;
        tellExit();
    }

    private LaneFault barrierDivergence(int first, int second) {
        int lane = 0;
        for (int i = 0; i < f.live.count; i++) {
            for (int l = f.live.from[i]; l < f.live.to[i]; l++) {
                if (at[l] == first + WAITING) {
                    lane = l;
                }
            }
        }
        PtxInstruction one = kernel.blocks()[first].transfer();
        PtxInstruction other = kernel.blocks()[second].transfer();
        current = null;
        transfer = null;
        return new LaneFault(
                "barrier divergence: some threads wait at the barrier in line " + one.line() + source(one)
                        + " and others at the one in line " + other.line() + source(other)
                        + ", so neither is ever complete",
                lane);
    }

    /** The report of a thread block that runs longer than any should. */
    private LaneFault endless(int block, LaneRuns lanes) {
        PtxInstruction loop = kernel.loops()[block];
        PreparedBlock code = kernel.blocks()[block];
        current = code.ops().length == 0 ? null : code.ops()[0];
        transfer = current == null ? code.transfer() : null;
        String where = loop == null ? "" : " in the loop from line " + loop.line() + source(loop);
        return new LaneFault(
                "no end after " + stepLimit + " steps (basic blocks) of the thread block" + where
                        + ": an endless loop, or threads that wait in a loop for others of their block; if it is "
                        + "right and only long, raise the limit with -D" + EmulatorOptions.STEP_LIMIT,
                lanes.empty() ? -1 : lanes.from[0]);
    }

    private String source(PtxInstruction instruction) {
        String place = kernel.module().sourceOf(instruction);
        return place.isEmpty() ? "" : " (" + place + ")";
    }

    private KernelFaultException report(LaneFault fault, Throwable cause) {
        StringBuilder message = new StringBuilder("kernel ").append(kernel.name());
        PtxInstruction instruction = transfer != null ? transfer : current == null ? null : current.source;
        if (instruction != null) {
            message.append(", ").append(kernel.module().name()).append(':').append(instruction.line());
            message.append(source(instruction)).append(", ").append(instruction.opcode());
        }
        message.append(", block (")
                .append(f.blockX)
                .append(',')
                .append(f.blockY)
                .append(',')
                .append(f.blockZ);
        message.append(')');
        if (fault.lane >= 0) {
            message.append(", thread (").append(f.shape.xOf(fault.lane)).append(',');
            message.append(f.shape.yOf(fault.lane))
                    .append(',')
                    .append(f.shape.zOf(fault.lane))
                    .append(')');
        }
        message.append(": ").append(fault.getMessage());
        return new KernelFaultException(message.toString(), null, cause);
    }
}
