package alexnet.engine.emulator.state;

/**
 * One range of memory that kernels can address: an allocation, or the shared, local, constant or parameter memory.
 *
 * <p>Offsets are in bytes from the start, inside the range and aligned for the access: callers have checked that with
 * {@link #holds}.
 */
public abstract class Memory {

    public final String label;
    public final long base;
    public final long size;
    /** Set when the allocation is given back: launches under way may still read it, new accesses are refused. */
    public volatile boolean freed;
    /** True for constant and parameter memory, which kernels may only read. */
    public boolean readOnly;

    Memory(String label, long base, long size) {
        this.label = label;
        this.base = base;
        this.size = size;
    }

    /** True when {@code count} bytes at {@code address} lie inside. */
    public final boolean holds(long address, long count) {
        long offset = address - base;
        return offset >= 0 && offset <= size - count && !freed;
    }

    /** The same bytes at another address. */
    abstract Memory at(long otherBase);

    public abstract byte getByte(int offset);

    public abstract short getShort(int offset);

    public abstract int getInt(int offset);

    public abstract long getLong(int offset);

    public abstract float getFloat(int offset);

    public abstract double getDouble(int offset);

    public abstract void putByte(int offset, byte value);

    public abstract void putShort(int offset, short value);

    public abstract void putInt(int offset, int value);

    public abstract void putLong(int offset, long value);

    public abstract void putFloat(int offset, float value);

    public abstract void putDouble(int offset, double value);

    /** Atomic towards all other threads that use the memory. */
    public abstract boolean compareAndSet(int offset, int expected, int value);

    /** Atomic towards all other threads that use the memory. */
    public abstract boolean compareAndSet(int offset, long expected, long value);

    public abstract void getFloats(int offset, float[] target, int from, int count);

    public abstract void putFloats(int offset, float[] source, int from, int count);

    public abstract void getInts(int offset, int[] target, int from, int count);

    public abstract void putInts(int offset, int[] source, int from, int count);

    /** Reads floats which are {@code stride} bytes apart along each stretch; offsets are from this memory's start. */
    public abstract void getFloats(RowAddresses rows, long offset, int stride, float[] target);

    /** Writes floats which are {@code stride} bytes apart along each stretch, in ascending order of the lanes. */
    public abstract void putFloats(RowAddresses rows, long offset, int stride, float[] source);

    /** Fills rows of {@code length} lanes with one float each; the floats are {@code stride} bytes apart. */
    public final void repeatFloats(int offset, long stride, int rows, int length, float[] target, int from) {
        int lane = from;
        long at = offset;
        for (int row = 0; row < rows; row++) {
            fill(target, lane, lane + length, getFloat((int) at));
            lane += length;
            at += stride;
        }
    }

    /** Eight lanes per turn: rows are short, and a plain loop spends most of its time on getting started. */
    private static void fill(float[] target, int from, int to, float value) {
        int lane = from;
        for (; lane + 8 <= to; lane += 8) {
            target[lane] = value;
            target[lane + 1] = value;
            target[lane + 2] = value;
            target[lane + 3] = value;
            target[lane + 4] = value;
            target[lane + 5] = value;
            target[lane + 6] = value;
            target[lane + 7] = value;
        }
        for (; lane < to; lane++) {
            target[lane] = value;
        }
    }

    /** Copies rows of {@code length} floats, which start {@code stride} bytes apart. */
    public final void copyFloats(int offset, long stride, int rows, int length, float[] target, int from) {
        int lane = from;
        long at = offset;
        for (int row = 0; row < rows; row++) {
            getFloats((int) at, target, lane, length);
            lane += length;
            at += stride;
        }
    }

    /** Reads for each lane the float {@code shift} bytes after its address. */
    public abstract void gatherFloats(long[] addresses, int shift, float[] target, int from, int to);

    /** Writes for each lane, in ascending order, the float {@code shift} bytes after its address. */
    public abstract void scatterFloats(long[] addresses, int shift, float[] source, int from, int to);

    /** Reads one float for each lane, {@code stride} bytes apart. */
    public void stepFloats(int offset, int stride, float[] target, int from, int to) {
        int at = offset;
        for (int lane = from; lane < to; lane++) {
            target[lane] = getFloat(at);
            at += stride;
        }
    }

    /** Writes one float for each lane, {@code stride} bytes apart, in ascending order of the lanes. */
    public void putFloatSteps(int offset, int stride, float[] source, int from, int to) {
        int at = offset;
        for (int lane = from; lane < to; lane++) {
            putFloat(at, source[lane]);
            at += stride;
        }
    }

    /** Reads one unsigned byte for each lane, {@code stride} bytes apart. */
    public void getBytes(int offset, int stride, int[] target, int from, int to) {
        int at = offset;
        for (int lane = from; lane < to; lane++) {
            target[lane] = getByte(at) & 0xff;
            at += stride;
        }
    }

    /** Writes the low byte of each lane, one after the other. */
    public void putBytes(int offset, int[] source, int from, int to) {
        for (int lane = from; lane < to; lane++) {
            putByte(offset - from + lane, (byte) source[lane]);
        }
    }

    /** Fills a part with zero bytes. */
    abstract void zero(long offset, long count);
}
