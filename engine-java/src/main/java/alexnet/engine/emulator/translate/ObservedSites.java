package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.state.AccessEvent;
import alexnet.engine.ptx.PtxInstruction;
import java.util.ArrayList;
import java.util.List;

/** Numbers the places of a kernel that touch memory while it is translated in its observed form. */
final class ObservedSites {

    private final List<AccessSite> sites = new ArrayList<>();

    AccessSite add(PtxInstruction instruction, int space, AccessSite.Kind kind, int elementBytes, int elements) {
        AccessSite site =
                new AccessSite(sites.size(), instruction, AccessEvent.space(space), kind, elementBytes, elements);
        sites.add(site);
        return site;
    }

    List<AccessSite> all() {
        return List.copyOf(sites);
    }
}
