package alexnet.engine.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** One range of memory that kernels can address: an allocation, or the shared, local, constant or parameter memory. */
final class Memory {

    private static final long[] ZEROS = new long[512];

    final String label;
    final long base;
    final long size;
    final ByteBuffer bytes;
    final ShortBuffer shorts;
    final IntBuffer ints;
    final LongBuffer longs;
    final FloatBuffer floats;
    final DoubleBuffer doubles;
    /** Set when the allocation is given back: the views stay for launches under way, new accesses are refused. */
    volatile boolean freed;

    Memory(String label, long base, ByteBuffer storage) {
        this(label, base, storage, storage.capacity());
    }

    Memory(String label, long base, ByteBuffer storage, long size) {
        this.label = label;
        this.base = base;
        this.size = size;
        this.bytes = storage.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.shorts = bytes.asShortBuffer();
        this.ints = bytes.asIntBuffer();
        this.longs = bytes.asLongBuffer();
        this.floats = bytes.asFloatBuffer();
        this.doubles = bytes.asDoubleBuffer();
    }

    /** The same bytes at another address. */
    Memory at(String otherLabel, long otherBase) {
        return new Memory(otherLabel, otherBase, bytes);
    }

    /** True when {@code count} bytes at {@code address} lie inside. */
    boolean holds(long address, long count) {
        long offset = address - base;
        return offset >= 0 && offset <= size - count && !freed;
    }

    /** Fills the whole range with zero bytes. */
    void clear() {
        zero(0, size);
    }

    /** Fills a part with zero bytes. */
    void zero(long offset, long count) {
        int end = (int) (offset + count);
        int at = (int) offset;
        while (at < end && (at & 7) != 0) {
            bytes.put(at++, (byte) 0);
        }
        while (at + ZEROS.length * 8 <= end) {
            longs.put(at >> 3, ZEROS);
            at += ZEROS.length * 8;
        }
        while (at + 8 <= end) {
            longs.put(at >> 3, 0);
            at += 8;
        }
        while (at < end) {
            bytes.put(at++, (byte) 0);
        }
    }
}
