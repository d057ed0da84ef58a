package alexnet.engine.emulator.sanitize;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.ptx.PtxOpcode;

/** Two writes of one value do no harm in whatever order they come: they are no race, as in compute-sanitizer. */
final class SameValue {

    private SameValue() {}

    /**
     * True where a thread is about to store what another thread stored before at an address.
     *
     * @param other lane of the earlier write, which may be by the same execution of the same instruction
     */
    static boolean stores(Access access, int lane, long address, int other) {
        if (access.site().instruction().kind() != PtxOpcode.Kind.STORE) {
            // Of asynchronous copies the value is not known yet.
            return false;
        }
        int size = access.site().elementBytes();
        long[] addresses = access.addresses();
        int element = (int) (address - addresses[lane]) / size;
        long value = access.stored(lane, element);
        if (access.lanes().contains(other)) {
            long distance = addresses[lane] + (long) element * size - addresses[other];
            if (distance >= 0 && distance < access.site().bytes()) {
                // Both store here now; which one wrote before is of no interest any more.
                return access.stored(other, (int) distance / size) == value;
            }
        }
        return access.held(lane, element) == value;
    }
}
