package alexnet.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/**
 * Which of the project's top-level classes use which others, read from the constant pools of their class files. Nested
 * classes count as part of the class around them.
 */
final class ClassGraph {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    /** A type in a descriptor or a generic signature. */
    private static final Pattern TYPE = Pattern.compile("L(alexnet/[\\w/$]+)");

    private final Map<String, Set<String>> uses = new TreeMap<>();

    /** @param anchors one class of each module */
    static ClassGraph of(List<Class<?>> anchors) {
        ClassGraph graph = new ClassGraph();
        anchors.forEach(graph::readModule);
        return graph;
    }

    /** For each class those that it uses; names with dots. */
    Map<String, Set<String>> uses() {
        return uses;
    }

    private void readModule(Class<?> anchor) {
        try {
            Path place = Path.of(
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                readClasses(place);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                    readClasses(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readClasses(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.getFileName().toString().endsWith("-info.class"))
                    .toList();
        }
        for (Path file : files) {
            readClass(new ClassReader(Files.readAllBytes(file)));
        }
    }

    private void readClass(ClassReader reader) {
        Set<String> used = uses.computeIfAbsent(topLevel(reader.getClassName()), name -> new TreeSet<>());
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int item = 1; item < reader.getItemCount(); item++) {
            int offset = reader.getItem(item);
            // The second half of a long or double has no offset.
            int tag = offset == 0 ? 0 : reader.readByte(offset - 1);
            if (tag == CLASS) {
                add(used, reader.readUTF8(offset, buffer));
            } else if (tag == UTF8) {
                Matcher type = TYPE.matcher(new String(text(reader, offset)));
                while (type.find()) {
                    add(used, type.group(1));
                }
            }
        }
        used.remove(topLevel(reader.getClassName()));
    }

    private static char[] text(ClassReader reader, int offset) {
        char[] text = new char[reader.readUnsignedShort(offset)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) reader.readByte(offset + 2 + i);
        }
        return text;
    }

    private static void add(Set<String> used, String internalName) {
        if (internalName.startsWith("alexnet/")) {
            used.add(topLevel(internalName));
        }
    }

    private static String topLevel(String internalName) {
        int nested = internalName.indexOf('$');
        return (nested < 0 ? internalName : internalName.substring(0, nested)).replace('/', '.');
    }

    /** The package of a class. */
    static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** For each package those that it uses. */
    Map<String, Set<String>> packages() {
        Map<String, Set<String>> packages = new TreeMap<>();
        uses.forEach((name, used) -> {
            Set<String> imports = packages.computeIfAbsent(packageOf(name), of -> new TreeSet<>());
            used.stream().map(ClassGraph::packageOf).forEach(imports::add);
            imports.remove(packageOf(name));
        });
        return packages;
    }

    /** Groups in which everybody reaches everybody, but for those of one: strongly connected components (Tarjan, 1972). */
    static List<Set<String>> cycles(Map<String, Set<String>> graph) {
        Components components = new Components(graph);
        graph.keySet().forEach(components::visit);
        return components.found;
    }

    private static final class Components {

        private final Map<String, Set<String>> graph;
        private final Map<String, Integer> index = new TreeMap<>();
        private final Map<String, Integer> lowest = new TreeMap<>();
        private final List<String> stack = new ArrayList<>();
        private final List<Set<String>> found = new ArrayList<>();

        Components(Map<String, Set<String>> graph) {
            this.graph = graph;
        }

        void visit(String node) {
            if (index.containsKey(node)) {
                return;
            }
            index.put(node, index.size());
            lowest.put(node, index.get(node));
            stack.add(node);
            for (String next : uses(node)) {
                if (!index.containsKey(next)) {
                    visit(next);
                    lowest.merge(node, lowest.get(next), Math::min);
                } else if (stack.contains(next)) {
                    lowest.merge(node, index.get(next), Math::min);
                }
            }
            if (lowest.get(node).equals(index.get(node))) {
                List<String> top = stack.subList(stack.indexOf(node), stack.size());
                if (top.size() > 1) {
                    found.add(new TreeSet<>(top));
                }
                top.clear();
            }
        }

        private Collection<String> uses(String node) {
            return graph.getOrDefault(node, Set.of());
        }
    }
}
