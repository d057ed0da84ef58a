package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.AffineRange;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.state.RowAddresses;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.Arrays;
import java.util.List;

/** What loads and stores share: state space, element type, and the search for rows of contiguous addresses. */
public abstract class MemoryOp extends Op {

    /** A stretch of lanes shorter than this is not worth a bulk copy. */
    private static final int SHORTEST_ROW = 8;

    /** The highest address in a 32-bit register. */
    private static final long NARROW = 0xffff_ffffL;

    public final int space;
    final PtxType type;
    /** Slots of the 1, 2 or 4 elements; -1 for a result that is not wanted. */
    public final int[] elements;
    /** Registers of the elements. */
    public final int file;

    public final int bytes;
    private final int addressBank;
    private final int addressSlot;
    public final long offset;

    MemoryOp(PtxInstruction source, PtxType type, int file, int[] elements, LaneAddress address) {
        super(source);
        this.space = address.space();
        this.type = type;
        this.file = file;
        this.elements = elements;
        this.bytes = type.bytes * elements.length;
        this.addressBank = address.place().file();
        this.addressSlot = address.place().slot();
        this.offset = address.offset();
    }

    @Override
    public void all(BlockState state) {
        prepareAll(state);
        run(state, state.live, state.complete);
    }

    @Override
    public final void some(BlockState state, LaneRuns active) {
        preparePart(state);
        run(state, active, false);
    }

    private void run(BlockState state, LaneRuns active, boolean whole) {
        IntegerRegisters registers = (IntegerRegisters) state.files[addressBank];
        if (registers.affine(addressSlot) && affineRows(state, registers, active, whole)
                || registers.byRows(addressSlot) && knownRows(state, registers, active)) {
            return;
        }
        addresses(state, active);
        for (int i = 0; i < active.count; i++) {
            stretches(state, active.from[i], active.to[i]);
        }
    }

    /** Makes the element arrays ready for an access by all live lanes. */
    public abstract void prepareAll(BlockState state);

    /** Makes the element arrays ready for an access by some lanes. */
    public abstract void preparePart(BlockState state);

    /**
     * Accesses all lanes, in rows of the block's extent in x whose addresses are the same, or ascend by the element's
     * size; says whether it did.
     */
    abstract boolean wholeRows(BlockState state, Memory memory, boolean contiguous, long start, long sy, long sz);

    /** Accesses lanes whose addresses ascend by the element's size from {@code address}. Alignment is checked. */
    abstract void contiguous(BlockState state, Memory memory, long address, int from, int to);

    /** Accesses lanes which all have the same address. */
    abstract void same(BlockState state, Memory memory, long address, int from, int to);

    /** Accesses lanes with one float each, or reads one integer for each, whose addresses ascend or descend by {@code stride}. */
    abstract void stepping(BlockState state, Memory memory, long address, int stride, int from, int to);

    /** Accesses lanes at the addresses in the frame, which are all good and in {@code memory}. */
    abstract void several(BlockState state, Memory memory, int from, int to);

    abstract String verb();

    public abstract boolean writes();

    /** The registers of the elements that are wanted. */
    public final List<Place> elementPlaces() {
        return Arrays.stream(elements)
                .filter(slot -> slot >= 0)
                .mapToObj(slot -> new Place(file, slot))
                .toList();
    }

    public final Place addressPlace() {
        return new Place(addressBank, addressSlot);
    }

    /** Whether lanes whose addresses grow by {@code stride} can be accessed by rows. */
    public final boolean takesRows(long stride) {
        if (stride == 0) {
            return true;
        }
        boolean steps = file == Registers.FLOAT || file == Registers.INT && !writes();
        boolean aligned = (stride & type.bytes - 1) == 0 && stride == (int) stride;
        return elements.length == 1 && (stride == bytes || steps && aligned);
    }

