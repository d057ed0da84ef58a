package alexnet.engine.emulator;

import java.util.Arrays;

/** The .f64 registers of a block. */
final class DoubleBank extends Bank {

    private final double[][] singles;

    DoubleBank(int slots, int lanes) {
        super(slots, lanes);
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
    double[] newArray() {
        return new double[lanes];
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
        Arrays.fill((double[]) storage(slot), singles[slot][0]);
    }

    @Override
    void zero(int slot) {
        singles[slot][0] = 0;
    }
}
