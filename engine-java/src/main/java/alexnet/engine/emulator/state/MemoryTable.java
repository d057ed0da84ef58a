package alexnet.engine.emulator.state;

import alexnet.engine.OutOfDeviceMemoryException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The global memory of all emulated devices in this process: who owns which address.
 *
 * <p>Every allocation has 4 GiB of addresses to itself and starts in the middle of a quarter of them, so an index that
 * runs out at either end, or a 32-bit product that overflowed, lands where nothing else is and can be put down to the
 * allocation it came from. The upper half of an address is an index into a table: finding the allocation is one load.
 */
public final class MemoryTable {

    public static final MemoryTable GLOBAL = new MemoryTable();

    public static final long LARGEST_ALLOCATION = Integer.MAX_VALUE - 7L;

    private static final int FIRST_ID = 16;
    private static final long START = 1L << 30;
    /** So many freed allocations are remembered, to name them when a kernel still uses one. */
    private static final int REMEMBERED = 4096;

    private volatile Memory[] table = new Memory[64];
    private int unusedId = FIRST_ID;
    private final ArrayDeque<Integer> freedIds = new ArrayDeque<>();

    private MemoryTable() {}

    /** @throws OutOfDeviceMemoryException where the JVM has no such memory left */
    public DirectMemory allocate(long bytes, String label) {
        ByteBuffer storage;
        try {
            // Whole words: an atomic operation on the last 16 bits swaps the word around them.
            storage = ByteBuffer.allocateDirect((int) (bytes + 3) & ~3);
        } catch (OutOfMemoryError e) {
            throw new OutOfDeviceMemoryException(
                    label + ": " + bytes + " bytes do not fit into the direct memory of the JVM (" + e.getMessage()
                            + ")",
                    "raise -XX:MaxDirectMemorySize or -Xmx",
                    e);
        }
        synchronized (this) {
            int id = freedIds.size() > REMEMBERED ? freedIds.poll() : unusedId++;
            if (id >= table.length) {
                table = Arrays.copyOf(table, table.length * 2);
            }
            DirectMemory memory = new DirectMemory(label, ((long) id << 32) + START, storage, bytes);
            Memory[] changed = table.clone();
            changed[id] = memory;
            table = changed;
            return memory;
        }
    }

    /** Gives an allocation back; it is remembered by name without its bytes. */
    public synchronized void free(Memory memory) {
        memory.freed = true;
        int id = (int) (memory.base >>> 32);
        Memory[] changed = table.clone();
        changed[id] = DirectMemory.remembered(memory);
        table = changed;
        freedIds.add(id);
    }

    /** The live allocation that holds {@code count} bytes at {@code address}, or null. */
    Memory find(long address, long count) {
        Memory memory = near(address);
        return memory != null && memory.holds(address, count) ? memory : null;
    }

    private Memory near(long address) {
        Memory[] current = table;
        long id = address >>> 32;
        return id < current.length ? current[(int) id] : null;
    }

    /** What is at or next to an address that could not be accessed. */
    String describe(long address) {
        Memory memory = near(address);
        if (memory == null) {
            return address == 0 ? "a null pointer" : "no allocation is near";
        }
        long offset = address - memory.base;
        String where = offset < 0
                ? -offset + " bytes before the start of"
                : offset >= memory.size ? (offset - memory.size) + " bytes after the end of" : "byte " + offset + " of";
        return where + " '" + memory.label + "' (" + memory.size + " bytes" + (memory.freed ? ", already freed" : "")
                + ")";
    }
}
