package alexnet.kernels.example;

import alexnet.kernels.KernelResources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The example calls of all packed kernel files; each list is found by the name of its file. */
public final class ExampleLists {

    private static final Map<String, KernelExamples> BY_FILE = find();

    private ExampleLists() {}

    private static Map<String, KernelExamples> find() {
        Map<String, KernelExamples> lists = new TreeMap<>();
        KernelResources.files().forEach(file -> lists.put(file, find(file)));
        return lists;
    }

    /**
     * The list of a kernel file by its name.
     *
     * @throws IllegalStateException when there is no such class, with the name that it must have
     */
    static KernelExamples find(String file) {
        String name = ExampleLists.class.getPackageName() + "." + className(file) + "Examples";
        try {
            return (KernelExamples) Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(
                    file + ".cu: no example calls (expected " + name + ", a " + KernelExamples.class.getSimpleName()
                            + " with a constructor without arguments, found " + e + ")",
                    e);
        }
    }

    /** The Java face of a kernel file: {@code max_pool} has {@code MaxPool}. */
    public static String className(String file) {
        StringBuilder name = new StringBuilder();
        for (String word : file.split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }

    /** The kernel files without ending, by name. */
    public static List<String> files() {
        return List.copyOf(BY_FILE.keySet());
    }

    /** The calls that are compared with the reference, in the order of the data flow through a step; the same on every call. */
    public static List<ExampleCall> checks() {
        return all(KernelExamples::checkPlace, KernelExamples::checks);
    }

    /** The calls of one kernel file that are compared with the reference. */
    public static List<ExampleCall> checks(String file) {
        return BY_FILE.get(file).checks();
    }

    /** A launch for every kernel of the project, by file. */
    public static List<RepresentativeLaunch> launches() {
        return all(KernelExamples::profilePlace, KernelExamples::launches);
    }

    private static <T> List<T> all(ToIntFunction<KernelExamples> place, Function<KernelExamples, List<T>> part) {
        List<T> all = new ArrayList<>();
        BY_FILE.values().stream().sorted(Comparator.comparingInt(place)).forEach(list -> all.addAll(part.apply(list)));
        return List.copyOf(all);
    }
}
