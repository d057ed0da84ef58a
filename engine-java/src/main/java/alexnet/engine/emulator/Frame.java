package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.BlockObserver;
import java.util.Arrays;

/** The state of one thread block while a worker runs it; kept by the worker and used for block after block. */
final class Frame {

    /** State spaces as memory instructions name them; generic covers global memory and the windows of the others. */
    static final int GENERIC = 0;

    static final int GLOBAL = 1;
    static final int SHARED = 2;
    static final int LOCAL = 3;
    static final int CONSTANT = 4;
    static final int PARAMETER = 5;

    /** Where shared, local and constant memory appear among generic addresses. */
    static final long[] WINDOWS = {0, 0, 1L << 32, 2L << 32, 3L << 32, 4L << 32};

    final LaneShape shape;
    final int lanes;
    final IntBank ints;
    final LongBank longs;
    final FloatBank floats;
    final DoubleBank doubles;
    final Bank[] banks;
    /** Scratch of memory instructions: one address per lane. */
    final long[] addresses;
    /** Scratch of instructions that read other lanes' values. */
    final int[] exchange;
    /** Copies of {@code cp.async} under way. */
    final AsyncCopies copies;
    /** Threads that have not exited. */
    final LaneRuns live;
    /** True while no thread has exited. */
    boolean complete;
    /** Scratch sets for guarded instructions. */
    final LaneRuns guarded;

    /** Where the events of a kernel's observed form go; null while nobody watches. */
    BlockObserver observer;
    /** What an observer is told of accesses; null in plain form. */
    final AccessEvent event;
    /** The operation under way inside a fragment, for fault reports. */
    Op inner;
    /** Scratch of fragments: numbers of rows. */
    long[] rowScratch = {};
    /** Scratch of one operation, which may run inside a fragment: a number for each row. */
    final long[] rowNumbers;
    /** Scratch of fragments: addresses by rows. */
    private RowAddresses[] rowAddresses = {};
    /** Scratch of tiles. */
    final TileOperands tile;

    /** What printf of the running block has written. */
    final StringBuilder output = new StringBuilder();

    final int localBytes;
    /** Holds nothing: where no lane takes part in an access. */
    static final Memory NOTHING = new WordMemory("", -1, 0);

    private final Memory[] spaces = new Memory[WINDOWS.length];
    private final Memory[] windows = new Memory[WINDOWS.length];
    private Memory lastGlobal;

    int blockX;
    int blockY;
    int blockZ;

    Frame(PreparedKernel kernel, LaneShape shape, int sharedBytes) {
        this.shape = shape;
        this.lanes = shape.lanes();
        ints = new IntBank(kernel.slots(Bank.INT), shape);
        longs = new LongBank(kernel.slots(Bank.LONG), shape);
        floats = new FloatBank(kernel.slots(Bank.FLOAT), lanes);
        doubles = new DoubleBank(kernel.slots(Bank.DOUBLE), lanes);
        banks = new Bank[] {ints, longs, floats, doubles};
        addresses = new long[lanes];
        rowNumbers = new long[shape.rows()];
        exchange = new int[lanes];
        copies = new AsyncCopies(lanes);
        live = new LaneRuns(lanes);
        guarded = new LaneRuns(lanes);
        tile = new TileOperands(shape.rows());
        event = kernel.observed() == null ? null : new AccessEvent(lanes);
        localBytes = kernel.localBytes();
        setSpace(SHARED, new WordMemory("shared memory", 0, sharedBytes));
        setSpace(LOCAL, new WordMemory("local memory", 0, localBytes * lanes));
        kernel.constants().forEach(constant -> constant.store(this));
        kernel.specials().forEach(special -> SpecialRegisters.setForShape(this, special));
        lastGlobal = NOTHING;
    }

    /** The scratch for numbers of rows, with room for {@code count}. */
    long[] rowScratch(int count) {
        if (rowScratch.length < count) {
            rowScratch = new long[count];
        }
        return rowScratch;
    }

    /** The scratch for the addresses of an access of a fragment; {@code index} is the access's own within the kernel. */
    RowAddresses rowAddresses(int index) {
        if (index >= rowAddresses.length) {
            rowAddresses = Arrays.copyOf(rowAddresses, index + 64);
        }
        RowAddresses addresses = rowAddresses[index];
        if (addresses == null) {
            addresses = new RowAddresses(shape.rows());
            rowAddresses[index] = addresses;
        }
        return addresses;
    }

