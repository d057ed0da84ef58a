package alexnet.engine.emulator.state;

/** Registers with integer values, which may be affine in the thread index. */
public abstract class IntegerRegisters extends Registers {

    public final LaneShape shape;
    /** Lanes of a row, see {@link LaneShape}. */
    public final int rowLength;
    /** Rows of the block. */
    public final int rowCount;
    /** Strides of each slot while it is affine, as signed numbers of the file's width; sx of rows too. */
    final long[] sx;

    final long[] sy;
    final long[] sz;
    private final Object[] rows;

    IntegerRegisters(int slots, LaneShape shape) {
        super(slots, shape.lanes());
        this.shape = shape;
        this.rowLength = shape.rowLength();
        this.rowCount = shape.rows();
        this.rows = new Object[slots];
        sx = new long[slots];
        sy = new long[slots];
        sz = new long[slots];
    }

    /** True when base and strides say all of the slot. */
    public final boolean affine(int slot) {
        return (kind[slot] & (UNIFORM | AFFINE)) != 0;
    }

    public final long strideX(int slot) {
        return (kind[slot] & AFFINE) != 0 ? sx[slot] : 0;
    }

    public final long strideY(int slot) {
        return (kind[slot] & AFFINE) != 0 ? sy[slot] : 0;
    }

    public final long strideZ(int slot) {
        return (kind[slot] & AFFINE) != 0 ? sz[slot] : 0;
    }

    /** Sets the slot to an affine value, taken modulo the file's width. */
    public final void setAffine(int slot, long base, long strideX, long strideY, long strideZ) {
        setBase(slot, base);
        setStrides(slot, strideX, strideY, strideZ);
    }

    /** Makes a slot whose base is set affine; strides are taken modulo the file's width. */
    final void setStrides(int slot, long strideX, long strideY, long strideZ) {
        long x = shape.x() == 1 ? 0 : wrap(strideX);
        long y = shape.y() == 1 ? 0 : wrap(strideY);
        long z = shape.z() == 1 ? 0 : wrap(strideZ);
        if ((x | y | z) == 0) {
            kind[slot] = UNIFORM;
        } else {
            sx[slot] = x;
            sy[slot] = y;
            sz[slot] = z;
            kind[slot] = AFFINE;
        }
    }

    /** The uniform value or affine base, sign-extended. */
    public abstract long base(int slot);

    abstract void setBase(int slot, long base);

    /** A number modulo the file's width, sign-extended. */
    abstract long wrap(long value);

    public final void setUniform(int slot, long value) {
        setBase(slot, value);
        kind[slot] = UNIFORM;
    }

    /** True when one number for each row and a stride say all of the slot. */
    public final boolean byRows(int slot) {
        return (kind[slot] & (UNIFORM | AFFINE | ROWS)) != 0;
    }

    /** True when one number for each warp and a stride say all of a slot that is known by rows. */
    public final boolean byWarps(int slot) {
        byte known = kind[slot];
        if ((known & (UNIFORM | AFFINE)) != 0) {
            return shape.rowsOfWarp() > 1;
        }
        if ((known & (WARPS | NO_WARPS)) == 0) {
            kind[slot] |= warpsGoOn(slot) ? WARPS : NO_WARPS;
        }
        return (kind[slot] & WARPS) != 0;
    }

    /** As {@link #byWarps}, without a look at the numbers. */
    public final boolean markedByWarps(int slot) {
        return (kind[slot] & (UNIFORM | AFFINE | WARPS)) != 0;
    }

    private boolean warpsGoOn(int slot) {
        int perWarp = shape.rowsOfWarp();
        long step = sx[slot] * rowLength;
        for (int row = 0; row < rowCount; row++) {
            if (row % perWarp != 0 && row(slot, row) != wrap(row(slot, row - 1) + step)) {
                return false;
            }
        }
        return perWarp > 1;
    }

    /** The step from lane to lane along a row, of a slot that is known by rows. */
    public final long rowStride(int slot) {
        return (kind[slot] & UNIFORM) != 0 ? 0 : sx[slot];
    }

