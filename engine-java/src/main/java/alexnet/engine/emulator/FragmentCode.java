package alexnet.engine.emulator;

/** Byte code for a {@link FragmentOp}; made by {@link FragmentWriter}. */
abstract class FragmentCode {

    /** The input is the same for all threads. */
    static final long UNIFORM = Long.MIN_VALUE;
    /** The input is neither the same for all threads nor known by rows. */
    static final long ARRAY = Long.MIN_VALUE + 1;
    /** In the scratch in place of an address: no lane of the row takes part. */
    static final long NO_ACCESS = Long.MIN_VALUE;

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

    /** Whether an access is good for a row of lanes whose last address is {@code reach} bytes after the first. */
    static boolean good(Frame f, MemoryOp op, long address, long reach) {
        return op.rowMemory(f, address, reach) != null;
    }

    /** Does an access whose row addresses are in the frame's scratch from {@code from} on. */
    static void access(Frame f, MemoryOp op, int from, long stride, boolean guarded) {
        if (guarded) {
            op.preparePart(f);
        } else {
            op.prepareAll(f);
        }
        int length = f.ints.rowLength;
        int rows = f.ints.rowCount;
        long[] addresses = f.rowScratch;
        for (int row = 0; row < rows; ) {
            long address = addresses[from + row];
            int end = row + 1;
            if (address != NO_ACCESS) {
                while (end < rows && addresses[from + end] == address + (end - row) * stride * length) {
                    end++;
                }
                int first = row * length;
                op.row(
                        f,
                        f.access(op.space, address, op.bytes, first, op.verb()),
                        address,
                        stride,
                        first,
                        end * length);
            }
            row = end;
        }
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
