package alexnet.engine.emulator.sanitize;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shadow memory of all checked allocations in this process, because kernels of one device may use memory of another.
 * The upper half of an address identifies the allocation.
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

    /** The shadow of the allocation with these bytes; null if there is none or it is not checked. */
    static GlobalShadow find(long address, long bytes) {
        GlobalShadow shadow = ALL.get(address >>> 32);
        return shadow != null && shadow.holds(address, bytes) ? shadow : null;
    }

    /** The allocations of an owner that are not freed, by address. */
    static List<GlobalShadow> of(Object owner) {
        return ALL.values().stream()
                .filter(shadow -> shadow.owner == owner)
                .sorted((a, b) -> Long.compare(a.base, b.base))
                .toList();
    }
}
