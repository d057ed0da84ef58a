package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.state.RowAddresses;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.Arrays;
import java.util.List;

/** {@code ld}: memory to registers. */
public final class LoadOp extends MemoryOp {

    /** The bits that the registers have: what is sign-extended to 16 bits is kept as 16 bits with zeros before them. */
    private final int mask;

    /** @param width bytes of the result registers */
    public LoadOp(PtxInstruction source, PtxType type, int file, int[] elements, LaneAddress address, int width) {
        super(source, type, file, elements, address);
        this.mask = width == 1 || width == 2 ? (1 << 8 * width) - 1 : -1;
    }

    @Override
    public void all(BlockState state) {
        if (!uniformAddress(state) || space == BlockState.LOCAL || state.live.empty()) {
            if (!integersByRows(state)) {
                super.all(state);
            }
            return;
        }
        long address = address(state);
        Memory memory = state.access(space, address, bytes, state.live.from[0], verb());
        Registers registers = state.files[file];
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                get(memory, (int) (address - memory.base) + k * type.bytes, registers.single(elements[k]), 0);
                registers.markUniform(elements[k]);
            }
        }
    }

    /** Loads one integer for each row, where the lanes of a row have one address; says whether it did. */
    private boolean integersByRows(BlockState state) {
        if (!(state.files[file] instanceof IntegerRegisters registers)
                || registers.rowCount == 1
                || !state.complete
                || space == BlockState.LOCAL
                || !rowAddresses(state)) {
            return false;
        }
        int rows = registers.rowCount;
        long[] addresses = state.rowNumbers;
        for (int row = 0; row < rows; row++) {
            addresses[row] = rowAddress(state, row);
        }
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                Object target = registers.rowStorage(elements[k]);
                for (int row = 0; row < rows; row++) {
                    Memory memory = state.access(space, addresses[row], bytes, row * registers.rowLength, verb());
                    get(memory, (int) (addresses[row] - memory.base) + k * type.bytes, target, row);
                }
                registers.setRows(elements[k], 0);
            }
        }
        return true;
    }

    /**
     * Integers from parameters are left to the operation: they are read where a kernel begins, and what is made of them
     * there is affine, which says more than rows do.
     */
    @Override
    public TraceUse traceUse() {
        TraceUse use = new TraceUse(List.of(addressPlace()), elementPlaces(), true, false);
        return use.loadsIntegers() && space == BlockState.PARAMETER ? null : use;
    }

    private boolean unsignedBytes() {
        return file == Registers.INT && (type == PtxType.U8 || type == PtxType.B8);
    }

    /** Whether it loads integers that traces can take as numbers of the block or of rows. */
    public boolean integers() {
        return space != BlockState.LOCAL && (file == Registers.INT || file == Registers.LONG);
    }

    /** Whether all elements at an address, without the offset, can be read. */
    public boolean readable(BlockState state, long address) {
        long start = address + offset;
        return (start & bytes - 1) == 0 && state.locate(space, start, bytes) != null;
    }

    /** The integer that one thread reads as one of the elements at an address where they are {@link #readable}. */
    public long read(BlockState state, long address, int element) {
        Memory memory = state.locate(space, address + offset, bytes);
        int at = (int) (address + offset - memory.base) + element * type.bytes;
        return file == Registers.INT ? getInt(memory, at) & mask : getLong(memory, at);
    }

    /** Whether it loads whole 32-bit integers from shared memory, at a multiple of its size where its register is one. */
    public boolean sharedWords() {
        return space == BlockState.SHARED && file == Registers.INT && type.bytes == 4;
    }

    @Override
    public void prepareAll(BlockState state) {
        for (int slot : elements) {
            if (slot >= 0) {
                state.files[file].target(slot);
            }
        }
    }

    @Override
    public void preparePart(BlockState state) {
        for (int slot : elements) {
            if (slot >= 0) {
                state.files[file].partTarget(slot);
            }
        }
    }

    @Override
    boolean wholeRows(BlockState state, Memory memory, boolean contiguous, long start, long sy, long sz) {
        if (file != Registers.FLOAT) {
            return false;
        }
        int nx = state.shape.x();
        int ny = state.shape.y();
        boolean flat = contiguous && sy == (long) bytes * nx;
        int rows = flat ? 1 : ny;
        int length = flat ? nx * ny : nx;
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                float[] target = (float[]) elementArray(state, k);
                for (int z = 0; z < state.shape.z(); z++) {
                    int offset = (int) (start + sz * z - memory.base) + k * type.bytes;
                    if (contiguous) {
                        memory.copyFloats(offset, sy, rows, length, target, z * nx * ny);
                    } else {
                        memory.repeatFloats(offset, sy, rows, length, target, z * nx * ny);
                    }
                }
            }
        }
        return true;
    }

    @Override
    String verb() {
        return "read";
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    void contiguous(BlockState state, Memory memory, long address, int from, int to) {
        if (elements[0] < 0) {
            return;
        }
        int offset = (int) (address - memory.base);
        Object target = elementArray(state, 0);
        int count = to - from;
        if (file == Registers.FLOAT) {
            memory.getFloats(offset, (float[]) target, from, count);
        } else if (type.bytes == 4 && file == Registers.INT) {
            memory.getInts(offset, (int[]) target, from, count);
        } else if (unsignedBytes()) {
            memory.getBytes(offset, 1, (int[]) target, from, to);
        } else {
            for (int i = 0; i < count; i++) {
                get(memory, offset + i * bytes, target, from + i);
            }
        }
    }

    @Override
    void same(BlockState state, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                Object target = elementArray(state, k);
                get(memory, offset + k * type.bytes, target, from);
                switch (file) {
                    case Registers.FLOAT -> Arrays.fill((float[]) target, from, to, ((float[]) target)[from]);
                    case Registers.INT -> Arrays.fill((int[]) target, from, to, ((int[]) target)[from]);
                    case Registers.LONG -> Arrays.fill((long[]) target, from, to, ((long[]) target)[from]);
                    default -> Arrays.fill((double[]) target, from, to, ((double[]) target)[from]);
                }
            }
        }
    }

    @Override
    void stepping(BlockState state, Memory memory, long address, int stride, int from, int to) {
        if (elements[0] < 0) {
            return;
        }
        int offset = (int) (address - memory.base);
        Object target = elementArray(state, 0);
        if (file == Registers.FLOAT) {
            memory.stepFloats(offset, stride, (float[]) target, from, to);
        } else if (unsignedBytes()) {
            memory.getBytes(offset, stride, (int[]) target, from, to);
        } else {
            for (int lane = from; lane < to; lane++) {
                get(memory, offset, target, lane);
                offset += stride;
            }
        }
    }

    @Override
    public void rows(BlockState state, Memory memory, RowAddresses rows, int stride) {
        if (file != Registers.FLOAT) {
            stretches(state, memory, rows, stride);
            return;
        }
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                float[] target = (float[]) elementArray(state, k);
                long shift = offset - memory.base + 4L * k;
                if (stride == 0) {
                    rows.fill(memory, shift, target);
                } else {
                    memory.getFloats(rows, shift, stride, target);
                }
            }
        }
    }

    @Override
    void several(BlockState state, Memory memory, int from, int to) {
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                Object target = elementArray(state, k);
                int shift = k * type.bytes;
                if (file == Registers.FLOAT) {
                    memory.gatherFloats(state.addresses, shift, (float[]) target, from, to);
                } else {
                    for (int lane = from; lane < to; lane++) {
                        get(memory, (int) (state.addresses[lane] - memory.base) + shift, target, lane);
                    }
                }
            }
        }
    }

    private void get(Memory memory, int offset, Object target, int lane) {
        switch (file) {
            case Registers.FLOAT -> ((float[]) target)[lane] = memory.getFloat(offset);
            case Registers.DOUBLE -> ((double[]) target)[lane] = memory.getDouble(offset);
            case Registers.INT -> ((int[]) target)[lane] = getInt(memory, offset) & mask;
            default -> ((long[]) target)[lane] = getLong(memory, offset);
        }
    }

    private int getInt(Memory memory, int offset) {
        return switch (type) {
            case U8, B8 -> memory.getByte(offset) & 0xff;
            case S8 -> memory.getByte(offset);
            case U16, B16, F16, BF16 -> memory.getShort(offset) & 0xffff;
            case S16 -> memory.getShort(offset);
            default -> memory.getInt(offset);
        };
    }

    private long getLong(Memory memory, int offset) {
        return switch (type.bytes) {
            case 8 -> memory.getLong(offset);
            case 4 -> type == PtxType.S32 ? memory.getInt(offset) : memory.getInt(offset) & 0xffff_ffffL;
            default -> getInt(memory, offset);
        };
    }
}
