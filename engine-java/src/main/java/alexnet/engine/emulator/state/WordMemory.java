package alexnet.engine.emulator.state;

import java.util.Arrays;

/**
 * Memory of one block: shared or local. A {@code float[]} holds the 32-bit words, because most of what kernels keep
 * there are floats and copies between arrays of one type are the fastest there are; other types go through their bits,
 * which a float variable keeps unchanged on all processors that the JVM supports in 64-bit mode.
 */
public final class WordMemory extends Memory {

    final float[] words;

    WordMemory(String label, long base, int size) {
        this(label, base, size, new float[(size + 3) / 4]);
    }

    private WordMemory(String label, long base, long size, float[] words) {
        super(label, base, size);
        this.words = words;
    }

    @Override
    Memory at(long otherBase) {
        return new WordMemory(label, otherBase, size, words);
    }

    @Override
    public byte getByte(int offset) {
        return (byte) (getInt(offset) >> 8 * (offset & 3));
    }

    @Override
    public short getShort(int offset) {
        return (short) (getInt(offset) >> 8 * (offset & 2));
    }

    @Override
    public int getInt(int offset) {
        return Float.floatToRawIntBits(words[offset >> 2]);
    }

    @Override
    public long getLong(int offset) {
        return (long) getInt(offset + 4) << 32 | getInt(offset) & 0xffff_ffffL;
    }

    @Override
    public float getFloat(int offset) {
        return words[offset >> 2];
    }

    @Override
    public double getDouble(int offset) {
        return Double.longBitsToDouble(getLong(offset));
    }

    @Override
    public void putByte(int offset, byte value) {
        int shift = 8 * (offset & 3);
        putInt(offset, getInt(offset) & ~(0xff << shift) | (value & 0xff) << shift);
    }

    @Override
    public void putShort(int offset, short value) {
        int shift = 8 * (offset & 2);
        putInt(offset, getInt(offset) & ~(0xffff << shift) | (value & 0xffff) << shift);
    }

    @Override
    public void putInt(int offset, int value) {
        words[offset >> 2] = Float.intBitsToFloat(value);
    }

    @Override
    public void putLong(int offset, long value) {
        putInt(offset, (int) value);
        putInt(offset + 4, (int) (value >>> 32));
    }

    @Override
    public void putFloat(int offset, float value) {
        words[offset >> 2] = value;
    }

    @Override
    public void putDouble(int offset, double value) {
        putLong(offset, Double.doubleToRawLongBits(value));
    }

    @Override
    public boolean compareAndSet(int offset, int expected, int value) {
        boolean same = getInt(offset) == expected;
        if (same) {
            putInt(offset, value);
        }
        return same;
    }

    @Override
    public boolean compareAndSet(int offset, long expected, long value) {
        boolean same = getLong(offset) == expected;
        if (same) {
            putLong(offset, value);
        }
        return same;
    }

    @Override
    public void getFloats(int offset, float[] target, int from, int count) {
        System.arraycopy(words, offset >> 2, target, from, count);
    }

    @Override
    public void putFloats(int offset, float[] source, int from, int count) {
        System.arraycopy(source, from, words, offset >> 2, count);
    }

    @Override
    public void getInts(int offset, int[] target, int from, int count) {
        int word = (offset >> 2) - from;
        for (int i = from; i < from + count; i++) {
            target[i] = Float.floatToRawIntBits(words[word + i]);
        }
    }

    @Override
    public void putInts(int offset, int[] source, int from, int count) {
        int word = (offset >> 2) - from;
        for (int i = from; i < from + count; i++) {
            words[word + i] = Float.intBitsToFloat(source[i]);
        }
    }

    @Override
    public void gatherFloats(long[] addresses, int shift, float[] target, int from, int to) {
        float[] source = words;
        long start = base - shift;
        for (int lane = from; lane < to; lane++) {
            target[lane] = source[(int) (addresses[lane] - start >> 2)];
        }
    }

    @Override
    public void scatterFloats(long[] addresses, int shift, float[] source, int from, int to) {
        float[] target = words;
        long start = base - shift;
        for (int lane = from; lane < to; lane++) {
            target[(int) (addresses[lane] - start >> 2)] = source[lane];
        }
    }

    @Override
    public void getFloats(RowAddresses rows, long offset, int stride, float[] target) {
        float[] source = words;
        for (int i = 0; i < rows.count; i++) {
            int lane = rows.from[i];
            int end = rows.to[i];
            int at = (int) (rows.start[i] + offset) >> 2;
            if (stride == 4) {
                copy(source, at, target, lane, end - lane);
            } else {
                stepFloats(at << 2, stride, target, lane, end);
            }
        }
    }

    @Override
    public void putFloats(RowAddresses rows, long offset, int stride, float[] source) {
        float[] target = words;
        for (int i = 0; i < rows.count; i++) {
            int lane = rows.from[i];
            int end = rows.to[i];
            int at = (int) (rows.start[i] + offset) >> 2;
            if (stride == 4) {
                copy(source, lane, target, at, end - lane);
            } else {
                putFloatSteps(at << 2, stride, source, lane, end);
            }
        }
    }

    /** Rows are short: eight floats are copied one by one, which costs less than the call of a general copy. */
    private static void copy(float[] source, int from, float[] target, int to, int count) {
        if (count == 8) {
            target[to] = source[from];
            target[to + 1] = source[from + 1];
            target[to + 2] = source[from + 2];
            target[to + 3] = source[from + 3];
            target[to + 4] = source[from + 4];
            target[to + 5] = source[from + 5];
            target[to + 6] = source[from + 6];
            target[to + 7] = source[from + 7];
        } else {
            System.arraycopy(source, from, target, to, count);
        }
    }

    @Override
    public void stepFloats(int offset, int stride, float[] target, int from, int to) {
        float[] source = words;
        int at = offset >> 2;
        int step = stride >> 2;
        for (int lane = from; lane < to; lane++) {
            target[lane] = source[at];
            at += step;
        }
    }

    @Override
    public void putFloatSteps(int offset, int stride, float[] source, int from, int to) {
        float[] target = words;
        int at = offset >> 2;
        int step = stride >> 2;
        int lane = from;
        // Eight at a time: rows are short, and a plain loop spends most of its time on getting started.
        for (; lane + 8 <= to; lane += 8) {
            target[at] = source[lane];
            target[at + step] = source[lane + 1];
            target[at + 2 * step] = source[lane + 2];
            target[at + 3 * step] = source[lane + 3];
            target[at + 4 * step] = source[lane + 4];
            target[at + 5 * step] = source[lane + 5];
            target[at + 6 * step] = source[lane + 6];
            target[at + 7 * step] = source[lane + 7];
            at += 8 * step;
        }
        for (; lane < to; lane++) {
            target[at] = source[lane];
            at += step;
        }
    }

    @Override
    void zero(long offset, long count) {
        if ((offset & 3) == 0 && ((count & 3) == 0 || offset + count == size)) {
            Arrays.fill(words, (int) (offset >> 2), (int) (offset + count + 3 >> 2), 0);
        } else {
            for (long i = offset; i < offset + count; i++) {
                putByte((int) i, (byte) 0);
            }
        }
    }
}
