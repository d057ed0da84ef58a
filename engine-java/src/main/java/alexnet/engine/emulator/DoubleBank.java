package alexnet.engine.emulator;

import java.util.Arrays;

/** The .f64 registers of a block. */
final class DoubleBank extends Bank {

    private final double[][] values;
    private final double[][] singles;

    DoubleBank(int slots, int lanes) {
        super(slots, lanes);
        values = new double[slots][];
        singles = new double[slots][1];
    }

    @Override
    double[] single(int slot) {
        return singles[slot];
    }

    void setUniform(int slot, double value) {
        singles[slot][0] = value;
        kind[slot] = UNIFORM;
    }

    @Override
    double[] storage(int slot) {
        double[] array = values[slot];
        if (array == null) {
            array = new double[lanes];
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
