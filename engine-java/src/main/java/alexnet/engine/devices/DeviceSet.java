package alexnet.engine.devices;

import alexnet.engine.Device;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The devices that a network is split over, in the order in which the user named them.
 *
 * <p>The same device may stand in the list more than once: both halves then share one context and its memory. Closing
 * the set closes each device once.
 */
public final class DeviceSet implements AutoCloseable {

    private final List<Device> devices;
    private final String explanation;

    /**
     * A set of devices.
     *
     * @param devices the devices, which the set owns from now on; the same instance may occur several times
     * @param explanation one line that says what was chosen and why
     */
    public DeviceSet(List<Device> devices, String explanation) {
        this.devices = List.copyOf(devices);
        this.explanation = explanation;
    }

    /** {@return the devices in the order named; a device named twice is the same instance twice} */
    public List<Device> devices() {
        return devices;
    }

    /** {@return one line for the user: which devices these are and, for {@code auto}, why they were chosen} */
    public String explanation() {
        return explanation;
    }

    @Override
    public void close() {
        Set<Device> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(devices);
        distinct.forEach(Device::close);
    }
}
