package alexnet.engine.emulator;

import java.util.Arrays;

/** {@code ld}: memory to registers. */
final class LoadOp extends MemoryOp {

    LoadOp(PtxInstruction source, int space, PtxType type, int bank, int[] elements, Place address, long offset) {
        super(source, space, type, bank, elements, address, offset);
    }

    @Override
    void all(Frame f) {
        if (!uniformAddress(f) || space == Frame.LOCAL || f.live.empty()) {
            super.all(f);
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

    @Override
    void prepare(Frame f) {
        for (int slot : elements) {
            if (slot >= 0) {
                f.banks[bank].partTarget(slot);
            }
        }
    }

    @Override
    String verb() {
        return "read";
    }

    @Override
    void contiguous(Frame f, Memory memory, long address, int from, int to) {
        if (elements[0] < 0) {
            return;
        }
        int offset = (int) (address - memory.base);
        Object target = elementArray(f, 0);
        int count = to - from;
        if (type == PtxType.F32 || type.bytes == 4 && bank == Bank.FLOAT) {
            memory.floats.get(offset >> 2, (float[]) target, from, count);
        } else if (type.bytes == 4 && bank == Bank.INT) {
            memory.ints.get(offset >> 2, (int[]) target, from, count);
        } else if (type.bytes == 8 && bank == Bank.LONG) {
            memory.longs.get(offset >> 3, (long[]) target, from, count);
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
    void one(Frame f, Memory memory, long address, int lane) {
        int offset = (int) (address - memory.base);
        for (int k = 0; k < elements.length; k++) {
            if (elements[k] >= 0) {
                get(memory, offset + k * type.bytes, elementArray(f, k), lane);
            }
        }
    }

    private void get(Memory memory, int offset, Object target, int lane) {
        switch (bank) {
            case Bank.FLOAT -> ((float[]) target)[lane] = memory.floats.get(offset >> 2);
            case Bank.DOUBLE -> ((double[]) target)[lane] = memory.doubles.get(offset >> 3);
            case Bank.INT -> ((int[]) target)[lane] = getInt(memory, offset);
            default -> ((long[]) target)[lane] = getLong(memory, offset);
        }
    }

    private int getInt(Memory memory, int offset) {
        return switch (type) {
            case U8, B8 -> memory.bytes.get(offset) & 0xff;
            case S8 -> memory.bytes.get(offset);
            case U16, B16 -> memory.shorts.get(offset >> 1) & 0xffff;
            case S16 -> memory.shorts.get(offset >> 1);
            default -> memory.ints.get(offset >> 2);
        };
    }

    private long getLong(Memory memory, int offset) {
        return switch (type.bytes) {
            case 8 -> memory.longs.get(offset >> 3);
            case 4 -> type == PtxType.S32 ? memory.ints.get(offset >> 2) : memory.ints.get(offset >> 2) & 0xffff_ffffL;
            default -> getInt(memory, offset);
        };
    }
}
