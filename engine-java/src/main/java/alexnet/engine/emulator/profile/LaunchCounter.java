package alexnet.engine.emulator.profile;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.Lanes;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Counts one launch. */
public final class LaunchCounter implements BlockObserver {

    private final Launch launch;
    private final Consumer<LaunchProfile> receiver;
    private final boolean wholeRowsOfWarps;
    /** Per basic block: executions by warps, by lanes, and by warps with fewer than 32 lanes. */
    private final long[] warps;

    private final long[] lanes;
    private final long[] partial;
    private final boolean[] branches;
    private final AccessCounter[] accesses;
    private final DivergenceCounter divergence;
    private final int[] entering;
    private final int[] accessing;
    private final BankConflicts banks = new BankConflicts();
    private final long[] sectors = new long[32];
    private final SectorSet readByBlock = new SectorSet();
    private final SectorSet read = new SectorSet();
    private final SectorSet written = new SectorSet();
    private long branchCount;
    private long divergentBranches;
    private long readByBlocks;

    LaunchCounter(Launch launch, Consumer<LaunchProfile> receiver) {
        this.launch = launch;
        this.receiver = receiver;
        int threads = launch.geometry().threadsPerBlock();
        int blockCount = launch.blocks().size();
        wholeRowsOfWarps = launch.geometry().blockX() % 32 == 0;
        warps = new long[blockCount];
        lanes = new long[blockCount];
        partial = new long[blockCount];
        branches = new boolean[blockCount];
        for (int i = 0; i < blockCount; i++) {
            List<PtxInstruction> code = launch.blocks().get(i);
            branches[i] = !code.isEmpty() && conditional(code.get(code.size() - 1));
        }
        accesses = new AccessCounter[launch.sites().size()];
        Arrays.setAll(accesses, i -> new AccessCounter());
        divergence = new DivergenceCounter(threads);
        entering = new int[(threads + 31) / 32];
        accessing = new int[entering.length];
    }

    private static boolean conditional(PtxInstruction last) {
        return last.kind() == PtxOpcode.Kind.INDEXED_BRANCH
                || last.kind() == PtxOpcode.Kind.BRANCH && last.guard() != null;
    }

    @Override
    public void blockStart(int x, int y, int z) {
        divergence.startBlock();
    }

    @Override
    public void basicBlock(int number, Lanes active) {
        masks(active, entering);
        int running = 0;
        int notFull = 0;
        for (int mask : entering) {
            running += mask == 0 ? 0 : 1;
            notFull += mask == 0 || mask == -1 ? 0 : 1;
        }
        warps[number] += running;
        partial[number] += notFull;
        lanes[number] += active.size();
        branchCount += branches[number] ? running : 0;
        divergentBranches += divergence.enter(entering);
    }

    @Override
    public void exit(Lanes left) {
        masks(left, entering);
        divergence.left(entering);
    }

    /** The lanes of each warp as bits. */
    private static void masks(Lanes lanes, int[] masks) {
        Arrays.fill(masks, 0);
        for (int range = 0; range < lanes.ranges(); range++) {
            int to = lanes.to(range);
            for (int lane = lanes.from(range); lane < to; ) {
                int end = Math.min(to, (lane | 31) + 1);
                int length = end - lane;
                masks[lane >>> 5] |= (length == 32 ? -1 : (1 << length) - 1) << (lane & 31);
                lane = end;
            }
        }
    }

    @Override
    public void access(Access access) {
        AccessSite site = access.site();
        AccessCounter counter = accesses[site.index()];
        AccessSite.Space space = access.space();
        String where = name(space);
        masks(access.lanes(), accessing);
        for (int warp = 0; warp < accessing.length; warp++) {
            int mask = accessing[warp];
            if (mask != 0) {
                counter.request(where, Integer.bitCount(mask), site.bytes());
                switch (space) {
                    case GLOBAL -> global(counter, access, warp, mask);
                    case SHARED -> shared(counter, access, warp, mask);
                    default -> {}
                }
            }
        }
    }

    private static String name(AccessSite.Space space) {
        return switch (space) {
            case CONSTANT -> "const";
            case PARAMETER -> "param";
            default -> space.name().toLowerCase(Locale.ROOT);
        };
    }

    private void global(AccessCounter counter, Access access, int warp, int mask) {
        AccessSite site = access.site();
        long[] addresses = access.addresses();
        int count = Sectors.collect(addresses, 32 * warp, mask, site.bytes(), sectors);
        counter.sectors(count, Sectors.usedBytes(Integer.bitCount(mask), site.bytes(), count));
        boolean reads = site.kind() != AccessSite.Kind.WRITE;
        boolean writes = site.kind() != AccessSite.Kind.READ;
        for (int i = 0; i < count; i++) {
            if (reads && readByBlock.add(sectors[i])) {
                read.add(sectors[i]);
            }
            if (writes) {
                written.add(sectors[i]);
            }
        }
        if (reads && writes) {
            counter.sameAddress(AccessCounter.mostAtOneAddress(addresses, 32 * warp, mask));
        }
    }

    private void shared(AccessCounter counter, Access access, int warp, int mask) {
        AccessSite site = access.site();
        boolean load = site.kind() == AccessSite.Kind.READ;
        // The two cases that fill most kernels: the whole warp reads one place, or a row of places.
        if (mask == -1 && wholeRowsOfWarps && access.affine() && load) {
            long stride = access.strideX();
            int bytes = site.bytes();
            if (stride == 0 || stride == bytes) {
                int passes = stride == 0 ? Math.max(1, bytes / 8) : Math.max(1, bytes / 4);
                counter.passes(passes, passes);
                return;
            }
        }
        banks.count(access.addresses(), 32 * warp, mask, site.bytes(), load);
        counter.passes(banks.passes(), banks.parts());
        if (site.kind() == AccessSite.Kind.ATOMIC) {
            counter.sameAddress(AccessCounter.mostAtOneAddress(access.addresses(), 32 * warp, mask));
        }
    }

    @Override
    public void blockEnd() {
        readByBlocks += readByBlock.size();
        readByBlock.clear();
    }

    /** The compiler gives line 0 to what it cannot put down to one line. */
    private String source(PtxInstruction instruction) {
        return instruction.sourceLine() == 0 ? "" : launch.module().sourceOf(instruction);
    }

    @Override
    public void launchEnd() {
        List<AccessProfile> profiles = new ArrayList<>();
        for (AccessSite site : launch.sites()) {
            if (site.space() != AccessSite.Space.PARAMETER) {
                PtxInstruction instruction = site.instruction();
                profiles.add(accesses[site.index()].profile(
                        instruction.opcode(),
                        instruction.line(),
                        launch.module().sourceOf(instruction)));
            }
        }
        InstructionTotals totals = new InstructionTotals();
        long partialWarps = 0;
        for (int i = 0; i < warps.length; i++) {
            List<PtxInstruction> code = launch.blocks().get(i);
            for (PtxInstruction instruction : code) {
                totals.add(instruction.mnemonic(), warps[i], lanes[i]);
            }
            partialWarps += partial[i] * code.size();
        }
        receiver.accept(new LaunchProfile(
                launch.module().name(),
                launch.kernel().name(),
                launch.geometry(),
                launch.sharedBytes(),
                totals.byKind(),
                totals.work(),
                new LaunchProfile.Divergence(partialWarps, branchCount, divergentBranches),
                profiles,
                new LaunchProfile.Footprint(read.size(), written.size(), readByBlocks)));
    }
}
