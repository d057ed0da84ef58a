package alexnet.engine.emulator.sanitize;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.Lanes;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Checks one launch: advances the clock and passes each access to the checker of its state space. */
public final class LaunchChecker implements BlockObserver {

    final Launch launch;
    final LaunchGeometry geometry;
    final int lanes;
    final BlockClock clock;
    final BlockRuns runs;
    final BlockOrder order = new BlockOrder();
    private final SharedChecker shared;
    private final GlobalChecker global;
    private final LocalChecker local;
    private final Consumer<Finding> findings;
    private final FindingText text;
    /** The findings reported so far, by kind and sites. */
    private final Set<Long> reported = new HashSet<>();

    /** Scratch: for each warp the threads that execute an instruction. */
    private final int[] executing;

    private long block = -1;
    /** Time of the last fence of the block for the whole device, -1 before the first. */
    private long fence;

    LaunchChecker(Launch launch, Consumer<Finding> findings) {
        this.launch = launch;
        this.geometry = launch.geometry();
        this.lanes = geometry.threadsPerBlock();
        this.findings = findings;
        this.clock = new BlockClock(lanes);
        this.executing = new int[(lanes + 31) / 32];
        this.runs = new BlockRuns(geometry.blocks());
        this.text = new FindingText(launch);
        this.shared = new SharedChecker(this);
        this.global = new GlobalChecker(this);
        this.local = new LocalChecker(this);
    }

    /** Log2 of the bytes that the narrowest access touches which the kernel may make to a space. */
    int shift(AccessSite.Space space) {
        return launch.sites().stream()
                .filter(site -> site.space() == space || site.space() == AccessSite.Space.GENERIC)
                .mapToInt(site -> Integer.numberOfTrailingZeros(site.elementBytes()))
                .min()
                .orElse(2);
    }

    @Override
    public void blockStart(int x, int y, int z) {
        block++;
        fence = -1;
        clock.start();
        runs.startBlock();
        order.start();
        local.startBlock();
    }

    /** The stamp of lane 0 at the present time, without a site. */
    long now() {
        return Stamp.of(runs.run(), clock.time());
    }

    /** The least stamp of an access that no barrier orders before the present. */
    long sinceBarrier() {
        return Stamp.of(runs.run(), clock.barrierTime());
    }

    long blockNumber() {
        return block;
    }

    @Override
    public void access(Access access) {
        switch (access.space()) {
            case SHARED -> shared.access(access);
            case GLOBAL -> global.access(access);
            case LOCAL -> local.access(access);
            default -> {
                // Constants and parameters are always initialised and never written.
            }
        }
    }

    @Override
    public void fence(PtxInstruction instruction, Lanes active) {
        Set<String> modifiers = Set.copyOf(instruction.modifiers());
        if (modifiers.contains("gl") || modifiers.contains("gpu") || modifiers.contains("sys")) {
            tick();
            fence = runs.clock(clock.time());
        }
    }

    /** Advances the clock at an event that orders accesses. */
    private void tick() {
        clock.tick();
        if (clock.time() >= Stamp.LARGEST_TIME) {
            clock.forget();
            runs.continueBlock();
        }
    }

    /** A strong access to a location in global memory releases what was fenced and acquires what was released there. */
    void pass(long address, AccessSite site) {
        boolean writes = site.kind() != AccessSite.Kind.READ;
        if (writes && (fence >= 0 || releases(site))) {
            order.release(address, runs.ordinal(), releases(site) ? runs.clock(clock.time()) + 1 : fence);
        }
        if (site.kind() != AccessSite.Kind.WRITE) {
            order.acquire(address);
        }
    }

    private static boolean releases(AccessSite site) {
        return site.instruction().modifiers().contains("release")
                || site.instruction().modifiers().contains("acq_rel");
    }

    @Override
    public void barrier(PtxInstruction instruction, Lanes arrived) {
        int live = clock.liveCount();
        boolean whole = arrived.size() == live;
        if (whole && live < lanes && instruction.operands().size() == 1) {
            exitedAtBarrier(instruction, arrived);
        }
        tick();
        if (whole) {
            clock.barrier();
        } else {
            clock.barrier(arrived);
        }
    }

    /** An operation on an mbarrier, which counts as a barrier of the whole block. */
    void mbarrier() {
        tick();
        clock.barrier();
    }

    private void exitedAtBarrier(PtxInstruction instruction, Lanes arrived) {
        int missing = 0;
        while (arrived.contains(missing)) {
            missing++;
        }
        if (first(Finding.Kind.BARRIER_DIVERGENCE, instruction.line(), 0)) {
            findings.accept(text.synchronisation(
                    Finding.Kind.BARRIER_DIVERGENCE,
                    instruction,
                    block,
                    arrived.from(0),
                    "thread " + text.thread(missing) + " and " + (lanes - arrived.size() - 1)
                            + " others have ended and never reach the barrier at which this one waits"));
        }
    }

