package alexnet.engine.emulator.state;

import java.util.Arrays;

/** The predicate, 8-, 16- and 32-bit registers of a block: predicates are 0 or 1, 16-bit values are zero-extended. */
public final class IntRegisters extends IntegerRegisters {

    private final int[][] singles;

    IntRegisters(int slots, LaneShape shape) {
        super(slots, shape);
        singles = new int[slots][1];
    }

    @Override
    public int[] single(int slot) {
        return singles[slot];
    }

    @Override
    public long base(int slot) {
        return singles[slot][0];
    }

    @Override
    void setBase(int slot, long base) {
        singles[slot][0] = (int) base;
    }

    @Override
    long wrap(long value) {
        return (int) value;
    }

    @Override
    int[] newArray() {
        return new int[lanes];
    }

    @Override
    void fill(Object array, long value) {
        Arrays.fill((int[]) array, (int) value);
    }

    @Override
    void fillRows(Object array, Object starts, long stride) {
        int[] from = (int[]) starts;
        for (int row = 0; row < rowCount; row++) {
            write((int[]) array, row * rowLength, rowLength, from[row], (int) stride);
        }
    }

    @Override
    void ramp(Object array, int from, int count, long start, long step) {
        write((int[]) array, from, count, (int) start, (int) step);
    }

    private static void write(int[] array, int from, int count, int start, int step) {
        for (int i = 0; i < count; i++) {
            array[from + i] = start + step * i;
        }
    }

    @Override
    long row(int slot, int row) {
        return ((int[]) rows(slot))[row];
    }

    @Override
    int[] newRows(int count) {
        return new int[count];
    }

    @Override
    void setRow(Object rows, int row, long value) {
        ((int[]) rows)[row] = (int) value;
    }
}
