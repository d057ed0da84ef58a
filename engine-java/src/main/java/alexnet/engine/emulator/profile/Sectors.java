package alexnet.engine.emulator.profile;

/** Finds the 32-byte sectors that a warp touches in global memory: the unit in which caches and DRAM are accessed. */
public final class Sectors {

    /** Bytes of a sector. */
    public static final int BYTES = 32;

    private static final int SHIFT = 5;

    private Sectors() {}

    /**
     * Collects the different sectors that one warp instruction touches.
     *
     * @param addresses byte address per lane, from index {@code from} on; inactive lanes' are not looked at
     * @param active bit n set where lane n takes part
     * @param bytes bytes per lane, from 1 to 16, aligned to their number, so that each lane touches one sector
     * @param sectors receives the sector numbers (address / 32); room for 32
     * @return how many there are
     */
    public static int collect(long[] addresses, int from, int active, int bytes, long[] sectors) {
        int found = 0;
        for (int left = active; left != 0; left &= left - 1) {
            long sector = addresses[from + Integer.numberOfTrailingZeros(left)] >>> SHIFT;
            // Neighbouring lanes mostly share a sector or go to the next one, so the last one is looked at first.
            int i = found - 1;
            while (i >= 0 && sectors[i] != sector) {
                i--;
            }
            if (i < 0) {
                sectors[found++] = sector;
            }
        }
        return found;
    }

    /**
     * Bytes of the sectors that the warp asked for, where lanes that read the same bytes count each: at most all bytes of
     * the sectors.
     */
    public static int usedBytes(int activeLanes, int bytes, int sectors) {
        return Math.min(activeLanes * bytes, sectors * BYTES);
    }
}
