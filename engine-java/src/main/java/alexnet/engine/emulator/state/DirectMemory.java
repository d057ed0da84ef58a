package alexnet.engine.emulator.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Memory in a byte buffer: global memory, which blocks on several threads use at the same time. */
public final class DirectMemory extends Memory {

    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] ZEROS = new long[512];
    /** Floats that are copied one by one, which costs less than the call of a general copy. */
    private static final int SHORT_ROW = 8;

    private final ByteBuffer bytes;
    private final ShortBuffer shorts;
    private final IntBuffer ints;
    private final LongBuffer longs;
    private final FloatBuffer floats;
    private final DoubleBuffer doubles;

    public DirectMemory(String label, long base, ByteBuffer storage) {
        this(label, base, storage, storage.capacity());
    }

    /** @param size bytes that may be used, of which the storage has at least as many */
    DirectMemory(String label, long base, ByteBuffer storage, long size) {
        super(label, base, size);
        this.bytes = storage.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        this.shorts = bytes.asShortBuffer();
        this.ints = bytes.asIntBuffer();
        this.longs = bytes.asLongBuffer();
        this.floats = bytes.asFloatBuffer();
        this.doubles = bytes.asDoubleBuffer();
    }

    /** What is remembered of an allocation that was given back: name, place and size, but no bytes. */
    static Memory remembered(Memory memory) {
        DirectMemory grave = new DirectMemory(memory.label, memory.base, ByteBuffer.allocate(0), memory.size);
        grave.freed = true;
        return grave;
    }

    /** A part of the bytes, little-endian, as one independent view. */
    public ByteBuffer view(long offset, long count) {
        return bytes.slice((int) offset, (int) count).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    Memory at(long otherBase) {
        return new DirectMemory(label, otherBase, bytes, size);
    }

    @Override
    public byte getByte(int offset) {
        return bytes.get(offset);
    }

    @Override
    public short getShort(int offset) {
        return shorts.get(offset >> 1);
    }

    @Override
    public int getInt(int offset) {
        return ints.get(offset >> 2);
    }

    @Override
    public long getLong(int offset) {
        return longs.get(offset >> 3);
    }

    @Override
    public float getFloat(int offset) {
        return floats.get(offset >> 2);
    }

    @Override
    public double getDouble(int offset) {
        return doubles.get(offset >> 3);
    }

    @Override
    public void putByte(int offset, byte value) {
        bytes.put(offset, value);
    }

    @Override
    public void putShort(int offset, short value) {
        shorts.put(offset >> 1, value);
    }

    @Override
    public void putInt(int offset, int value) {
        ints.put(offset >> 2, value);
    }

    @Override
    public void putLong(int offset, long value) {
        longs.put(offset >> 3, value);
    }

    @Override
    public void putFloat(int offset, float value) {
        floats.put(offset >> 2, value);
    }

    @Override
    public void putDouble(int offset, double value) {
        doubles.put(offset >> 3, value);
    }

    @Override
    public boolean compareAndSet(int offset, int expected, int value) {
        return INTS.compareAndSet(bytes, offset, expected, value);
    }

    @Override
    public boolean compareAndSet(int offset, long expected, long value) {
        return LONGS.compareAndSet(bytes, offset, expected, value);
    }

    @Override
    public void getFloats(int offset, float[] target, int from, int count) {
        floats.get(offset >> 2, target, from, count);
    }

    @Override
    public void putFloats(int offset, float[] source, int from, int count) {
        floats.put(offset >> 2, source, from, count);
    }

    @Override
    public void getInts(int offset, int[] target, int from, int count) {
        ints.get(offset >> 2, target, from, count);
    }

    @Override
    public void putInts(int offset, int[] source, int from, int count) {
        ints.put(offset >> 2, source, from, count);
    }

    @Override
    public void gatherFloats(long[] addresses, int shift, float[] target, int from, int to) {
        FloatBuffer source = floats;
        long start = base - shift;
        for (int lane = from; lane < to; lane++) {
            target[lane] = source.get((int) (addresses[lane] - start >> 2));
        }
    }

    @Override
    public void scatterFloats(long[] addresses, int shift, float[] source, int from, int to) {
        FloatBuffer target = floats;
        long start = base - shift;
        for (int lane = from; lane < to; lane++) {
            target.put((int) (addresses[lane] - start >> 2), source[lane]);
        }
    }

    @Override
    public void getFloats(RowAddresses rows, long offset, int stride, float[] target) {
        FloatBuffer source = floats;
        for (int i = 0; i < rows.count; i++) {
            int lane = rows.from[i];
            int end = rows.to[i];
            int at = (int) (rows.start[i] + offset) >> 2;
            if (stride == 4 && end - lane > SHORT_ROW) {
                source.get(at, target, lane, end - lane);
            } else {
                int step = stride >> 2;
                for (; lane + 8 <= end; lane += 8) {
                    target[lane] = source.get(at);
                    target[lane + 1] = source.get(at + step);
                    target[lane + 2] = source.get(at + 2 * step);
                    target[lane + 3] = source.get(at + 3 * step);
                    target[lane + 4] = source.get(at + 4 * step);
                    target[lane + 5] = source.get(at + 5 * step);
                    target[lane + 6] = source.get(at + 6 * step);
                    target[lane + 7] = source.get(at + 7 * step);
                    at += 8 * step;
                }
                for (; lane < end; lane++) {
                    target[lane] = source.get(at);
                    at += step;
                }
            }
        }
    }

    @Override
    public void putFloats(RowAddresses rows, long offset, int stride, float[] source) {
        FloatBuffer target = floats;
        for (int i = 0; i < rows.count; i++) {
            int lane = rows.from[i];
            int end = rows.to[i];
            int at = (int) (rows.start[i] + offset) >> 2;
            if (stride == 4 && end - lane > SHORT_ROW) {
                target.put(at, source, lane, end - lane);
            } else {
                int step = stride >> 2;
                for (; lane < end; lane++) {
                    target.put(at, source[lane]);
                    at += step;
                }
            }
        }
    }

    @Override
    public void getBytes(int offset, int stride, int[] target, int from, int to) {
        ByteBuffer source = bytes;
        int at = offset;
        for (int lane = from; lane < to; lane++) {
            target[lane] = source.get(at) & 0xff;
            at += stride;
        }
    }

    @Override
    public void putBytes(int offset, int[] source, int from, int to) {
        ByteBuffer target = bytes;
        int at = offset;
        for (int lane = from; lane < to; lane++) {
            target.put(at++, (byte) source[lane]);
        }
    }

    @Override
    public void zero(long offset, long count) {
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
