package alexnet.engine.emulator.sanitize;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Lanes;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Uninitialised reads and races in global memory within a launch. Allocations that the kernel cannot write, judged by the
 * origin of the addresses of its stores, are not checked for races.
 */
final class GlobalChecker {

    private final LaunchChecker checker;
    private final int shift;
    /** Upper halves of the addresses that the launch may write; null for all. */
    private final Set<Long> writable;

    private final boolean[] strong;
    private final Map<GlobalShadow, Boolean> readOnly = new HashMap<>();
    private GlobalShadow last;
    private boolean lastReadOnly;

    GlobalChecker(LaunchChecker checker) {
        this.checker = checker;
        this.shift = checker.shift(AccessSite.Space.GLOBAL);
        this.writable = writable();
        List<AccessSite> sites = checker.launch.sites();
        this.strong = new boolean[sites.size()];
        for (int i = 0; i < strong.length; i++) {
            List<String> modifiers = sites.get(i).instruction().modifiers();
            strong[i] = sites.get(i).kind() == AccessSite.Kind.ATOMIC
                    || modifiers.contains("volatile")
                    || modifiers.contains("relaxed")
                    || modifiers.contains("acquire")
                    || modifiers.contains("release");
        }
    }

    private Set<Long> writable() {
        BitSet parameters = WritableArguments.of(checker.launch);
        if (parameters == null) {
            return null;
        }
        Set<Long> found = new HashSet<>();
        parameters.stream().forEach(i -> found.add(checker.launch.arguments().get(i) >>> 32));
        return found;
    }

    /** Looks an allocation up; afterwards {@link #last} is the one that holds the bytes, or null. */
    private GlobalShadow find(long address, long bytes) {
        if (last == null || !last.holds(address, bytes)) {
            last = Shadows.find(address, bytes);
            lastReadOnly = last != null
                    && readOnly.computeIfAbsent(
                            last, shadow -> writable != null && !writable.contains(shadow.base >>> 32));
        }
        return last;
    }

    void access(Access access) {
        if (access.site().kind() == AccessSite.Kind.READ && harmless(access)) {
            return;
        }
        long[] addresses = access.addresses();
        Lanes lanes = access.lanes();
        for (int i = 0; i < lanes.ranges(); i++) {
            for (int from = lanes.from(i); from < lanes.to(i); ) {
                from = stretch(access, addresses, from, lanes.to(i));
            }
        }
    }

    /** True for reads of one fully initialised allocation that the launch cannot write. */
    private boolean harmless(Access access) {
        if (!access.affine()) {
            return false;
        }
        int x = checker.geometry.blockX() - 1;
        int y = checker.geometry.blockY() - 1;
        int z = checker.geometry.blockZ() - 1;
        long low = access.start()
                + Math.min(0, access.strideX() * x)
                + Math.min(0, access.strideY() * y)
                + Math.min(0, access.strideZ() * z);
        long high = access.start()
                + Math.max(0, access.strideX() * x)
                + Math.max(0, access.strideY() * y)
                + Math.max(0, access.strideZ() * z);
        GlobalShadow shadow = find(low, high - low + access.site().bytes());
        return shadow != null && lastReadOnly && shadow.complete();
    }

    /** Checks the lanes whose addresses lie in the same allocation as the first one's; returns the lane after them. */
    private int stretch(Access access, long[] addresses, int from, int to) {
        int bytes = access.site().bytes();
        GlobalShadow shadow = find(addresses[from], bytes);
        int end = from + 1;
        if (shadow == null) {
            return end;
        }
        while (end < to && shadow.holds(addresses[end], bytes)) {
            end++;
        }
        boolean reads = access.site().kind() == AccessSite.Kind.READ;
        if (reads && lastReadOnly && shadow.complete()) {
            return end;
        }
        synchronized (shadow) {
            for (int lane = from; lane < end; lane++) {
                long offset = addresses[lane] - shadow.base;
                if ((offset & bytes - 1) == 0) {
                    check(access, shadow, offset, lane, bytes);
                }
            }
        }
        return end;
    }

