package alexnet.engine.emulator.sanitize;

import java.util.HashMap;
import java.util.Map;

/**
 * The order between blocks of one launch. A block that writes, passes a fence and then accesses a location atomically is
 * ordered before a block that accesses the location atomically later. So the last block to finish may read what the
 * others wrote. Order through a third block is not followed.
 */
final class BlockOrder {

    /** Blocks that passed a location, in order. */
    private static final class Location {
        private final Map<Integer, Integer> position = new HashMap<>();
        private final Map<Integer, Long> released = new HashMap<>();
    }

    private final Map<Long, Location> locations = new HashMap<>();
    /** What the present block has seen: a location, and how many blocks had passed it. */
    private final Map<Location, Integer> seen = new HashMap<>();

    /** Another block starts. */
    void start() {
        seen.clear();
    }

    /** The present block releases, at a location, its accesses before {@code clock}. */
    void release(long address, int block, long clock) {
        Location location = locations.computeIfAbsent(address, key -> new Location());
        location.position.putIfAbsent(block, location.position.size());
        location.released.put(block, clock);
    }

    /** The present block acquires what others released at a location. */
    void acquire(long address) {
        Location location = locations.get(address);
        if (location != null) {
            seen.put(location, location.position.size());
        }
    }

    /** True if the access of {@code block} at {@code clock} is ordered before the present access. */
    boolean knows(int block, long clock) {
        for (Map.Entry<Location, Integer> entry : seen.entrySet()) {
            Integer position = entry.getKey().position.get(block);
            if (position != null
                    && position < entry.getValue()
                    && clock < entry.getKey().released.get(block)) {
                return true;
            }
        }
        return false;
    }
}
