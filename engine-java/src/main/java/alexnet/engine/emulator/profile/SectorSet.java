package alexnet.engine.emulator.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A set of sector numbers, kept as bit maps of 4096 sectors (128 KiB of memory) each. */
final class SectorSet {

    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

    private final Map<Long, long[]> pages = new HashMap<>();
    private long lastNumber = -1;
    private long[] lastPage;
    private long size;

    /** Adds a sector; true where it was not there. */
    boolean add(long sector) {
        long number = sector >>> PAGE_SHIFT;
        if (number != lastNumber) {
            lastPage = pages.computeIfAbsent(number, key -> new long[1 << PAGE_SHIFT - 6]);
            lastNumber = number;
        }
        int place = (int) (sector & PAGE_MASK);
        long bit = 1L << (place & 63);
        if ((lastPage[place >>> 6] & bit) != 0) {
            return false;
        }
        lastPage[place >>> 6] |= bit;
        size++;
        return true;
    }

    /** Number of sectors in the set. */
    long size() {
        return size;
    }

    /** Adds all sectors of another set. */
    void addAll(SectorSet other) {
        for (Map.Entry<Long, long[]> entry : other.pages.entrySet()) {
            long[] mine = pages.computeIfAbsent(entry.getKey(), key -> new long[1 << PAGE_SHIFT - 6]);
            for (int i = 0; i < mine.length; i++) {
                size += Long.bitCount(entry.getValue()[i] & ~mine[i]);
                mine[i] |= entry.getValue()[i];
            }
        }
    }

    /** Empties the set; its pages are kept for what comes next unless there are very many. */
    void clear() {
        size = 0;
        if (pages.size() > 256) {
            pages.clear();
            lastNumber = -1;
            lastPage = null;
        } else {
            pages.values().forEach(page -> Arrays.fill(page, 0));
        }
    }
}
