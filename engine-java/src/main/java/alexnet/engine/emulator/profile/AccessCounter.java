package alexnet.engine.emulator.profile;

/** Sums up what one memory instruction does. */
final class AccessCounter {

    private String space = "none";
    private long requests;
    private long lanes;
    private long bytes;
    private long sectors;
    private long usedBytes;
    private int mostSectors;
    private long passes;
    private long freePasses;
    private int mostPasses;
    private long sameAddress;

    /** A request that is counted but not looked at any closer. */
    void request(String where, int activeLanes, int bytesPerLane) {
        space = where;
        requests++;
        lanes += activeLanes;
        bytes += (long) activeLanes * bytesPerLane;
    }

    /** The sectors of the request just counted. */
    void sectors(int count, int used) {
        sectors += count;
        usedBytes += used;
        mostSectors = Math.max(mostSectors, count);
    }

    /** The passes of the request just counted. */
    void passes(int count, int free) {
        passes += count;
        freePasses += free;
        mostPasses = Math.max(mostPasses, count);
    }

    /** The most lanes of the request just counted that go to one address. */
    void sameAddress(int most) {
        sameAddress += most;
    }

    AccessProfile profile(String opcode, int line, String source) {
        return new AccessProfile(
                opcode,
                line,
                source,
                space,
                requests,
                lanes,
                bytes,
                sectors,
                usedBytes,
                mostSectors,
                passes,
                freePasses,
                mostPasses,
                sameAddress);
    }

    /** The most active lanes that have one address. */
    static int mostAtOneAddress(long[] addresses, int from, int active) {
        int most = 0;
        for (int left = active; left != 0; ) {
            long address = addresses[from + Integer.numberOfTrailingZeros(left)];
            int same = 0;
            for (int other = left; other != 0; other &= other - 1) {
                int lane = Integer.numberOfTrailingZeros(other);
                if (addresses[from + lane] == address) {
                    same |= 1 << lane;
                }
            }
            most = Math.max(most, Integer.bitCount(same));
            left &= ~same;
        }
        return most;
    }
}
