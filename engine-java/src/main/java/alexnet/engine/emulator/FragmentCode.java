package alexnet.engine.emulator;

/** Byte code for a {@link FragmentOp}; made by {@link FragmentWriter}. */
abstract class FragmentCode {

    /** The input is the same for all threads. */
    static final long UNIFORM = Long.MIN_VALUE;
    /** The input is neither the same for all threads nor known by rows. */
    static final long ARRAY = Long.MIN_VALUE + 1;
    /** For each input {@link #UNIFORM}, {@link #ARRAY}, or the step along rows with which it grows. */
    long[] kinds;
    /** Rows of the blocks for which it is made, and lanes of a row. */
    int rows;

    int rowLength;

    /** Whether it is made for blocks of this shape. */
    final boolean takes(Frame f) {
        return rows == f.ints.rowCount && rowLength == f.ints.rowLength;
    }

    /** Runs for all threads of the block, or changes nothing and returns false. */
    abstract boolean run(Frame f);

    /** Whether shared memory holds {@code bytes} bytes at an address which is a multiple of that number. */
    static boolean readable(Frame f, long address, int bytes) {
        return (address & bytes - 1) == 0 && address >= 0 && address + bytes <= f.sharedBytes();
    }

    /** Does an access by rows, which is good for all lanes. */
    static void access(Frame f, MemoryOp op, Memory memory, RowAddresses rows, int stride, boolean guarded) {
        if (guarded) {
            op.preparePart(f);
        } else {
            op.prepareAll(f);
        }
        op.rows(f, memory, rows, stride);
    }

    /** Gives a slot the row numbers that are in the frame's scratch from {@code from} on. */
    static void setRows(Frame f, IntegerBank bank, int slot, int from, long stride) {
        Object rows = bank.rowStorage(slot);
        for (int row = 0; row < bank.rowCount; row++) {
            bank.setRow(rows, row, f.rowScratch[from + row]);
        }
        bank.setRows(slot, stride);
    }
}
