package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.Arrays;
import java.util.List;

/** What loads and stores share: state space, element type, and the search for rows of contiguous addresses. */
abstract class MemoryOp extends Op {

    /** A stretch of lanes shorter than this is not worth a bulk copy. */
    private static final int SHORTEST_ROW = 8;

    final int space;
    final PtxType type;
    /** Slots of the 1, 2 or 4 elements; -1 for a result that is not wanted. */
    final int[] elements;
    /** Bank of the elements. */
    final int bank;

    final int bytes;
    private final int addressBank;
    private final int addressSlot;
    final long offset;

    MemoryOp(PtxInstruction source, PtxType type, int bank, int[] elements, LaneAddress address) {
        super(source);
        this.space = address.space();
        this.type = type;
        this.bank = bank;
        this.elements = elements;
        this.bytes = type.bytes * elements.length;
        this.addressBank = address.place().bank();
        this.addressSlot = address.place().slot();
        this.offset = address.offset();
    }

    @Override
    void all(Frame f) {
        prepareAll(f);
        run(f, f.live, f.complete);
    }

    @Override
    final void some(Frame f, LaneRuns active) {
        preparePart(f);
        run(f, active, false);
    }

    private void run(Frame f, LaneRuns active, boolean whole) {
        IntegerBank registers = (IntegerBank) f.banks[addressBank];
        if (registers.affine(addressSlot) && affineRows(f, registers, active, whole)
                || registers.byRows(addressSlot) && knownRows(f, registers, active)) {
            return;
        }
        addresses(f, active);
        for (int i = 0; i < active.count; i++) {
            stretches(f, active.from[i], active.to[i]);
        }
    }

    /** Makes the element arrays ready for an access by all live lanes. */
    abstract void prepareAll(Frame f);

    /** Makes the element arrays ready for an access by some lanes. */
    abstract void preparePart(Frame f);

    /**
     * Accesses all lanes, in rows of the block's extent in x whose addresses are the same, or ascend by the element's
     * size; says whether it did.
     */
    abstract boolean wholeRows(Frame f, Memory memory, boolean contiguous, long start, long sy, long sz);

    /** Accesses lanes whose addresses ascend by the element's size from {@code address}. Alignment is checked. */
    abstract void contiguous(Frame f, Memory memory, long address, int from, int to);

    /** Accesses lanes which all have the same address. */
    abstract void same(Frame f, Memory memory, long address, int from, int to);

    /** Accesses lanes with one float each, or reads one integer for each, whose addresses ascend or descend by {@code stride}. */
    abstract void stepping(Frame f, Memory memory, long address, int stride, int from, int to);

    /** Accesses lanes at the addresses in the frame, which are all good and in {@code memory}. */
    abstract void several(Frame f, Memory memory, int from, int to);

    abstract String verb();

    abstract boolean writes();

    /** The registers of the elements that are wanted. */
    final List<Place> elementPlaces() {
        return Arrays.stream(elements)
                .filter(slot -> slot >= 0)
                .mapToObj(slot -> new Place(bank, slot))
                .toList();
    }

    final Place addressPlace() {
        return new Place(addressBank, addressSlot);
    }

    /** Whether lanes whose addresses grow by {@code stride} can be accessed by rows. */
    final boolean takesRows(long stride) {
        if (stride == 0) {
            return true;
        }
        boolean steps = bank == Bank.FLOAT || bank == Bank.INT && !writes();
        boolean aligned = (stride & type.bytes - 1) == 0 && stride == (int) stride;
        return elements.length == 1 && (stride == bytes || steps && aligned);
    }

    /**
     * The memory in which this operation may access all of {@code count} bytes, or null: the lanes find out one by one
     * what is wrong.
     */
    private Memory reach(Frame f, long address, long count) {
        Memory memory = f.locate(space, address, count);
        return memory != null && memory.readOnly && writes() ? null : memory;
    }

