package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;

/** {@code st}: registers to memory. Where lanes write to one address, the highest lane's value stays. */
final class StoreOp extends MemoryOp {

    StoreOp(PtxInstruction source, PtxType type, int bank, int[] elements, LaneAddress address) {
        super(source, type, bank, elements, address);
    }

    @Override
    void prepareAll(Frame f) {
        preparePart(f);
    }

    @Override
    void preparePart(Frame f) {
        for (int slot : elements) {
            f.banks[bank].array(slot);
        }
    }

    @Override
    boolean wholeRows(Frame f, Memory memory, boolean contiguous, long start, long sy, long sz) {
        return false;
    }

    @Override
    String verb() {
        return "write";
    }

    @Override
    boolean writes() {
        return true;
    }

    @Override
    void contiguous(Frame f, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        Object values = elementArray(f, 0);
        int count = to - from;
        if (bank == Bank.FLOAT) {
            memory.putFloats(offset, (float[]) values, from, count);
        } else if (type.bytes == 4 && bank == Bank.INT) {
            memory.putInts(offset, (int[]) values, from, count);
        } else if (type.bytes == 1 && bank == Bank.INT) {
            memory.putBytes(offset, (int[]) values, from, to);
        } else {
            for (int i = 0; i < count; i++) {
                put(memory, offset + i * bytes, values, from + i);
            }
        }
    }

    @Override
    void same(Frame f, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        for (int k = 0; k < elements.length; k++) {
            put(memory, offset + k * type.bytes, elementArray(f, k), to - 1);
        }
    }

    @Override
    void stepping(Frame f, Memory memory, long address, int stride, int from, int to) {
        memory.putFloatSteps((int) (address - memory.base), stride, (float[]) elementArray(f, 0), from, to);
    }

    @Override
    void rows(Frame f, Memory memory, RowAddresses rows, int stride) {
        if (stride != 0 && bank == Bank.FLOAT) {
            memory.putFloats(rows, offset - memory.base, stride, (float[]) elementArray(f, 0));
        } else {
            stretches(f, memory, rows, stride);
        }
    }

    @Override
    void several(Frame f, Memory memory, int from, int to) {
        if (bank == Bank.FLOAT && elements.length == 1) {
            memory.scatterFloats(f.addresses, 0, (float[]) elementArray(f, 0), from, to);
            return;
        }
        // Lane by lane: where lanes write to one address, all elements must be the highest lane's.
        for (int lane = from; lane < to; lane++) {
            for (int k = 0; k < elements.length; k++) {
                put(memory, (int) (f.addresses[lane] - memory.base) + k * type.bytes, elementArray(f, k), lane);
            }
        }
    }

    private void put(Memory memory, int offset, Object values, int lane) {
        switch (bank) {
            case Bank.FLOAT -> memory.putFloat(offset, ((float[]) values)[lane]);
            case Bank.DOUBLE -> memory.putDouble(offset, ((double[]) values)[lane]);
            case Bank.INT -> putInteger(memory, offset, ((int[]) values)[lane]);
            default -> putInteger(memory, offset, ((long[]) values)[lane]);
        }
    }

    private void putInteger(Memory memory, int offset, long value) {
        switch (type.bytes) {
            case 1 -> memory.putByte(offset, (byte) value);
            case 2 -> memory.putShort(offset, (short) value);
            case 4 -> memory.putInt(offset, (int) value);
            default -> memory.putLong(offset, value);
        }
    }
}
