package alexnet.engine.ptx;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The types of PTX that the emulator knows (PTX ISA 7.0, Types). A half value lives in an integer register as its bit
 * pattern: {@link #F16} and {@link #BF16} in 16 bits, the pairs {@link #F16X2} and {@link #BF16X2} in 32 bits with the
 * first element in the low half. {@link #TF32} is an instruction's type only; such a value lives in a 32-bit register.
 */
public enum PtxType {
    PRED(0),
    B8(1),
    B16(2),
    B32(4),
    B64(8),
    U8(1),
    U16(2),
    U32(4),
    U64(8),
    S8(1),
    S16(2),
    S32(4),
    S64(8),
    F16(2),
    F16X2(4),
    BF16(2),
    BF16X2(4),
    TF32(4),
    F32(4),
    F64(8);

    /** Size in memory; 0 for predicates, which have no memory form. */
    public final int bytes;

    PtxType(int bytes) {
        this.bytes = bytes;
    }

    public boolean signed() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }

    /** True for the floats that Java has; halves and tf32 are bit patterns. */
    public boolean floating() {
        return this == F32 || this == F64;
    }

    /** True for 16-bit floats and pairs of them. */
    public boolean half() {
        return this == F16 || this == F16X2 || this == BF16 || this == BF16X2;
    }

    /** True for two 16-bit floats in 32 bits. */
    public boolean packed() {
        return this == F16X2 || this == BF16X2;
    }

    private static final Map<String, PtxType> NAMES = new HashMap<>();

    static {
        for (PtxType type : values()) {
            NAMES.put(type.written().substring(1), type);
        }
    }

    /** The type of that name without its dot, or null. */
    public static PtxType named(String name) {
        return NAMES.get(name);
    }

    /** The name with its dot, as PTX has it. */
    public String written() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
