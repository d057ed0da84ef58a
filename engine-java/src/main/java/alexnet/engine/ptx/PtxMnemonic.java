package alexnet.engine.ptx;

import java.util.List;

/**
 * An instruction's full name, taken apart.
 *
 * @param text the name with modifiers, such as {@code ld.global.f32}
 * @param opcode what the first part means
 * @param modifiers the parts after the first
 */
public record PtxMnemonic(String text, PtxOpcode opcode, List<String> modifiers) {

    /** No operand. */
    public static final int NONE = -1;

    public static PtxMnemonic of(String text) {
        List<String> parts = List.of(text.split("\\."));
        return new PtxMnemonic(text, PtxOpcode.of(parts.get(0)), parts.subList(1, parts.size()));
    }

    public boolean has(String modifier) {
        return modifiers.contains(modifier);
    }

    /** True where the first modifier is this one. */
    public boolean starts(String modifier) {
        return !modifiers.isEmpty() && modifiers.get(0).equals(modifier);
    }

    /** The last modifier, or an empty string: what is mostly the operands' type. */
    public String lastModifier() {
        return modifiers.isEmpty() ? "" : modifiers.get(modifiers.size() - 1);
    }

    /** Index of the operand that is the result, or {@link #NONE}; all others are read. Of a call, see its operands. */
    public int result() {
        return switch (opcode.kind()) {
            case ARITHMETIC,
                    CONVERT,
                    COMPARE,
                    SELECT,
                    MOVE,
                    ADDRESS_TEST,
                    LOAD,
                    ATOMIC,
                    MATRIX_LOAD,
                    WARP,
                    MATRIX_MULTIPLY,
                    UNKNOWN -> 0;
            case BARRIER -> has("red") ? 0 : NONE;
            case ARRIVAL_BARRIER -> has("init") || has("inval") ? NONE : 0;
            case STORE,
                    PREFETCH,
                    REDUCTION,
                    ASYNC_COPY,
                    FENCE,
                    WAIT,
                    BRANCH,
                    INDEXED_BRANCH,
                    CALL,
                    RETURN,
                    EXIT,
                    TRAP -> NONE;
        };
    }

    /** True for instructions that read the carry flag. */
    public boolean readsCarry() {
        return opcode.carryIn();
    }

    /** True for instructions that write the carry flag. */
    public boolean writesCarry() {
        return opcode.carryOut() && has("cc");
    }
}
