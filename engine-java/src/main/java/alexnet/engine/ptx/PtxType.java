package alexnet.engine.ptx;

import java.util.Locale;

/** The fundamental types of PTX that the emulator knows. */
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

    public boolean floating() {
        return this == F32 || this == F64;
    }

    /** The type of that name without its dot, or null. */
    public static PtxType named(String name) {
        for (PtxType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        return null;
    }
}