    @Override
    public void exit(Lanes left) {
        clock.exit(left);
    }

    @Override
    public void warpSync(PtxInstruction instruction, Lanes active, int[] members) {
        tick();
        for (int i = 0; i < active.ranges(); i++) {
            for (int lane = active.from(i); lane < active.to(i); ) {
                int end = Math.min(active.to(i), (lane | 31) + 1);
                executing[lane >> 5] |= (int) ((1L << end - lane) - 1) << (lane & 31);
                lane = end;
            }
        }
        for (int warp = 0; warp < executing.length; warp++) {
            if (executing[warp] != 0) {
                warpSync(instruction, members, warp, executing[warp]);
                executing[warp] = 0;
            }
        }
    }

    private void warpSync(PtxInstruction instruction, int[] members, int warp, int executing) {
        int remaining = executing;
        while (remaining != 0) {
            int lane = Integer.numberOfTrailingZeros(remaining);
            int thread = warp * 32 + lane;
            int mask = members[thread];
            int met = 0;
            for (int other = lane; other < 32; other++) {
                if ((remaining >>> other & 1) != 0 && members[warp * 32 + other] == mask) {
                    met |= 1 << other;
                }
            }
            remaining &= ~met;
            checkMembers(instruction, thread, mask, met, executing);
            clock.meet(warp, met & mask);
        }
    }

    /**
     * Checks what the emulator itself does not: members that execute the instruction with different masks.
     *
     * @param met threads that execute the instruction with this mask
     */
    private void checkMembers(PtxInstruction instruction, int thread, int mask, int met, int executing) {
        int others = mask & executing & ~met;
        if (others != 0) {
            illegal(
                    instruction,
                    thread,
                    "the member mask 0x" + Integer.toHexString(mask) + " names lane "
                            + Integer.numberOfTrailingZeros(others) + ", which gives another mask");
        }
    }

    private void illegal(PtxInstruction instruction, int thread, String reason) {
        if (first(Finding.Kind.ILLEGAL_WARP_SYNC, instruction.line(), 0)) {
            findings.accept(text.synchronisation(Finding.Kind.ILLEGAL_WARP_SYNC, instruction, block, thread, reason));
        }
    }

    @Override
    public void shuffle(PtxInstruction instruction, Lanes active, int[] sources) {
        for (int i = 0; i < active.ranges(); i++) {
            for (int lane = active.from(i); lane < active.to(i); lane++) {
                int from = sources[lane];
                if (from >= 0 && from != lane && !active.contains(from)) {
                    illegal(
                            instruction,
                            lane,
                            "reads the register of lane " + (from & 31) + ", which "
                                    + (from < lanes ? "does not take part" : "does not exist"));
                    return;
                }
            }
        }
    }

    /** True for the first finding of its kind between these two places in this launch. */
    private boolean first(Finding.Kind kind, int at, int other) {
        return reported.add(((long) kind.ordinal() << 56) + ((long) at << 28) + other);
    }

    /**
     * Reports a read of uninitialised bytes.
     *
     * @param shadow of the allocation; null outside global memory
     */
    void uninitialised(Access access, int lane, long address, GlobalShadow shadow) {
        if (first(Finding.Kind.UNINITIALISED_READ, access.site().index(), 0)) {
            findings.accept(text.uninitialised(access, block, lane, address, shadow));
        }
    }

    /**
     * Reports two unordered accesses.
     *
     * @param earlier stamp of the first access
     * @param earlierBlock number of its block in the grid
     * @param shadow of the allocation; null outside global memory
     */
    void race(
            Finding.Kind kind,
            Access access,
            int lane,
            long address,
            long earlier,
            long earlierBlock,
            GlobalShadow shadow) {
        if (first(kind, access.site().index(), Stamp.site(earlier) + 1)) {
            findings.accept(text.race(kind, access, block, lane, address, earlier, earlierBlock, shadow));
        }
    }

    /** True if the two sites may access memory at the same time: both are atomic. */
    boolean bothAtomic(AccessSite site, long earlier) {
        return site.kind() == AccessSite.Kind.ATOMIC && kind(earlier) == AccessSite.Kind.ATOMIC;
    }

    AccessSite.Kind kind(long stamp) {
        int site = Stamp.site(stamp);
        return site < launch.sites().size() ? launch.sites().get(site).kind() : AccessSite.Kind.WRITE;
    }
}
