package alexnet.engine.emulator.sanitize;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Lanes;
import java.util.Arrays;

/** Uninitialised reads of the threads' own local memory. */
final class LocalChecker {

    private final LaunchChecker checker;
    private final byte[] initialised;

    LocalChecker(LaunchChecker checker) {
        this.checker = checker;
        this.initialised = new byte[checker.launch.localBytes() * checker.lanes];
    }

    void startBlock() {
        Arrays.fill(initialised, (byte) 0);
    }

    void access(Access access) {
        AccessSite site = access.site();
        int bytes = site.bytes();
        long[] addresses = access.addresses();
        Lanes lanes = access.lanes();
        for (int i = 0; i < lanes.ranges(); i++) {
            for (int lane = lanes.from(i); lane < lanes.to(i); lane++) {
                long address = addresses[lane];
                if (address >= 0 && address <= initialised.length - bytes) {
                    check(access, lane, (int) address, bytes);
                }
            }
        }
    }

    private void check(Access access, int lane, int address, int bytes) {
        if (access.site().kind() == AccessSite.Kind.WRITE) {
            Arrays.fill(initialised, address, address + bytes, (byte) 1);
            return;
        }
        for (int i = address; i < address + bytes; i++) {
            if (initialised[i] == 0) {
                checker.uninitialised(access, lane, i - (long) lane * checker.launch.localBytes(), null);
                return;
            }
        }
    }
}
