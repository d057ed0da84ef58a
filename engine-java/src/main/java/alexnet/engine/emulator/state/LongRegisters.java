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
    long wrap(long stride) {
        return stride;
    }

    @Override
    long[] newArray() {
        return new long[lanes];
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
        long[] array = (long[]) storage(slot);
        long base = singles[slot][0];
        if ((kind[slot] & UNIFORM) != 0) {
            Arrays.fill(array, base);
            return;
        }
        if ((kind[slot] & AFFINE) == 0) {
            long[] starts = (long[]) rows(slot);
            for (int row = 0; row < rowCount; row++) {
                ramp(array, row * rowLength, rowLength, starts[row], sx[slot]);
            }
            return;
        }
        int lane = 0;
        for (int z = 0; z < shape.z(); z++) {
            for (int y = 0; y < shape.y(); y++) {
                ramp(array, lane, shape.x(), base + sy[slot] * y + sz[slot] * z, sx[slot]);
                lane += shape.x();
            }
        }
    }

    private static void ramp(long[] array, int from, int count, long start, long step) {
        for (int x = 0; x < count; x++) {
            array[from + x] = start + step * x;
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

    @Override
    void zero(int slot) {
        singles[slot][0] = 0;
    }
}