    /**
     * The memory in which this operation may access all of {@code count} bytes, or null: the lanes find out one by one
     * what is wrong.
     */
    private Memory reach(BlockState state, long address, long count) {
        Memory memory = state.locate(space, address, count);
        return memory != null && memory.readOnly && writes() ? null : memory;
    }

    /**
     * The memory of lanes whose last address is {@code distance} bytes after the first, or null where the access is not
     * good for all of them.
     */
    final Memory rowMemory(BlockState state, long address, long distance) {
        return (address & (bytes - 1)) == 0
                ? reach(state, address + Math.min(0, distance), Math.abs(distance) + bytes)
                : null;
    }

    /** The memory in which an access by rows is good for all lanes, or null where there is none. */
    public static Memory memory(BlockState state, MemoryOp op, RowAddresses rows) {
        if (rows.count == 0) {
            return BlockState.NOTHING;
        }
        boolean fits = op.addressBank != Registers.INT || rows.low >= 0 && rows.high <= NARROW;
        return fits && rows.exact() && rows.aligned(op.offset, op.bytes)
                ? op.reach(state, rows.low + op.offset, AffineRange.highSum(rows.high - rows.low, op.bytes))
                : null;
    }

    /** Accesses the lanes of rows whose addresses grow by {@code stride} and are all good and in {@code memory}. */
    public abstract void rows(BlockState state, Memory memory, RowAddresses rows, int stride);

    /** As {@link #rows}, one stretch after the other. */
    final void stretches(BlockState state, Memory memory, RowAddresses rows, int stride) {
        for (int i = 0; i < rows.count; i++) {
            row(state, memory, rows.start[i] + offset, stride, rows.from[i], rows.to[i]);
        }
    }

    /** Accesses lanes whose addresses grow by {@code stride}; all are good and in {@code memory}. */
    final void row(BlockState state, Memory memory, long address, long stride, int from, int to) {
        if (stride == 0) {
            same(state, memory, address, from, to);
        } else if (stride == bytes) {
            contiguous(state, memory, address, from, to);
        } else {
            stepping(state, memory, address, (int) stride, from, to);
        }
    }

    final boolean uniformAddress(BlockState state) {
        return state.files[addressBank].uniform(addressSlot);
    }

    /** Whether the lanes of each row have one address. */
    final boolean rowAddresses(BlockState state) {
        IntegerRegisters registers = (IntegerRegisters) state.files[addressBank];
        return registers.byRows(addressSlot) && registers.rowStride(addressSlot) == 0;
    }

    /** The address at the start of a row, where addresses are known by rows. */
    final long rowAddress(BlockState state, int row) {
        long start = ((IntegerRegisters) state.files[addressBank]).startOfRow(addressSlot, row);
        return (addressBank == Registers.INT ? start & 0xffff_ffffL : start) + offset;
    }

    /** The address of all lanes, where it is uniform. */
    final long address(BlockState state) {
        long base = ((IntegerRegisters) state.files[addressBank]).base(addressSlot);
        return (addressBank == Registers.INT ? base & 0xffff_ffffL : base) + offset;
    }

