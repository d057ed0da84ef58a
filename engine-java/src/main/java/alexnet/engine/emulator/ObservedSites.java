package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.ptx.PtxInstruction;
import java.util.ArrayList;
import java.util.List;

/** Numbers the places of a kernel that touch memory while it is translated in its observed form. */
final class ObservedSites {

    private static final AccessSite.Space[] SPACES = AccessSite.Space.values();

    private final List<AccessSite> sites = new ArrayList<>();

    AccessSite add(PtxInstruction instruction, int space, AccessSite.Kind kind, int elementBytes, int elements) {
        AccessSite site = new AccessSite(sites.size(), instruction, space(space), kind, elementBytes, elements);
        sites.add(site);
        return site;
    }

    /** The space that {@link Frame} gives this number. */
    static AccessSite.Space space(int number) {
        return SPACES[number];
    }

    List<AccessSite> all() {
        return List.copyOf(sites);
    }
}
