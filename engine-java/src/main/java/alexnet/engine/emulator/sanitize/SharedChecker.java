package alexnet.engine.emulator.sanitize;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Lanes;
import alexnet.engine.ptx.PtxOpcode;

/** Uninitialised reads and races in the shared memory of a block. */
final class SharedChecker {

    private final LaunchChecker checker;
    private final int size;
    private final Cells cells;

    SharedChecker(LaunchChecker checker) {
        this.checker = checker;
        this.size = checker.launch.sharedBytes();
        this.cells = new Cells(size, checker.shift(AccessSite.Space.SHARED), 0);
    }

    void access(Access access) {
        if (access.site().instruction().kind() == PtxOpcode.Kind.ARRIVAL_BARRIER) {
            checker.mbarrier();
        }
        long[] addresses = access.addresses();
        Lanes lanes = access.lanes();
        boolean reads = access.site().kind() == AccessSite.Kind.READ;
        if (reads && access.affine() && lanes.size() == checker.lanes) {
            readRows(access, addresses);
            return;
        }
        for (int i = 0; i < lanes.ranges(); i++) {
            if (reads) {
                read(access, addresses, lanes.from(i), lanes.to(i));
            } else {
                write(access, addresses, lanes.from(i), lanes.to(i));
            }
        }
    }

    /**
     * All threads of a block read. Where the threads of a row, or all rows, read the same place, the first and the last
     * of them stand for the others: no more than two readers of a place are remembered anyway.
     */
    private void readRows(Access access, long[] addresses) {
        int nx = checker.geometry.blockX();
        int ny = checker.geometry.blockY();
        boolean sameRows = access.strideY() == 0 && ny > 2;
        boolean sameInRow = access.strideX() == 0 && nx > 2;
        for (int z = 0; z < checker.geometry.blockZ(); z++) {
            for (int y = 0; y < ny; y += sameRows ? ny - 1 : 1) {
                int lane = (z * ny + y) * nx;
                if (sameInRow) {
                    read(access, addresses, lane, lane + 1);
                    read(access, addresses, lane + nx - 1, lane + nx);
                } else {
                    read(access, addresses, lane, lane + nx);
                }
            }
        }
    }

    private boolean outside(long address, int bytes) {
        return address < 0 || address > size - bytes || (address & bytes - 1) != 0;
    }

    private void read(Access access, long[] addresses, int from, int to) {
        int bytes = access.site().bytes();
        int count = bytes >> cells.shift;
        long present = checker.now() | Math.min(Stamp.LAST_SITE, access.site().index());
        long sinceBarrier = checker.sinceBarrier();
        long blockFloor = checker.runs.blockFloor();
        long[] write = cells.write;
        for (int lane = from; lane < to; lane++) {
            if (outside(addresses[lane], bytes)) {
                continue;
            }
            int cell = (int) addresses[lane] >> cells.shift;
            long stamp = present | (long) lane << Stamp.LANE_SHIFT;
            for (int end = cell + count; cell < end; cell++) {
                long last = write[cell];
                if (last >= sinceBarrier) {
                    compare(access, lane, cell, last);
                } else if (last < blockFloor) {
                    uninitialised(access, lane, cell);
                }
                noteRead(cell, stamp, sinceBarrier);
            }
        }
    }

    private void noteRead(int cell, long stamp, long sinceBarrier) {
        long before = cells.lastRead[cell];
        if ((before ^ stamp) >>> Stamp.LANE_SHIFT == 0) {
            return;
        }
        if (before >= sinceBarrier) {
            boolean sameWarp = (before ^ stamp) >>> Stamp.LANE_SHIFT + 5 << 64 - 5 == 0;
            if (!sameWarp || cells.otherRead[cell] < sinceBarrier) {
                cells.otherRead[cell] = before;
            }
        }
        cells.lastRead[cell] = stamp;
    }

    private void write(Access access, long[] addresses, int from, int to) {
        int bytes = access.site().bytes();
        int count = bytes >> cells.shift;
        boolean atomic = access.site().kind() == AccessSite.Kind.ATOMIC;
        boolean barrier = access.site().instruction().kind() == PtxOpcode.Kind.ARRIVAL_BARRIER;
        long present = checker.now() | Math.min(Stamp.LAST_SITE, access.site().index());
        long sinceBarrier = checker.sinceBarrier();
        long blockFloor = checker.runs.blockFloor();
        for (int lane = from; lane < to; lane++) {
            if (outside(addresses[lane], bytes)) {
                continue;
            }
            int cell = (int) addresses[lane] >> cells.shift;
            long stamp = present | (long) lane << Stamp.LANE_SHIFT;
            for (int end = cell + count; cell < end; cell++) {
                long last = cells.write[cell];
                if (last >= sinceBarrier) {
                    compare(access, lane, cell, last);
                } else if (atomic && last < blockFloor && !barrier) {
                    uninitialised(access, lane, cell);
                }
                if (cells.lastRead[cell] >= sinceBarrier) {
                    compareRead(access, lane, cell, cells.lastRead[cell]);
                }
                if (cells.otherRead[cell] >= sinceBarrier) {
                    compareRead(access, lane, cell, cells.otherRead[cell]);
                }
                cells.write[cell] = stamp;
            }
        }
    }

    /** An access comes after a write since the last barrier. */
    private void compare(Access access, int lane, int cell, long earlier) {
        if (ordered(lane, earlier) || checker.bothAtomic(access.site(), earlier)) {
            return;
        }
        long address = (long) cell << cells.shift;
        if (access.site().kind() == AccessSite.Kind.WRITE
                && SameValue.stores(access, lane, address, Stamp.lane(earlier))) {
            return;
        }
        race(access, lane, address, earlier);
    }

    /** A write comes after a read since the last barrier. */
    private void compareRead(Access access, int lane, int cell, long earlier) {
        if (!ordered(lane, earlier)) {
            race(access, lane, (long) cell << cells.shift, earlier);
        }
    }

    private boolean ordered(int lane, long earlier) {
        return checker.clock.ordered(Stamp.lane(earlier), Stamp.time(earlier), lane);
    }

    private void race(Access access, int lane, long address, long earlier) {
        checker.race(Finding.Kind.SHARED_RACE, access, lane, address, earlier, checker.blockNumber(), null);
    }

    private void uninitialised(Access access, int lane, int cell) {
        checker.uninitialised(access, lane, (long) cell << cells.shift, null);
    }
}