    private void check(Access access, GlobalShadow shadow, long offset, int lane, int bytes) {
        AccessSite site = access.site();
        if (site.kind() != AccessSite.Kind.WRITE && !shadow.isSet(offset, bytes)) {
            checker.uninitialised(access, lane, shadow.base + offset, shadow);
        }
        if (site.kind() != AccessSite.Kind.READ) {
            shadow.set(offset, bytes);
        } else if (lastReadOnly) {
            return;
        }
        if (strong[site.index()]) {
            checker.pass(shadow.base + offset, site);
        }
        Cells cells = shadow.cells((int) (offset / GlobalShadow.PAGE), shift, checker.runs.generation());
        long pageStart = offset / GlobalShadow.PAGE * GlobalShadow.PAGE;
        int cell = (int) (offset - pageStart) >> shift;
        long stamp = checker.now() | (long) lane << Stamp.LANE_SHIFT | Math.min(Stamp.LAST_SITE, site.index());
        long launchFloor = checker.runs.launchFloor();
        for (int end = cell + (bytes >> shift); cell < end; cell++) {
            long earlier = cells.write[cell];
            if (earlier >= launchFloor && !ordered(lane, earlier)) {
                compare(access, shadow, pageStart + ((long) cell << shift), lane, earlier);
            }
            if (site.kind() == AccessSite.Kind.READ) {
                noteRead(cells, cell, stamp, launchFloor);
            } else {
                compareReads(access, shadow, pageStart, cells, cell, lane);
                cells.write[cell] = stamp;
            }
        }
    }

    private void compareReads(Access access, GlobalShadow shadow, long pageStart, Cells cells, int cell, int lane) {
        long launchFloor = checker.runs.launchFloor();
        long address = pageStart + ((long) cell << shift);
        long read = cells.lastRead[cell];
        if (read >= launchFloor && !ordered(lane, read)) {
            compare(access, shadow, address, lane, read);
        }
        read = cells.otherRead[cell];
        if (read >= launchFloor && !ordered(lane, read)) {
            compare(access, shadow, address, lane, read);
        }
    }

    private void noteRead(Cells cells, int cell, long stamp, long launchFloor) {
        long before = cells.lastRead[cell];
        if ((before ^ stamp) >>> Stamp.LANE_SHIFT == 0) {
            return;
        }
        if (before >= launchFloor) {
            long other = cells.otherRead[cell];
            boolean newBlock = Stamp.run(before) != Stamp.run(stamp);
            boolean otherBlock = other >= launchFloor && Stamp.run(other) != Stamp.run(stamp);
            boolean sameWarp = Stamp.lane(before) >> 5 == Stamp.lane(stamp) >> 5;
            boolean stale = other < checker.sinceBarrier();
            if (newBlock || !otherBlock && (!sameWarp || stale)) {
                cells.otherRead[cell] = before;
            }
        }
        cells.lastRead[cell] = stamp;
    }

    /** True if an access of this launch is ordered before the present access of a lane. */
    private boolean ordered(int lane, long earlier) {
        BlockRuns runs = checker.runs;
        if (Stamp.run(earlier) == runs.run()) {
            return checker.clock.ordered(Stamp.lane(earlier), Stamp.time(earlier), lane);
        }
        int block = runs.ordinal(earlier);
        return block < 0 || block == runs.ordinal() || checker.order.knows(block, runs.clock(earlier));
    }

    private void compare(Access access, GlobalShadow shadow, long offset, int lane, long earlier) {
        AccessSite site = access.site();
        int other = Stamp.site(earlier);
        if (strong[site.index()] && other < strong.length && strong[other]) {
            return;
        }
        boolean bothWrite = site.kind() == AccessSite.Kind.WRITE && checker.kind(earlier) != AccessSite.Kind.READ;
        long address = shadow.base + offset;
        if (bothWrite && sameValue(access, lane, address, earlier)) {
            return;
        }
        checker.race(Finding.Kind.GLOBAL_RACE, access, lane, address, earlier, checker.runs.ordinal(earlier), shadow);
    }

    private boolean sameValue(Access access, int lane, long address, long earlier) {
        boolean sameRun = Stamp.run(earlier) == checker.runs.run();
        return SameValue.stores(access, lane, address, sameRun ? Stamp.lane(earlier) : -1);
    }
}
