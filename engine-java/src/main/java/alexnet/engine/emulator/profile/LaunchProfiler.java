package alexnet.engine.emulator.profile;

import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.observe.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * Profiles every launch on the emulated device that it observes. A launch that faults has a profile too, of what it did
 * until then.
 *
 * <p>May be used from several threads; the launches of one stream come in their order.
 */
public final class LaunchProfiler implements DeviceObserver {

    private final List<LaunchProfile> profiles = new ArrayList<>();

    @Override
    public BlockObserver launch(Launch launch) {
        return new LaunchCounter(launch, this::add);
    }

    private synchronized void add(LaunchProfile profile) {
        profiles.add(profile);
    }

    /** The profiles of the launches that have ended and were not taken yet; synchronize the stream first. */
    public synchronized List<LaunchProfile> take() {
        List<LaunchProfile> taken = List.copyOf(profiles);
        profiles.clear();
        return taken;
    }
}
