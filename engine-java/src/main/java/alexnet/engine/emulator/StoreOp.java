package alexnet.engine.emulator;

/** {@code st}: registers to memory. Where lanes write to one address, the highest lane's value stays. */
final class StoreOp extends MemoryOp {

    StoreOp(PtxInstruction source, int space, PtxType type, int bank, int[] elements, Place address, long offset) {
        super(source, space, type, bank, elements, address, offset);
    }

    @Override
    void prepare(Frame f) {
        for (int slot : elements) {
            f.banks[bank].array(slot);
        }
    }

    @Override
    String verb() {
        return "write";
    }

    @Override
    void contiguous(Frame f, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        Object values = elementArray(f, 0);
        int count = to - from;
        if (bank == Bank.FLOAT) {
            memory.floats.put(offset >> 2, (float[]) values, from, count);
        } else if (type.bytes == 4 && bank == Bank.INT) {
            memory.ints.put(offset >> 2, (int[]) values, from, count);
        } else if (type.bytes == 8 && bank == Bank.LONG) {
            memory.longs.put(offset >> 3, (long[]) values, from, count);
        } else {
            for (int i = 0; i < count; i++) {
                put(memory, offset + i * bytes, values, from + i);
            }
        }
    }

    @Override
    void same(Frame f, Memory memory, long address, int from, int to) {
        one(f, memory, address, to - 1);
    }

    @Override
    void one(Frame f, Memory memory, long address, int lane) {
        int offset = (int) (address - memory.base);
        for (int k = 0; k < elements.length; k++) {
            put(memory, offset + k * type.bytes, elementArray(f, k), lane);
        }
    }

    private void put(Memory memory, int offset, Object values, int lane) {
        switch (bank) {
            case Bank.FLOAT -> memory.floats.put(offset >> 2, ((float[]) values)[lane]);
            case Bank.DOUBLE -> memory.doubles.put(offset >> 3, ((double[]) values)[lane]);
            case Bank.INT -> putInteger(memory, offset, ((int[]) values)[lane]);
            default -> putInteger(memory, offset, ((long[]) values)[lane]);
        }
    }

    private void putInteger(Memory memory, int offset, long value) {
        switch (type.bytes) {
            case 1 -> memory.bytes.put(offset, (byte) value);
            case 2 -> memory.shorts.put(offset >> 1, (short) value);
            case 4 -> memory.ints.put(offset >> 2, (int) value);
            default -> memory.longs.put(offset >> 3, value);
        }
    }
}
