package alexnet.engine.emulator.state;

import alexnet.engine.ptx.PtxType;

/**
 * All registers of one machine type for the threads of a block.
 *
 * <p>A slot holds one value per lane (thread). A slot whose lanes are all the same, or an affine function of the thread
 * index, is kept as that function and turned into an array only when something reads it as one. What a slot stands for
 * is always well defined for every lane: writing a part of the lanes first fills the array.
 */
public abstract class Registers {

    public static final int INT = 0;
    public static final int LONG = 1;
    public static final int FLOAT = 2;
    public static final int DOUBLE = 3;
    public static final int COUNT = 4;

    /** The array is valid. */
    static final byte ARRAY = 1;
    /** All lanes have the value of {@link #single}. */
    public static final byte UNIFORM = 2;
    /** Lane value = single + sx * tid.x + sy * tid.y + sz * tid.z; integer files only. */
    static final byte AFFINE = 4;
    /** Lane value = the row's number + stride * place in the row; integer files only. */
    static final byte ROWS = 8;
    /** The numbers of rows go on with the stride over whole warps; integer files only. */
    static final byte WARPS = 16;
    /** They do not. */
    static final byte NO_WARPS = 32;

    final int lanes;
    /** What is known of each slot: a union of the bits above. */
    public final byte[] kind;

    private final Object[] arrays;

    Registers(int slots, int lanes) {
        this(new Object[slots], lanes);
    }

    /** @param arrays where the slots' arrays are to be kept */
    Registers(Object[] arrays, int lanes) {
        this.lanes = lanes;
        this.arrays = arrays;
        this.kind = new byte[arrays.length];
    }

    /** The file that holds values of a type. */
    public static int fileOf(PtxType type) {
        return switch (type) {
            case B64, U64, S64 -> LONG;
            case F32 -> FLOAT;
            case F64 -> DOUBLE;
            default -> INT;
        };
    }

    public final boolean uniform(int slot) {
        return (kind[slot] & UNIFORM) != 0;
    }

    public final void markUniform(int slot) {
        kind[slot] = UNIFORM;
    }

    /** The slot's values, one per lane. */
    public final Object array(int slot) {
        if ((kind[slot] & ARRAY) == 0) {
            expand(slot);
        }
        return arrays[slot];
    }

    private void expand(int slot) {
        storage(slot);
        fill(slot);
        kind[slot] |= ARRAY;
    }

    /** The slot's array, for writing all lanes. */
    public final Object target(int slot) {
        kind[slot] = ARRAY;
        Object array = arrays[slot];
        return array != null ? array : storage(slot);
    }

    /** The slot's array, for writing some lanes; the others keep their values. */
    public final Object partTarget(int slot) {
        Object values = array(slot);
        kind[slot] = ARRAY;
        return values;
    }

    /** Forgets the values of the first {@code count} slots: all their lanes read 0. */
    final void clear(int count) {
        for (int slot = 0; slot < count; slot++) {
            kind[slot] = UNIFORM;
            zero(slot);
        }
    }

    /** One-element array with the value of a uniform slot, or the base of an affine one. */
    public abstract Object single(int slot);

    /** Copies what is known of one slot to another. */
    public void copy(int to, int from) {
        if (uniform(from)) {
            System.arraycopy(single(from), 0, single(to), 0, 1);
            kind[to] = UNIFORM;
        } else {
            copyArray(to, from);
        }
    }

    /** The slot's array, made on first use. */
    public final Object storage(int slot) {
        Object array = arrays[slot];
        if (array == null) {
            array = newArray();
            arrays[slot] = array;
        }
        return array;
    }

    abstract Object newArray();

    /** Writes the array from the uniform or affine form. */
    abstract void fill(int slot);

    /** Copies the array of a slot that is known lane by lane. */
    final void copyArray(int to, int from) {
        System.arraycopy(storage(from), 0, storage(to), 0, lanes);
        kind[to] = ARRAY;
    }

    /** Makes the value of {@link #single} 0. */
    abstract void zero(int slot);
}