    /**
     * The memory of lanes whose last address is {@code distance} bytes after the first, or null where the access is not
     * good for all of them.
     */
    final Memory rowMemory(Frame f, long address, long distance) {
        return (address & (bytes - 1)) == 0
                ? reach(f, address + Math.min(0, distance), Math.abs(distance) + bytes)
                : null;
    }

    /** The memory in which an access by rows is good for all lanes, or null where there is none. */
    static Memory memory(Frame f, MemoryOp op, RowAddresses rows) {
        if (rows.count == 0) {
            return Frame.NOTHING;
        }
        return rows.aligned(op.offset, op.bytes)
                ? op.reach(f, rows.low + op.offset, rows.high - rows.low + op.bytes)
                : null;
    }

    /** Accesses the lanes of rows whose addresses grow by {@code stride} and are all good and in {@code memory}. */
    abstract void rows(Frame f, Memory memory, RowAddresses rows, int stride);

    /** As {@link #rows}, one stretch after the other. */
    final void stretches(Frame f, Memory memory, RowAddresses rows, int stride) {
        for (int i = 0; i < rows.count; i++) {
            row(f, memory, rows.start[i] + offset, stride, rows.from[i], rows.to[i]);
        }
    }

    /** Accesses lanes whose addresses grow by {@code stride}; all are good and in {@code memory}. */
    final void row(Frame f, Memory memory, long address, long stride, int from, int to) {
        if (stride == 0) {
            same(f, memory, address, from, to);
        } else if (stride == bytes) {
            contiguous(f, memory, address, from, to);
        } else {
            stepping(f, memory, address, (int) stride, from, to);
        }
    }

    final boolean uniformAddress(Frame f) {
        return f.banks[addressBank].uniform(addressSlot);
    }

    /** Whether the lanes of each row have one address. */
    final boolean rowAddresses(Frame f) {
        IntegerBank registers = (IntegerBank) f.banks[addressBank];
        return registers.byRows(addressSlot) && registers.rowStride(addressSlot) == 0;
    }

    /** The address at the start of a row, where addresses are known by rows. */
    final long rowAddress(Frame f, int row) {
        long start = ((IntegerBank) f.banks[addressBank]).startOfRow(addressSlot, row);
        return (addressBank == Bank.INT ? start & 0xffff_ffffL : start) + offset;
    }

    /** The address of all lanes, where it is uniform. */
    final long address(Frame f) {
        long base = ((IntegerBank) f.banks[addressBank]).base(addressSlot);
        return (addressBank == Bank.INT ? base & 0xffff_ffffL : base) + offset;
    }

    private boolean affineRows(Frame f, IntegerBank registers, LaneRuns active, boolean whole) {
        int slot = addressSlot;
        if (addressBank == Bank.INT && !AffineRule.fitsUnsigned(registers, slot) || space == Frame.LOCAL) {
            return false;
        }
        long start = address(f);
        long sx = registers.strideX(slot);
        long sy = registers.strideY(slot);
        long sz = registers.strideZ(slot);
        int nx = f.shape.x();
        int ny = f.shape.y();
        boolean contiguous = sx == bytes && elements.length == 1;
        if (sx != 0 && !contiguous || ((start | sx | sy | sz) & (bytes - 1)) != 0) {
            return false;
        }
        long low = start + registers.lowest(slot);
        Memory memory = reach(f, low, registers.highest(slot) - registers.lowest(slot) + bytes);
        if (memory == null) {
            return false;
        }
        if (whole && wholeRows(f, memory, contiguous, start, sy, sz)) {
            return true;
        }
        boolean flat = f.shape.z() == 1 ? ny == 1 || sy == sx * nx : sy == sx * nx && sz == sy * ny;
        int rowLength = flat ? f.lanes : nx;
        for (int i = 0; i < active.count; i++) {
            int end = active.to[i];
            for (int from = active.from[i]; from < end; ) {
                int row = from / rowLength;
                int to = Math.min(end, (row + 1) * rowLength);
                long address = start + sx * (from - row * rowLength);
                if (!flat) {
                    address += sy * (row % ny) + sz * (row / ny);
                }
                if (contiguous) {
                    contiguous(f, memory, address, from, to);
                } else {
                    same(f, memory, address, from, to);
                }
                from = to;
            }
        }
        return true;
    }

