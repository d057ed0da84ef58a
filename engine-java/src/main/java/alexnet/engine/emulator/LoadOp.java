package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.Arrays;

/** {@code ld}: memory to registers. */
final class LoadOp extends MemoryOp {

    /** The bits that the registers have: what is sign-extended to 16 bits is kept as 16 bits with zeros before them. */
    private final int mask;

    /** @param width bytes of the result registers */
    LoadOp(PtxInstruction source, PtxType type, int bank, int[] elements, LaneAddress address, int width) {
        super(source, type, bank, elements, address);
        this.mask = width == 1 || width == 2 ? (1 << 8 * width) - 1 : -1;
    }

    @Override
    void all(Frame f) {
        if (!uniformAddress(f) || space == Frame.LOCAL || f.live.empty()) {
            if (!integersByRows(f)) {
                super.all(f);
            }
            return;
        }
        long address = address(f);
        Memory memory = f.access(space, address, bytes, f.live.from[0], verb());
        Bank registers = f.banks[bank];
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                get(memory, (int) (address - memory.base) + k * type.bytes, registers.single(elements[k]), 0);
                registers.markUniform(elements[k]);
            }
        }
    }

    /** Loads one integer for each row, where the lanes of a row have one address; says whether it did. */
    private boolean integersByRows(Frame f) {
        if (!(f.banks[bank] instanceof IntegerBank registers)
                || registers.rowCount == 1
                || !f.complete
                || space == Frame.LOCAL
                || !rowAddresses(f)) {
            return false;
        }
        int rows = registers.rowCount;
        long[] addresses = f.rowNumbers;
        for (int row = 0; row < rows; row++) {
            addresses[row] = rowAddress(f, row);
        }
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                Object target = registers.rowStorage(elements[k]);
                for (int row = 0; row < rows; row++) {
                    Memory memory = f.access(space, addresses[row], bytes, row * registers.rowLength, verb());
                    get(memory, (int) (addresses[row] - memory.base) + k * type.bytes, target, row);
                }
                registers.setRows(elements[k], 0);
            }
        }
        return true;
    }

    private boolean unsignedBytes() {
        return bank == Bank.INT && (type == PtxType.U8 || type == PtxType.B8);
    }

    /** Whether it loads integers that fragments can take as numbers of the block or of rows. */
    boolean integers() {
        return space != Frame.LOCAL && (bank == Bank.INT || bank == Bank.LONG);
    }

    /** Whether all elements at an address, without the offset, can be read. */
    boolean readable(Frame f, long address) {
        long start = address + offset;
        return (start & bytes - 1) == 0 && f.locate(space, start, bytes) != null;
    }

    /** The integer that one thread reads as one of the elements at an address where they are {@link #readable}. */
    long read(Frame f, long address, int element) {
        Memory memory = f.locate(space, address + offset, bytes);
        int at = (int) (address + offset - memory.base) + element * type.bytes;
        return bank == Bank.INT ? getInt(memory, at) & mask : getLong(memory, at);
    }

    /** Whether it loads whole 32-bit integers from shared memory, at a multiple of its size where its register is one. */
    boolean sharedWords() {
        return space == Frame.SHARED && bank == Bank.INT && type.bytes == 4;
    }

    @Override
    void prepareAll(Frame f) {
        for (int slot : elements) {
            if (slot >= 0) {
                f.banks[bank].target(slot);
            }
        }
    }

    @Override
    void preparePart(Frame f) {
        for (int slot : elements) {
            if (slot >= 0) {
                f.banks[bank].partTarget(slot);
            }
        }
    }

    @Override
    boolean wholeRows(Frame f, Memory memory, boolean contiguous, long start, long sy, long sz) {
        if (bank != Bank.FLOAT) {
            return false;
        }
        int nx = f.shape.x();
        int ny = f.shape.y();
        boolean flat = contiguous && sy == (long) bytes * nx;
        int rows = flat ? 1 : ny;
        int length = flat ? nx * ny : nx;
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                float[] target = (float[]) elementArray(f, k);
                for (int z = 0; z < f.shape.z(); z++) {
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
    boolean writes() {
        return false;
    }

    @Override
    void contiguous(Frame f, Memory memory, long address, int from, int to) {
        if (elements[0] < 0) {
            return;
        }
        int offset = (int) (address - memory.base);
        Object target = elementArray(f, 0);
        int count = to - from;
        if (bank == Bank.FLOAT) {
            memory.getFloats(offset, (float[]) target, from, count);
        } else if (type.bytes == 4 && bank == Bank.INT) {
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
    void same(Frame f, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                Object target = elementArray(f, k);
                get(memory, offset + k * type.bytes, target, from);
                switch (bank) {
                    case Bank.FLOAT -> Arrays.fill((float[]) target, from, to, ((float[]) target)[from]);
                    case Bank.INT -> Arrays.fill((int[]) target, from, to, ((int[]) target)[from]);
                    case Bank.LONG -> Arrays.fill((long[]) target, from, to, ((long[]) target)[from]);
                    default -> Arrays.fill((double[]) target, from, to, ((double[]) target)[from]);
                }
            }
        }
    }

    @Override
    void stepping(Frame f, Memory memory, long address, int stride, int from, int to) {
        if (elements[0] < 0) {
            return;
        }
        int offset = (int) (address - memory.base);
        Object target = elementArray(f, 0);
        if (bank == Bank.FLOAT) {
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
    void rows(Frame f, Memory memory, RowAddresses rows, int stride) {
        if (bank != Bank.FLOAT) {
            stretches(f, memory, rows, stride);
            return;
        }
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                float[] target = (float[]) elementArray(f, k);
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
    void several(Frame f, Memory memory, int from, int to) {
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                Object target = elementArray(f, k);
                int shift = k * type.bytes;
                if (bank == Bank.FLOAT) {
                    memory.gatherFloats(f.addresses, shift, (float[]) target, from, to);
                } else {
                    for (int lane = from; lane < to; lane++) {
                        get(memory, (int) (f.addresses[lane] - memory.base) + shift, target, lane);
                    }
                }
            }
        }
    }

    private void get(Memory memory, int offset, Object target, int lane) {
        switch (bank) {
            case Bank.FLOAT -> ((float[]) target)[lane] = memory.getFloat(offset);
            case Bank.DOUBLE -> ((double[]) target)[lane] = memory.getDouble(offset);
            case Bank.INT -> ((int[]) target)[lane] = getInt(memory, offset) & mask;
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
