package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The modifiers of a memory instruction, each in its group (PTX ISA 7.0, ld, st, atom, red). The order in which they are
 * written does not matter, as for NVIDIA's assembler.
 *
 * @param space state space, generic where none is named
 * @param count elements: 1, 2 or 4
 * @param type element type
 * @param order weak, volatile, relaxed, acquire, release or acq_rel; empty where none is named
 * @param scope cta, gpu or sys; empty where none is named
 * @param cache cache operator or {@code nc}, empty where none is named
 * @param hints eviction and prefetch hints
 * @param rest what is none of these, in the order of the text
 */
record AccessForm(
        int space,
        int count,
        PtxType type,
        String order,
        String scope,
        Set<String> cache,
        Set<String> hints,
        List<String> rest) {

    private static final Set<String> ORDERS = Set.of("weak", "volatile", "relaxed", "acquire", "release", "acq_rel");
    private static final Set<String> SCOPES = Set.of("cta", "gpu", "sys");
    private static final Set<String> CACHES = Set.of("ca", "cg", "cs", "lu", "cv", "wb", "wt", "nc");
    /** Later than PTX ISA 7.0, and without any effect on results. */
    private static final Set<String> HINTS = Set.of(
            "L1::evict_normal",
            "L1::evict_unchanged",
            "L1::evict_first",
            "L1::evict_last",
            "L1::no_allocate",
            "L2::evict_normal",
            "L2::evict_first",
            "L2::evict_last",
            "L2::64B",
            "L2::128B",
            "L2::256B");

    /** @throws alexnet.engine.PtxException where a group has two members */
    static AccessForm of(OpEmitter to, PtxInstruction instruction) {
        int space = -1;
        int count = 0;
        PtxType type = null;
        String order = "";
        String scope = "";
        Set<String> cache = new HashSet<>();
        Set<String> hints = new HashSet<>();
        List<String> rest = new ArrayList<>();
        for (String modifier : instruction.modifiers()) {
            boolean first = true;
            if (space(modifier) >= 0) {
                first = space < 0;
                space = space(modifier);
            } else if (modifier.equals("v2") || modifier.equals("v4")) {
                first = count == 0;
                count = modifier.charAt(1) - '0';
            } else if (PtxType.named(modifier) != null) {
                first = type == null;
                type = PtxType.named(modifier);
            } else if (ORDERS.contains(modifier)) {
                first = order.isEmpty();
                order = modifier;
            } else if (SCOPES.contains(modifier)) {
                first = scope.isEmpty();
                scope = modifier;
            } else if (CACHES.contains(modifier)) {
                first = cache.add(modifier);
            } else if (HINTS.contains(modifier)) {
                first = hints.add(modifier);
            } else {
                rest.add(modifier);
            }
            if (!first) {
                throw to.refuse(instruction, "'." + modifier + "' contradicts or repeats a modifier before it");
            }
        }
        return new AccessForm(
                Math.max(space, BlockState.GENERIC), Math.max(count, 1), type, order, scope, cache, hints, rest);
    }

    /** The state space of that name, or -1. */
    static int space(String name) {
        return switch (name) {
            case "global" -> BlockState.GLOBAL;
            case "shared", "shared::cta" -> BlockState.SHARED;
            case "local" -> BlockState.LOCAL;
            case "const" -> BlockState.CONSTANT;
            case "param" -> BlockState.PARAMETER;
            default -> -1;
        };
    }

    /** True where memory of this space may be the global memory. */
    boolean mayBeGlobal() {
        return space == BlockState.GLOBAL || space == BlockState.GENERIC;
    }

    /** True where cache operators, order, scope and hints go together as PTX demands. */
    boolean consistent(Set<String> orders, Set<String> caches) {
        boolean synchronizes = !order.isEmpty() && !order.equals("weak");
        boolean scoped = synchronizes && !order.equals("volatile");
        return (order.isEmpty() || orders.contains(order))
                && scoped != scope.isEmpty()
                && caches.containsAll(cache)
                && (!synchronizes || cache.isEmpty() && (mayBeGlobal() || space == BlockState.SHARED))
                && (hints.isEmpty() || mayBeGlobal());
    }
}