    /** Accesses lanes whose addresses are known by rows; says whether it did all of them. */
    private boolean knownRows(Frame f, IntegerBank registers, LaneRuns active) {
        long stride = registers.rowStride(addressSlot);
        if (space == Frame.LOCAL || !takesRows(stride)) {
            return false;
        }
        int rows = registers.byWarps(addressSlot) ? registers.shape.rowsOfWarp() : 1;
        int length = registers.rowLength * rows;
        for (int i = 0; i < active.count; i++) {
            int end = active.to[i];
            for (int from = active.from[i]; from < end; ) {
                int row = from / length;
                long address = rowAddress(f, row * rows) + stride * (from - row * length);
                int to = (row + 1) * length;
                while (to < end && rowAddress(f, to / length * rows) == address + stride * (to - from)) {
                    to += length;
                }
                to = Math.min(to, end);
                Memory memory = rowMemory(f, address, stride * (to - from - 1));
                if (memory == null) {
                    return false;
                }
                row(f, memory, address, stride, from, to);
                from = to;
            }
        }
        return true;
    }

    private void addresses(Frame f, LaneRuns active) {
        Object values = f.banks[addressBank].array(addressSlot);
        for (int i = 0; i < active.count; i++) {
            if (addressBank == Bank.INT) {
                widen(f.addresses, (int[]) values, offset, active.from[i], active.to[i]);
            } else {
                shift(f.addresses, (long[]) values, offset, active.from[i], active.to[i]);
            }
        }
    }

    private static void widen(long[] to, int[] from, long offset, int start, int end) {
        for (int i = start; i < end; i++) {
            to[i] = (from[i] & 0xffff_ffffL) + offset;
        }
    }

    private static void shift(long[] to, long[] from, long offset, int start, int end) {
        for (int i = start; i < end; i++) {
            to[i] = from[i] + offset;
        }
    }

    /** Cuts a run into stretches of contiguous or same addresses, and of others. */
    private void stretches(Frame f, int start, int end) {
        long[] addresses = f.addresses;
        for (int from = start; from < end; ) {
            long first = addresses[from];
            int to = from + 1;
            long step = to < end ? addresses[to] - first : -1;
            boolean row = step == 0 || step == bytes && elements.length == 1;
            while (row && to < end && addresses[to] - addresses[to - 1] == step) {
                to++;
            }
            if (row && to - from >= SHORTEST_ROW && space != Frame.LOCAL) {
                Memory memory = reach(f, first, step * (to - from - 1) + bytes);
                if (memory != null && (first & (bytes - 1)) == 0) {
                    if (step == 0) {
                        same(f, memory, first, from, to);
                    } else {
                        contiguous(f, memory, first, from, to);
                    }
                    from = to;
                    continue;
                }
            }
            from = scattered(f, from, Math.min(end, Math.max(to, from + SHORTEST_ROW)));
        }
    }

    /** Accesses lanes without a pattern, as long as they are in one memory; returns the lane that comes next. */
    private int scattered(Frame f, int from, int end) {
        long[] addresses = f.addresses;
        Memory memory = f.access(space, addresses[from], bytes, from, verb());
        int to = from + 1;
        if (space != Frame.LOCAL) {
            while (to < end && memory.holds(addresses[to], bytes) && (addresses[to] & (bytes - 1)) == 0) {
                to++;
            }
        }
        several(f, memory, from, to);
        return to;
    }

    /** Element {@code k}'s array. */
    final Object elementArray(Frame f, int k) {
        return f.banks[bank].storage(elements[k]);
    }
}