    private boolean affineRows(BlockState state, IntegerRegisters registers, LaneRuns active, boolean whole) {
        int slot = addressSlot;
        if (addressBank == Registers.INT && !AffineRange.fitsUnsigned(registers, slot) || space == BlockState.LOCAL) {
            return false;
        }
        long start = address(state);
        long sx = registers.strideX(slot);
        long sy = registers.strideY(slot);
        long sz = registers.strideZ(slot);
        int nx = state.shape.x();
        int ny = state.shape.y();
        boolean contiguous = sx == bytes && elements.length == 1;
        if (sx != 0 && !contiguous || ((start | sx | sy | sz) & (bytes - 1)) != 0) {
            return false;
        }
        if (!AffineRange.between(registers, slot, start, 0, Long.MAX_VALUE)) {
            return false;
        }
        long low = start + AffineRange.lowOffset(registers, slot);
        long high = start + AffineRange.highOffset(registers, slot);
        Memory memory = reach(state, low, AffineRange.highSum(high - low, bytes));
        if (memory == null) {
            return false;
        }
        if (whole && wholeRows(state, memory, contiguous, start, sy, sz)) {
            return true;
        }
        boolean flat = state.shape.z() == 1 ? ny == 1 || sy == sx * nx : sy == sx * nx && sz == sy * ny;
        int rowLength = flat ? state.lanes : nx;
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
                    contiguous(state, memory, address, from, to);
                } else {
                    same(state, memory, address, from, to);
                }
                from = to;
            }
        }
        return true;
    }

    /** Accesses lanes whose addresses are known by rows; says whether it did all of them. */
    private boolean knownRows(BlockState state, IntegerRegisters registers, LaneRuns active) {
        long stride = registers.rowStride(addressSlot);
        if (space == BlockState.LOCAL || !takesRows(stride)) {
            return false;
        }
        int rows = registers.byWarps(addressSlot) ? registers.shape.rowsOfWarp() : 1;
        int length = registers.rowLength * rows;
        for (int i = 0; i < active.count; i++) {
            int end = active.to[i];
            for (int from = active.from[i]; from < end; ) {
                int row = from / length;
                long address = rowAddress(state, row * rows) + stride * (from - row * length);
                int to = (row + 1) * length;
                while (to < end && rowAddress(state, to / length * rows) == address + stride * (to - from)) {
                    to += length;
                }
                to = Math.min(to, end);
                long distance = stride * (to - from - 1);
                Memory memory = wraps(address + distance) ? null : rowMemory(state, address, distance);
                if (memory == null) {
                    return false;
                }
                row(state, memory, address, stride, from, to);
                from = to;
            }
        }
        return true;
    }

    /** Whether an address to which a row has grown is none that a 32-bit register can hold, so that it wraps. */
    private boolean wraps(long address) {
        long held = address - offset;
        return addressBank == Registers.INT && (held < 0 || held > NARROW);
    }

    private void addresses(BlockState state, LaneRuns active) {
        Object values = state.files[addressBank].array(addressSlot);
        for (int i = 0; i < active.count; i++) {
            if (addressBank == Registers.INT) {
                widen(state.addresses, (int[]) values, offset, active.from[i], active.to[i]);
            } else {
                shift(state.addresses, (long[]) values, offset, active.from[i], active.to[i]);
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
    private void stretches(BlockState state, int start, int end) {
        long[] addresses = state.addresses;
        for (int from = start; from < end; ) {
            long first = addresses[from];
            int to = from + 1;
            long step = to < end ? addresses[to] - first : -1;
            boolean row = step == 0 || step == bytes && elements.length == 1;
            while (row && to < end && addresses[to] - addresses[to - 1] == step) {
                to++;
            }
            if (row && to - from >= SHORTEST_ROW && space != BlockState.LOCAL) {
                Memory memory = reach(state, first, step * (to - from - 1) + bytes);
                if (memory != null && (first & (bytes - 1)) == 0) {
                    if (step == 0) {
                        same(state, memory, first, from, to);
                    } else {
                        contiguous(state, memory, first, from, to);
                    }
                    from = to;
                    continue;
                }
            }
            from = scattered(state, from, Math.min(end, Math.max(to, from + SHORTEST_ROW)));
        }
    }

    /** Accesses lanes without a pattern, as long as they are in one memory; returns the lane that comes next. */
    private int scattered(BlockState state, int from, int end) {
        long[] addresses = state.addresses;
        Memory memory = state.access(space, addresses[from], bytes, from, verb());
        int to = from + 1;
        if (space != BlockState.LOCAL) {
            while (to < end && memory.holds(addresses[to], bytes) && (addresses[to] & (bytes - 1)) == 0) {
                to++;
            }
        }
        several(state, memory, from, to);
        return to;
    }

    /** Element {@code k}'s array. */
    final Object elementArray(BlockState state, int k) {
        return state.files[file].storage(elements[k]);
    }
}
