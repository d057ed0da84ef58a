package alexnet.engine.emulator;

import java.util.Arrays;

/** The .f32 registers of a block. */
final class FloatBank extends Bank {

    private final float[][] values;
    private final float[][] singles;

    FloatBank(int slots, int lanes) {
        super(slots, lanes);
        values = new float[slots][];
        singles = new float[slots][1];
    }

    @Override
    float[] single(int slot) {
        return singles[slot];
    }

    void setUniform(int slot, float value) {
        singles[slot][0] = value;
        kind[slot] = UNIFORM;
    }

    @Override
    float[] storage(int slot) {
        float[] array = values[slot];
        if (array == null) {
            array = new float[lanes];
            values[slot] = array;
        }
        return array;
    }

    @Override
    void copy(int to, int from) {
        if (uniform(from)) {
            setUniform(to, singles[from][0]);
        } else {
            System.arraycopy(storage(from), 0, storage(to), 0, lanes);
            kind[to] = ARRAY;
        }
    }

    @Override
    void fill(int slot) {
        Arrays.fill(storage(slot), singles[slot][0]);
    }

    @Override
    void zero(int slot) {
        singles[slot][0] = 0;
    }
}
