package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneShape;
import alexnet.engine.emulator.state.Place;
import java.util.Arrays;

/** What a trace is specialised for: the shape of the thread block, and how each integer input depends on the thread. */
final class InputShapes {

    /** How a value depends on the thread. */
    enum Kind {
        /** It is the same for all threads of the block. */
        UNIFORM,
        /** It grows by one stride along each row of threads, which may be 0. */
        ROWS,
        /** Nothing is known but its value for each thread. */
        ARRAY
    }

    final LaneShape block;
    final Kind[] kinds;
    /** Strides along rows, of inputs that are known by rows. */
    final long[] strides;
    /** For each input whether its numbers have to go on over whole warps. */
    final boolean[] byWarps;

    private InputShapes(LaneShape block, int inputs) {
        this.block = block;
        this.kinds = new Kind[inputs];
        this.strides = new long[inputs];
        this.byWarps = new boolean[inputs];
    }

    /**
     * What is known of the inputs now.
     *
     * @param warps whether to specialise for numbers that go on over whole warps, where they do
     */
    static InputShapes of(BlockState state, Place[] inputs, boolean warps) {
        InputShapes shapes = new InputShapes(state.shape, inputs.length);
        for (int i = 0; i < inputs.length; i++) {
            IntegerRegisters registers = state.integers(inputs[i]);
            int slot = inputs[i].slot();
            if (registers.uniform(slot)) {
                shapes.kinds[i] = Kind.UNIFORM;
            } else if (registers.byRows(slot)) {
                shapes.kinds[i] = Kind.ROWS;
                shapes.strides[i] = registers.rowStride(slot);
                shapes.byWarps[i] = warps && registers.byWarps(slot);
            } else {
                shapes.kinds[i] = Kind.ARRAY;
            }
        }
        return shapes;
    }

    /**
     * Whether a block is of this shape and its inputs are.
     *
     * @param slots of the inputs
     * @param wide for each input whether it has 64 bits
     */
    boolean fit(BlockState state, int[] slots, boolean[] wide) {
        if (!block.equals(state.shape)) {
            return false;
        }
        for (int i = 0; i < slots.length; i++) {
            IntegerRegisters registers = wide[i] ? state.longs : state.ints;
            int slot = slots[i];
            boolean uniform = registers.uniform(slot);
            boolean same = switch (kinds[i]) {
                case UNIFORM -> uniform;
                case ROWS ->
                    !uniform
                            && registers.byRows(slot)
                            && registers.rowStride(slot) == strides[i]
                            && (!byWarps[i] || registers.byWarps(slot));
                case ARRAY -> !registers.byRows(slot);
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Whether a trace may be specialised for less: without numbers that go on over whole warps. */
    boolean anyByWarps() {
        for (boolean warps : byWarps) {
            if (warps) {
                return true;
            }
        }
        return false;
    }

    boolean same(InputShapes other) {
        return block.equals(other.block)
                && Arrays.equals(kinds, other.kinds)
                && Arrays.equals(strides, other.strides)
                && Arrays.equals(byWarps, other.byWarps);
    }
}
