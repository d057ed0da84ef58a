package alexnet.engine.emulator.run;

import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.state.LaneShape;
import java.util.LinkedHashMap;
import java.util.Map;

/** A worker's runners, with their register arrays, by kernel and block shape; the least recently used are dropped. */
public final class RunnerCache {

    private static final int CAPACITY = 128;

    private record Key(PreparedKernel kernel, LaneShape shape, int sharedBytes) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.kernel == kernel
                    && key.sharedBytes == sharedBytes
                    && key.shape.equals(shape);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(kernel) * 31 + shape.hashCode() + sharedBytes;
        }
    }

    private final Map<Key, LockstepRunner> runners = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LockstepRunner> eldest) {
            return size() > CAPACITY;
        }
    };

    LockstepRunner get(PreparedKernel kernel, LaneShape shape, int sharedBytes) {
        return runners.computeIfAbsent(
                new Key(kernel, shape, sharedBytes), key -> new LockstepRunner(kernel, shape, sharedBytes));
    }
}
