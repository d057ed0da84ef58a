package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Token;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that variables use in the state spaces of limited size. Global memory is not among them: its limit is that of
 * the device.
 */
final class PtxRoom {

    /** Largest parameters of a kernel before PTX 8.1 and sm_70, and since then (PTX ISA, Kernel Function Parameters). */
    static final int PARAMETERS = 4352;

    static final int LONG_PARAMETERS = 32764;

    /** Shared memory that a block has without opting in, constant memory, and local memory of a thread. */
    private static final Map<String, Integer> LIMITS =
            Map.of("shared", 48 << 10, "const", 64 << 10, "local", 512 << 10);

    private final Map<String, Long> used;

    PtxRoom() {
        used = new HashMap<>();
    }

    /** Counts for one function, starting with the module's variables. */
    PtxRoom(PtxRoom module) {
        used = new HashMap<>(module.used);
    }

    /** @throws alexnet.engine.PtxException naming limit and size where the variable does not fit any more */
    void add(PtxTokens tokens, Token token, PtxVariable variable) {
        String space = variable.space();
        boolean stack = space.equals("param");
        int limit = stack ? LIMITS.get("local") : LIMITS.getOrDefault(space, Integer.MAX_VALUE);
        add(tokens, token, variable, limit, stack ? "parameters" : "." + space + " variables");
    }

    /** Adds a parameter of a kernel. */
    void addParameter(PtxTokens tokens, Token token, PtxVariable variable, PtxHeaderText header) {
        int architecture = Integer.parseInt(header.target().replaceAll("[^0-9]", ""));
        boolean longer = header.version() >= 81 && architecture >= 70;
        add(tokens, token, variable, longer ? LONG_PARAMETERS : PARAMETERS, "parameters of a kernel");
    }

    private void add(PtxTokens tokens, Token token, PtxVariable variable, int limit, String what) {
        long alignment = Math.max(1, variable.alignment());
        long offset = (used.getOrDefault(variable.space(), 0L) + alignment - 1) / alignment * alignment;
        long end = offset + variable.bytes();
        if (end > limit) {
            throw tokens.fail(
                    token,
                    token.shown() + ": " + what + " larger than any device has room for (expected at most " + limit
                            + " bytes, found " + end + ")");
        }
        used.put(variable.space(), end);
    }
}