    /** The values of a slot at the start of each row, as an array of the file's type. */
    public final Object rows(int slot) {
        if ((kind[slot] & ROWS) == 0) {
            Object starts = rowStorage(slot);
            for (int row = 0; row < rowCount; row++) {
                setRow(starts, row, base(slot) + affineOffset(slot, row * rowLength));
            }
            kind[slot] |= ROWS;
        }
        return rows[slot];
    }

    /** The value at the start of a row, of a slot that is known by rows, sign-extended. */
    public final long startOfRow(int slot, int row) {
        return (kind[slot] & ROWS) != 0 ? row(slot, row) : wrap(base(slot) + affineOffset(slot, row * rowLength));
    }

    /** Whether the number of each row of a predicate is 1. */
    final boolean rowsHold(int slot) {
        for (int row = 0; row < rowCount; row++) {
            if (row(slot, row) == 0) {
                return false;
            }
        }
        return true;
    }

    private long affineOffset(int slot, int lane) {
        if ((kind[slot] & AFFINE) == 0) {
            return 0;
        }
        return sx[slot] * shape.xOf(lane) + sy[slot] * shape.yOf(lane) + sz[slot] * shape.zOf(lane);
    }

    /** Room for the numbers of a slot's rows. */
    public final Object rowStorage(int slot) {
        Object starts = rows[slot];
        if (starts == null) {
            starts = newRows(rowCount);
            rows[slot] = starts;
        }
        return starts;
    }

    /**
     * The slot is what the numbers say from {@code from} on, each for as many rows.
     *
     * @param perNumber rows of a number, over which the stride goes on
     */
    public final void setRows(int slot, long[] numbers, int from, int perNumber, long stride) {
        Object starts = rowStorage(slot);
        for (int row = 0; row < rowCount; row++) {
            setRow(starts, row, numbers[from + row / perNumber] + stride * rowLength * (row % perNumber));
        }
        setRows(slot, stride);
        if (perNumber > 1) {
            markByWarps(slot);
        }
    }

    /** The numbers of the rows that a slot has go on over warps. */
    public final void markByWarps(int slot) {
        if (shape.rowsOfWarp() > 1) {
            kind[slot] |= WARPS;
        }
    }

    /** The slot is what its row storage says. */
    public final void setRows(int slot, long stride) {
        sx[slot] = wrap(stride);
        kind[slot] = ROWS;
    }

    @Override
    public final void copy(int to, int from) {
        if (affine(from)) {
            setAffine(to, base(from), strideX(from), strideY(from), strideZ(from));
        } else if ((kind[from] & ROWS) != 0) {
            System.arraycopy(rows(from), 0, rowStorage(to), 0, rowCount);
            byte known = (byte) (kind[from] & (WARPS | NO_WARPS));
            setRows(to, sx[from]);
            kind[to] |= known;
        } else {
            copyArray(to, from);
        }
    }

    @Override
    final void fill(int slot) {
        Object array = storage(slot);
        if ((kind[slot] & UNIFORM) != 0) {
            fill(array, base(slot));
        } else if ((kind[slot] & AFFINE) == 0) {
            fillRows(array, rows(slot), sx[slot]);
        } else {
            for (int lane = 0; lane < lanes; lane += shape.x()) {
                ramp(array, lane, shape.x(), base(slot) + affineOffset(slot, lane), sx[slot]);
            }
        }
    }

    @Override
    final void zero(int slot) {
        setBase(slot, 0);
    }

    /** Writes one number to all lanes of an array of the file's type. */
    abstract void fill(Object array, long value);

    /** Writes the lanes of all rows, which begin with {@code starts} and grow by {@code stride}. */
    abstract void fillRows(Object array, Object starts, long stride);

    /** Writes {@code count} numbers that grow by {@code step} to an array of the file's type. */
    abstract void ramp(Object array, int from, int count, long start, long step);

    /** The number of one row of a slot that is known by rows, sign-extended. */
    abstract long row(int slot, int row);

    abstract Object newRows(int count);

    abstract void setRow(Object rows, int row, long value);
}
