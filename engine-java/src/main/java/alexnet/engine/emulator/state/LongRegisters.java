package alexnet.engine.emulator.state;

import java.util.Arrays;

/** The 64-bit registers of a block. */
public final class LongRegisters extends IntegerRegisters {

    private final long[][] singles;

    LongRegisters(int slots, LaneShape shape) {
        super(slots, shape);
        singles = new long[slots][1];
    }

    @Override
    public long[] single(int slot) {
        return singles[slot];
    }

    @Override
    public long base(int slot) {
        return singles[slot][0];
    }

    @Override
    void setBase(int slot, long base) {
        singles[slot][0] = base;
    }

    @Override
    long wrap(long value) {
        return value;
    }

    @Override
    long[] newArray() {
        return new long[lanes];
    }

    @Override
    void fill(Object array, long value) {
        Arrays.fill((long[]) array, value);
    }

    @Override
    void fillRows(Object array, Object starts, long stride) {
        long[] from = (long[]) starts;
        for (int row = 0; row < rowCount; row++) {
            write((long[]) array, row * rowLength, rowLength, from[row], stride);
        }
    }

    @Override
    void ramp(Object array, int from, int count, long start, long step) {
        write((long[]) array, from, count, start, step);
    }

    private static void write(long[] array, int from, int count, long start, long step) {
        for (int i = 0; i < count; i++) {
            array[from + i] = start + step * i;
        }
    }

    @Override
    long row(int slot, int row) {
        return ((long[]) rows(slot))[row];
    }

    @Override
    long[] newRows(int count) {
        return new long[count];
    }

    @Override
    void setRow(Object rows, int row, long value) {
        ((long[]) rows)[row] = value;
    }
}
