package alexnet.engine.emulator.state;

import java.util.Arrays;

/** The .f32 registers of a block. */
public final class FloatRegisters extends Registers {

    /** The slots' arrays, for loops over several slots; null where none was asked for yet. */
    public final float[][] arrays;

    private final float[][] singles;

    FloatRegisters(int slots, int lanes) {
        this(new float[slots][], lanes);
    }

    private FloatRegisters(float[][] arrays, int lanes) {
        super(arrays, lanes);
        this.arrays = arrays;
        singles = new float[arrays.length][1];
    }

    @Override
    public float[] single(int slot) {
        return singles[slot];
    }

    /** The value of a uniform slot. */
    public float value(int slot) {
        return singles[slot][0];
    }

    public void setUniform(int slot, float value) {
        singles[slot][0] = value;
        kind[slot] = UNIFORM;
    }

    @Override
    float[] newArray() {
        return new float[lanes];
    }

    @Override
    void fill(int slot) {
        Arrays.fill((float[]) storage(slot), singles[slot][0]);
    }

    @Override
    void zero(int slot) {
        singles[slot][0] = 0;
    }
}
