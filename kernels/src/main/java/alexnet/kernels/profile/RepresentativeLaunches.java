package alexnet.kernels.profile;

import alexnet.kernels.example.ExampleLists;
import alexnet.kernels.example.RepresentativeLaunch;
import java.util.List;
import java.util.TreeSet;

/**
 * A launch for every kernel of the project: the layers of the two-GPU network at full size for 32 images (128 in fully
 * connected layers, as trained), and smaller shapes for kernels which that network does not use.
 */
public final class RepresentativeLaunches {

    private static final List<RepresentativeLaunch> ALL = ExampleLists.launches();

    private RepresentativeLaunches() {}

    /** All of them, by file. */
    public static List<RepresentativeLaunch> all() {
        return ALL;
    }

    /** Files without ending, and kernels, by name: what {@link #named} takes. */
    public static List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (RepresentativeLaunch launch : ALL) {
            names.add(launch.file());
            names.addAll(launch.kernels());
        }
        return List.copyOf(names);
    }

    /** The launches of a file without ending, or of a kernel; none where nothing has that name. */
    public static List<RepresentativeLaunch> named(String name) {
        return ALL.stream()
                .filter(launch -> launch.file().equals(name) || launch.kernels().contains(name))
                .toList();
    }
}
