package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.state.RowAddresses;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;

/** {@code st}: registers to memory. Where lanes write to one address, the highest lane's value stays. */
public final class StoreOp extends MemoryOp {

    public StoreOp(PtxInstruction source, PtxType type, int file, int[] elements, LaneAddress address) {
        super(source, type, file, elements, address);
    }

    @Override
    public TraceUse traceUse() {
        List<Place> reads = new ArrayList<>(List.of(addressPlace()));
        reads.addAll(elementPlaces());
        return new TraceUse(reads, List.of(), false, true);
    }

    @Override
    public void prepareAll(BlockState state) {
        preparePart(state);
    }

    @Override
    public void preparePart(BlockState state) {
        for (int slot : elements) {
            state.files[file].array(slot);
        }
    }

    @Override
    boolean wholeRows(BlockState state, Memory memory, boolean contiguous, long start, long sy, long sz) {
        return false;
    }

    @Override
    String verb() {
        return "write";
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    void contiguous(BlockState state, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        Object values = elementArray(state, 0);
        int count = to - from;
        if (file == Registers.FLOAT) {
            memory.putFloats(offset, (float[]) values, from, count);
        } else if (type.bytes == 4 && file == Registers.INT) {
            memory.putInts(offset, (int[]) values, from, count);
        } else if (type.bytes == 1 && file == Registers.INT) {
            memory.putBytes(offset, (int[]) values, from, to);
        } else {
            for (int i = 0; i < count; i++) {
                put(memory, offset + i * bytes, values, from + i);
            }
        }
    }

    @Override
    void same(BlockState state, Memory memory, long address, int from, int to) {
        int offset = (int) (address - memory.base);
        for (int k = 0; k < elements.length; k++) {
            put(memory, offset + k * type.bytes, elementArray(state, k), to - 1);
        }
    }

    @Override
    void stepping(BlockState state, Memory memory, long address, int stride, int from, int to) {
        memory.putFloatSteps((int) (address - memory.base), stride, (float[]) elementArray(state, 0), from, to);
    }

    @Override
    public void rows(BlockState state, Memory memory, RowAddresses rows, int stride) {
        if (stride != 0 && file == Registers.FLOAT) {
            memory.putFloats(rows, offset - memory.base, stride, (float[]) elementArray(state, 0));
        } else {
            stretches(state, memory, rows, stride);
        }
    }

    @Override
    void several(BlockState state, Memory memory, int from, int to) {
        if (file == Registers.FLOAT && elements.length == 1) {
            memory.scatterFloats(state.addresses, 0, (float[]) elementArray(state, 0), from, to);
            return;
        }
        // Lane by lane: where lanes write to one address, all elements must be the highest lane's.
        for (int lane = from; lane < to; lane++) {
            for (int k = 0; k < elements.length; k++) {
                put(memory, (int) (state.addresses[lane] - memory.base) + k * type.bytes, elementArray(state, k), lane);
            }
        }
    }

    private void put(Memory memory, int offset, Object values, int lane) {
        switch (file) {
            case Registers.FLOAT -> memory.putFloat(offset, ((float[]) values)[lane]);
            case Registers.DOUBLE -> memory.putDouble(offset, ((double[]) values)[lane]);
            case Registers.INT -> putInteger(memory, offset, ((int[]) values)[lane]);
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
