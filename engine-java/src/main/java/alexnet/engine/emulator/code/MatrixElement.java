package alexnet.engine.emulator.code;

import alexnet.engine.emulator.math.FloatFormat;
import alexnet.engine.emulator.math.Rounding;
import alexnet.engine.emulator.state.Registers;

/** Types of matrix elements, packed into registers with the first element in the lowest bits. */
public enum MatrixElement {
    F16(16),
    BF16(16),
    TF32(32),
    F32(32),
    F64(64),
    S8(8),
    U8(8),
    S4(4),
    U4(4),
    B1(1),
    S32(32);

    public final int bits;

    MatrixElement(int bits) {
        this.bits = bits;
    }

    /** The type of that name, or null. */
    public static MatrixElement named(String name) {
        for (MatrixElement element : values()) {
            if (element.name().equalsIgnoreCase(name)) {
                return element;
            }
        }
        return null;
    }

    /** Elements in one register: of 32 bits, for f64 of 64. */
    int perRegister() {
        return this == F64 ? 1 : 32 / bits;
    }

    /** The file of registers that hold this type. */
    public int file() {
        return switch (this) {
            case F32 -> Registers.FLOAT;
            case F64 -> Registers.DOUBLE;
            default -> Registers.INT;
        };
    }

    /** Element {@code e} of a lane's register, exactly. */
    double read(Object register, int lane, int e) {
        if (this == F64) {
            return ((double[]) register)[lane];
        }
        if (this == F32) {
            return ((float[]) register)[lane];
        }
        int raw = ((int[]) register)[lane];
        return switch (this) {
            case F16 -> FloatFormat.F16.value(raw >> 16 * e);
            case BF16 -> FloatFormat.BF16.value(raw >> 16 * e);
            // Tensor cores read the upper 19 bits of a tf32 register.
            case TF32 -> Float.intBitsToFloat(raw & 0xffff_e000);
            case S8 -> (byte) (raw >> 8 * e);
            case U8 -> raw >> 8 * e & 0xff;
            case S4 -> raw << 28 - 4 * e >> 28;
            case U4 -> raw >> 4 * e & 0xf;
            case B1 -> raw >> e & 1;
            default -> raw;
        };
    }

    /** Writes an element of a result, rounded to nearest; integers wrap around or are clamped. */
    void write(Object register, int lane, int e, double value, boolean clamp) {
        switch (this) {
            case F64 -> ((double[]) register)[lane] = value;
            case F32 -> ((float[]) register)[lane] = (float) value;
            case S32 -> ((int[]) register)[lane] = clamp ? (int) value : (int) (long) value;
            case F16 -> {
                int[] words = (int[]) register;
                int shift = 16 * e;
                words[lane] =
                        words[lane] & ~(0xffff << shift) | FloatFormat.F16.round(value, Rounding.NEAREST) << shift;
            }
            default -> throw new IllegalStateException(this + " is no type of results");
        }
    }
}
