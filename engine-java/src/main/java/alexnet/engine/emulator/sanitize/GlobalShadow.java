package alexnet.engine.emulator.sanitize;

import java.util.Arrays;

/** Shadow memory of one allocation: which bytes are initialised, and the stamps of accesses in pages. */
final class GlobalShadow {

    static final int PAGE = 4096;
    private static final long[] ALL = new long[PAGE / 64];

    static {
        Arrays.fill(ALL, -1L);
    }

    final Object owner;
    final long base;
    final long size;
    final String label;
    /** Where in the program it was allocated. */
    final String origin;

    /** One bit per byte for each page; null where none is set. */
    private final long[][] initialised;

    private final Cells[] cells;
    private volatile long unset;

    GlobalShadow(Object owner, long base, long size, String label, String origin) {
        this.owner = owner;
        this.base = base;
        this.size = size;
        this.label = label;
        this.origin = origin;
        int pages = Math.toIntExact((size + PAGE - 1) / PAGE);
        this.initialised = new long[pages][];
        this.cells = new Cells[pages];
        this.unset = size;
    }

    boolean holds(long address, long bytes) {
        return address >= base && address - base <= size - bytes;
    }

    /** True where every byte is initialised. */
    boolean complete() {
        return unset == 0;
    }

    /** Marks bytes as initialised. */
    synchronized void set(long offset, long bytes) {
        if (unset == 0) {
            return;
        }
        long end = offset + bytes;
        for (long at = offset; at < end; ) {
            int page = (int) (at / PAGE);
            long pageEnd = Math.min(size, (page + 1L) * PAGE);
            if (at == (long) page * PAGE && end >= pageEnd) {
                unset -= pageEnd - at - (initialised[page] == null ? 0 : bits(initialised[page]));
                initialised[page] = pageEnd - at == PAGE ? ALL : ones((int) (pageEnd - at));
                at = pageEnd;
            } else {
                int part = (int) (Math.min(end, (at | 63) + 1) - at);
                setWord(page, (int) (at % PAGE), part);
                at += part;
            }
        }
    }

    private static long[] ones(int bytes) {
        long[] bits = new long[PAGE / 64];
        Arrays.fill(bits, 0, bytes / 64, -1L);
        if (bytes % 64 != 0) {
            bits[bytes / 64] = (1L << bytes % 64) - 1;
        }
        return bits;
    }

    private static int bits(long[] words) {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    private void setWord(int page, int offset, int bytes) {
        long[] words = initialised[page];
        if (words == null) {
            words = new long[PAGE / 64];
            initialised[page] = words;
        }
        long mask = mask(offset, bytes);
        long before = words[offset >> 6];
        if ((before & mask) != mask) {
            words[offset >> 6] = before | mask;
            unset -= Long.bitCount(mask & ~before);
        }
    }

    private static long mask(int offset, int bytes) {
        return (bytes == 64 ? -1L : (1L << bytes) - 1) << (offset & 63);
    }

    /** True where {@code bytes} aligned bytes, at most 16, are initialised. */
    boolean isSet(long offset, int bytes) {
        if (unset == 0) {
            return true;
        }
        long[] words = initialised[(int) (offset / PAGE)];
        if (words == null) {
            return false;
        }
        int within = (int) (offset % PAGE);
        long mask = mask(within, bytes);
        return (words[within >> 6] & mask) == mask;
    }

    /** Copies which bytes are initialised from a part of this or another allocation. */
    void copy(long offset, GlobalShadow from, long start, long bytes) {
        if (from.complete()) {
            set(offset, bytes);
            return;
        }
        for (long i = 0; i < bytes; i++) {
            if (from.isSet(start + i, 1)) {
                set(offset + i, 1);
            } else {
                clear(offset + i);
            }
        }
    }

    private synchronized void clear(long offset) {
        int page = (int) (offset / PAGE);
        int within = (int) (offset % PAGE);
        if (isSet(offset, 1)) {
            if (initialised[page] == ALL) {
                initialised[page] = ALL.clone();
            }
            if (initialised[page] == null) {
                initialised[page] = ones((int) Math.min(PAGE, size - (long) page * PAGE));
            }
            initialised[page][within >> 6] &= ~mask(within, 1);
            unset++;
        }
    }

    /** The stamps of a page, for cells of a size; those of another size or generation are dropped. */
    Cells cells(int page, int shift, long generation) {
        Cells found = cells[page];
        if (found == null || found.shift != shift || found.generation != generation) {
            found = new Cells(PAGE, shift, generation);
            cells[page] = found;
        }
        return found;
    }
}
