package alexnet.engine.emulator.sanitize;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shadows of all watched allocations in this process: kernels of one device may use memory of another. An allocation
 * has the 4 GiB of addresses to itself that the upper half of its address names.
 */
final class Shadows {

    private static final Map<Long, GlobalShadow> ALL = new ConcurrentHashMap<>();

    private Shadows() {}

    static void add(GlobalShadow shadow) {
        ALL.put(shadow.base >>> 32, shadow);
    }

    static void remove(long address) {
        ALL.remove(address >>> 32);
    }

    /** The shadow of the allocation that holds the bytes; null where there is none or nobody watches it. */
    static GlobalShadow find(long address, long bytes) {
        GlobalShadow shadow = ALL.get(address >>> 32);
        return shadow != null && shadow.holds(address, bytes) ? shadow : null;
    }

    /** What an owner has not given back, by address. */
    static List<GlobalShadow> of(Object owner) {
        return ALL.values().stream()
                .filter(shadow -> shadow.owner == owner)
                .sorted((a, b) -> Long.compare(a.base, b.base))
                .toList();
    }
}