    /** The words of the block's shared memory. */
    float[] sharedWords() {
        return ((WordMemory) spaces[SHARED]).words;
    }

    long sharedBytes() {
        return spaces[SHARED].size;
    }

    private void setSpace(int space, Memory memory) {
        boolean readOnly = space == CONSTANT || space == PARAMETER;
        memory.readOnly = readOnly;
        spaces[space] = memory;
        windows[space] = memory.at(WINDOWS[space]);
        windows[space].readOnly = readOnly;
    }

    /** Makes the frame ready for one launch. */
    void begin(PreparedKernel kernel, GridJob job) {
        setSpace(PARAMETER, job.parameters());
        setSpace(CONSTANT, job.module().constants());
        observer = job.observer();
        lastGlobal = NOTHING;
        for (PreparedKernel.GlobalUse use : kernel.globals()) {
            longs.setUniform(use.slot(), job.module().address(use.variable()) + use.offset());
        }
        for (SpecialRegisters.Use special : kernel.specials()) {
            SpecialRegisters.setForGrid(this, special, job);
        }
    }

    /** Makes the frame ready for one block: registers, shared and local memory read zero, as in every run. */
    void startBlock(PreparedKernel kernel, int x, int y, int z) {
        blockX = x;
        blockY = y;
        blockZ = z;
        output.setLength(0);
        live.setRange(0, lanes);
        complete = true;
        copies.clear();
        for (int bank = 0; bank < Bank.COUNT; bank++) {
            banks[bank].clear(kernel.registerSlots()[bank]);
        }
        for (SpecialRegisters.Use special : kernel.specials()) {
            SpecialRegisters.setForBlock(this, special);
        }
        spaces[SHARED].zero(0, spaces[SHARED].size);
        spaces[LOCAL].zero(0, spaces[LOCAL].size);
    }

    /** The memory that holds {@code count} bytes at {@code address}, or null. */
    Memory locate(int space, long address, long count) {
        if (space == GLOBAL) {
            return global(address, count);
        }
        if (space != GENERIC) {
            Memory memory = spaces[space];
            return memory.holds(address, count) ? memory : null;
        }
        long window = address >>> 32;
        if (window > 0 && window < WINDOWS.length) {
            for (int i = SHARED; i < WINDOWS.length; i++) {
                if (WINDOWS[i] >>> 32 == window) {
                    return windows[i].holds(address, count) ? windows[i] : null;
                }
            }
        }
        return global(address, count);
    }

    private Memory global(long address, long count) {
        Memory last = lastGlobal;
        if (last.holds(address, count)) {
            return last;
        }
        Memory found = MemoryTable.GLOBAL.find(address, count);
        if (found != null) {
            lastGlobal = found;
        }
        return found;
    }

    /** As {@link #locate}, for one lane: checks alignment and ownership too. */
    Memory access(int space, long address, int count, int lane, String verb) {
        return access(space, address, count, count, lane, verb);
    }

    /** As {@link #access(int, long, int, int, String)}, where the address has to be a multiple of another number. */
    Memory access(int space, long address, int count, int alignment, int lane, String verb) {
        Memory memory = locate(space, address, count);
        if (memory == null) {
            String what = space == GENERIC || space == GLOBAL
                    ? MemoryTable.GLOBAL.describe(address)
                    : "the kernel has " + spaces[space].size + " bytes of " + spaces[space].label;
            throw new LaneFault(
                    verb + " of " + count + " bytes at address 0x" + Long.toHexString(address) + " outside memory: "
                            + what,
                    lane);
        }
        if ((address & (alignment - 1)) != 0) {
            throw new LaneFault(
                    "misaligned " + verb + " of " + count + " bytes at address 0x" + Long.toHexString(address) + " in '"
                            + memory.label + "'",
                    lane);
        }
        if (memory.readOnly && !verb.equals("read")) {
            throw new LaneFault(
                    verb + " of " + count + " bytes at byte " + (address - memory.base) + " of " + memory.label
                            + ", which kernels may only read",
                    lane);
        }
        if (space == LOCAL && (address < (long) lane * localBytes || address + count > (lane + 1L) * localBytes)) {
            throw new LaneFault(
                    verb + " of " + count + " bytes outside the thread's own " + localBytes + " bytes of local memory",
                    lane);
        }
        return memory;
    }
}
