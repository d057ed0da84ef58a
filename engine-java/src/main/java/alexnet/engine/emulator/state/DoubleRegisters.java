package alexnet.engine.emulator.state;

import java.util.Arrays;

/** The .f64 registers of a block. */
public final class DoubleRegisters extends Registers {

    private final double[][] singles;

    DoubleRegisters(int slots, int lanes) {
        super(slots, lanes);
        singles = new double[slots][1];
    }

    @Override
    public double[] single(int slot) {
        return singles[slot];
    }

    public void setUniform(int slot, double value) {
        singles[slot][0] = value;
        kind[slot] = UNIFORM;
    }

    @Override
    double[] newArray() {
        return new double[lanes];
    }

    @Override
    void fill(int slot) {
        Arrays.fill((double[]) storage(slot), singles[slot][0]);
    }

    @Override
    void zero(int slot) {
        singles[slot][0] = 0;
    }
}
