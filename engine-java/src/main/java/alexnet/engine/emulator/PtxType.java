package alexnet.engine.emulator;

import java.util.Locale;

/** The fundamental types of PTX that the emulator knows. */
enum PtxType {
    PRED(0, Bank.INT),
    B8(1, Bank.INT),
    B16(2, Bank.INT),
    B32(4, Bank.INT),
    B64(8, Bank.LONG),
    U8(1, Bank.INT),
    U16(2, Bank.INT),
    U32(4, Bank.INT),
    U64(8, Bank.LONG),
    S8(1, Bank.INT),
    S16(2, Bank.INT),
    S32(4, Bank.INT),
    S64(8, Bank.LONG),
    F32(4, Bank.FLOAT),
    F64(8, Bank.DOUBLE);

    /** Size in memory; 0 for predicates, which have no memory form. */
    final int bytes;
    /** The register bank that holds values of this type. */
    final int bank;

    PtxType(int bytes, int bank) {
        this.bytes = bytes;
        this.bank = bank;
    }

    boolean signed() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }

    boolean floating() {
        return this == F32 || this == F64;
    }

    /** The type of that name without its dot, or null. */
    static PtxType named(String name) {
        for (PtxType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        return null;
    }
}
