package alexnet.engine.emulator.state;

import alexnet.engine.emulator.loop.TileOperands;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;

/** The state of one thread block while a worker runs it; kept by the worker and used for block after block. */
public final class BlockState {

    /** State spaces as memory instructions name them; generic covers global memory and the windows of the others. */
    public static final int GENERIC = 0;

    public static final int GLOBAL = 1;
    public static final int SHARED = 2;
    public static final int LOCAL = 3;
    public static final int CONSTANT = 4;
    public static final int PARAMETER = 5;

    /** Where shared, local and constant memory appear among generic addresses. */
    public static final long[] WINDOWS = {0, 0, 1L << 32, 2L << 32, 3L << 32, 4L << 32};

    public final LaneShape shape;
    public final int lanes;
    public final IntRegisters ints;
    public final LongRegisters longs;
    public final FloatRegisters floats;
    public final DoubleRegisters doubles;
    public final Registers[] files;
    /** Scratch of memory instructions: one address per lane. */
    public final long[] addresses;
    /** Scratch of instructions that read other lanes' values. */
    public final int[] exchange;
    /** Copies of {@code cp.async} under way. */
    public final AsyncCopies copies;
    /** Scratch of instructions on integers. */
    final LinearForm linearForm = new LinearForm();
    /** Threads that have not exited. */
    public final LaneRuns live;
    /** True while no thread has exited. */
    public boolean complete;
    /** Scratch sets for guarded instructions. */
    public final LaneRuns guarded;

    /** Where the events of a kernel's observed form go; null while nobody watches. */
    public BlockObserver observer;
    /** What an observer is told of accesses; null in plain form. */
    public final AccessEvent event;
    /** The instruction under way inside a fragment, for fault reports. */
    public PtxInstruction inner;
    /** Scratch of fragments: numbers of rows. */
    public long[] rowScratch = {};
    /** Scratch of one operation, which may run inside a fragment: a number for each row. */
    public final long[] rowNumbers;
    /** Scratch of fragments: addresses by rows. */
    private RowAddresses[] rowAddresses = {};
    /** Scratch of tiles. */
    public final TileOperands tile;

    /** What printf of the running block has written. */
    public final StringBuilder output = new StringBuilder();

    final int localBytes;
    /** Holds nothing: where no lane takes part in an access. */
    public static final Memory NOTHING = new WordMemory("", -1, 0);

    private final Memory[] spaces = new Memory[WINDOWS.length];
    private final Memory[] windows = new Memory[WINDOWS.length];
    private Memory lastGlobal;

    public int blockX;
    public int blockY;
    public int blockZ;

    public BlockState(StateSize size, LaneShape shape, int sharedBytes) {
        this.shape = shape;
        this.lanes = shape.lanes();
        ints = new IntRegisters(size.slots()[Registers.INT], shape);
        longs = new LongRegisters(size.slots()[Registers.LONG], shape);
        floats = new FloatRegisters(size.slots()[Registers.FLOAT], lanes);
        doubles = new DoubleRegisters(size.slots()[Registers.DOUBLE], lanes);
        files = new Registers[] {ints, longs, floats, doubles};
        addresses = new long[lanes];
        rowNumbers = new long[shape.rows()];
        exchange = new int[lanes];
        copies = new AsyncCopies(lanes);
        live = new LaneRuns(lanes);
        guarded = new LaneRuns(lanes);
        tile = new TileOperands(shape.rows());
        event = size.observed() ? new AccessEvent(lanes) : null;
        localBytes = size.localBytes();
        setSpace(SHARED, new WordMemory("shared memory", 0, sharedBytes));
        setSpace(LOCAL, new WordMemory("local memory", 0, localBytes * lanes));
        lastGlobal = NOTHING;
    }

    /** The file of an integer register. */
    public IntegerRegisters integers(Place place) {
        return place.file() == Registers.LONG ? longs : ints;
    }

    /** The scratch for numbers of rows, with room for {@code count}. */
    public long[] rowScratch(int count) {
        if (rowScratch.length < count) {
            rowScratch = new long[count];
        }
        return rowScratch;
    }

    /** The scratch for the addresses of an access of a fragment; {@code index} is the access's own within the kernel. */
    public RowAddresses rowAddresses(int index) {
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
    public float[] sharedWords() {
        return ((WordMemory) spaces[SHARED]).words;
    }

    public long sharedBytes() {
        return spaces[SHARED].size;
    }

    private void setSpace(int space, Memory memory) {
        boolean readOnly = space == CONSTANT || space == PARAMETER;
        memory.readOnly = readOnly;
        spaces[space] = memory;
        windows[space] = memory.at(WINDOWS[space]);
        windows[space].readOnly = readOnly;
    }

    /** Makes it ready for one launch. */
    public void startLaunch(LaunchState launch) {
        setSpace(PARAMETER, launch.parameters());
        setSpace(CONSTANT, launch.constants());
        observer = launch.observer();
        lastGlobal = NOTHING;
    }

    /**
     * Makes it ready for one thread block: registers, shared and local memory read zero, as in every run.
     *
     * @param registerSlots for each register file the slots, counted from the first, that are a program's registers
     */
    public void startBlock(int[] registerSlots, int x, int y, int z) {
        blockX = x;
        blockY = y;
        blockZ = z;
        output.setLength(0);
        live.setRange(0, lanes);
        complete = true;
        copies.clear();
        for (int file = 0; file < Registers.COUNT; file++) {
            files[file].clear(registerSlots[file]);
        }
        spaces[SHARED].zero(0, spaces[SHARED].size);
        spaces[LOCAL].zero(0, spaces[LOCAL].size);
    }

    /** The memory that holds {@code count} bytes at {@code address}, or null. */
    public Memory locate(int space, long address, long count) {
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
    public Memory access(int space, long address, int count, int lane, String verb) {
        return access(space, address, count, count, lane, verb);
    }

    /** As {@link #access(int, long, int, int, String)}, where the address has to be a multiple of another number. */
    public Memory access(int space, long address, int count, int alignment, int lane, String verb) {
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
