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
    long wrap(long stride) {
        return (int) stride;
    }

    @Override
    int[] newArray() {
        return new int[lanes];
    }

    @Override
    public void copy(int to, int from) {
        if (affine(from)) {
            setAffine(to, base(from), strideX(from), strideY(from), strideZ(from));
        } else if ((kind[from] & ROWS) != 0) {
            System.arraycopy(rows(from), 0, rowStorage(to), 0, rowCount);
            byte known = (byte) (kind[from] & (WARPS | NO_WARPS));
            setRows(to, sx[from]);
            kind[to] |= known;
        } else {
            System.arraycopy(storage(from), 0, storage(to), 0, lanes);
            kind[to] = ARRAY;
        }
    }

    @Override
    void fill(int slot) {
        int[] array = (int[]) storage(slot);
        int base = singles[slot][0];
        if ((kind[slot] & UNIFORM) != 0) {
            Arrays.fill(array, base);
            return;
        }
        if ((kind[slot] & AFFINE) == 0) {
            int[] starts = (int[]) rows(slot);
            for (int row = 0; row < rowCount; row++) {
                ramp(array, row * rowLength, rowLength, starts[row], (int) sx[slot]);
            }
            return;
        }
        int lane = 0;
        for (int z = 0; z < shape.z(); z++) {
            for (int y = 0; y < shape.y(); y++) {
                ramp(array, lane, shape.x(), base + (int) sy[slot] * y + (int) sz[slot] * z, (int) sx[slot]);
                lane += shape.x();
            }
        }
    }

    private static void ramp(int[] array, int from, int count, int start, int step) {
        for (int x = 0; x < count; x++) {
            array[from + x] = start + step * x;
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

    @Override
    void zero(int slot) {
        singles[slot][0] = 0;
    }
}
