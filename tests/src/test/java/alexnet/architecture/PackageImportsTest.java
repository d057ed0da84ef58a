package alexnet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.Device;
import alexnet.kernels.KernelLibrary;
import alexnet.model.Network;
import alexnet.trainer.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the imports between packages to the list in {@code imports.txt}, which docs/architecture.md shows.
 *
 * <p>What no line of the list allows is an arrow that the house does not have. Either the class stands in the wrong
 * package, or the list changes in a commit of its own.
 */
final class PackageImportsTest {

    private static final String BEGIN = "<!-- imports:begin -->";
    private static final String END = "<!-- imports:end -->";

    /** Classes that each need each other cannot be read one by one. */
    private static final int LARGEST_CLASS_CYCLE = 14;

    private static final List<String> MODULES = List.of("engine-java", "kernels", "model", "trainer");

    private static ClassGraph classes;
    private static Map<String, Set<String>> allowed;

    @BeforeAll
    static void read() throws IOException {
        classes = ClassGraph.of(List.of(Device.class, KernelLibrary.class, Network.class, Launcher.class));
        allowed = allowed();
    }

    private static Path project() {
        return Files.isDirectory(Path.of("kernels")) ? Path.of("") : Path.of("..");
    }

    /** Lines of the form {@code package -> package package}; all begin with {@code alexnet.}, which is left out. */
    private static Map<String, Set<String>> allowed() throws IOException {
        Path file = project().resolve("tests/src/test/resources/alexnet/architecture/imports.txt");
        Map<String, Set<String>> packages = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] sides = line.split("->", -1);
                Set<String> imports = new TreeSet<>();
                Arrays.stream(sides[1].trim().split(" +"))
                        .filter(name -> !name.isEmpty())
                        .forEach(name -> imports.add("alexnet." + name));
                packages.put("alexnet." + sides[0].trim(), imports);
            }
        }
        return packages;
    }

    /** Every package and every arrow of the class files is in the list, and the list has no others. */
    @Test
    void importsAreThoseOfTheList() {
        assertThat(classes.packages()).isEqualTo(new TreeMap<>(allowed));
    }

    /** Imports that only Javadoc or a constant needs leave no trace in class files. */
    @Test
    void importsInSourcesAreThoseOfTheList() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = project().resolve(module).resolve("src/main/java");
            List<Path> files;
            try (Stream<Path> all = Files.walk(sources)) {
                files = all.filter(file -> file.toString().endsWith(".java")).toList();
            }
            for (Path file : files) {
                String from = sources.relativize(file.getParent()).toString().replace('/', '.');
                for (String line : Files.readAllLines(file)) {
                    String to = imported(line);
                    if (to != null && !to.equals(from) && !allowed.get(from).contains(to)) {
                        wrong.add(sources.relativize(file) + ": " + line);
                    }
                }
            }
        }
        assertThat(wrong).as("imports that the list does not have").isEmpty();
    }

    /** The package of an import of the project's; classes begin with a capital letter. */
    private static String imported(String line) {
        if (!line.matches("import (static )?alexnet\\..*;")) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        for (String part : line.replaceAll("import (static )?|;", "").split("\\.")) {
            if (Character.isUpperCase(part.charAt(0))) {
                break;
            }
            name.append(name.isEmpty() ? "" : ".").append(part);
        }
        return name.toString();
    }

    @Test
    void packagesHaveNoCycle() {
        assertThat(ClassGraph.cycles(allowed)).isEmpty();
        assertThat(ClassGraph.cycles(classes.packages())).isEmpty();
    }

    @Test
    void cyclesOfClassesAreSmall() {
        List<Set<String>> cycles = ClassGraph.cycles(classes.uses());
        assertThat(cycles)
                .as("classes that each need each other")
                .allSatisfy(cycle -> assertThat(cycle).hasSizeLessThanOrEqualTo(LARGEST_CLASS_CYCLE));
        // The search finds cycles at all: a layer kind and its layer know each other.
        assertThat(cycles).isNotEmpty();
    }

    @Test
    void theInsideOfTheEmulatorIsUsedByTheEmulatorAlone() {
        Set<String> face = Set.of(
                "alexnet.engine.emulator",
                "alexnet.engine.emulator.observe",
                "alexnet.engine.emulator.sanitize",
                "alexnet.engine.emulator.profile");
        classes.packages().forEach((from, imports) -> {
            if (!from.startsWith("alexnet.engine.emulator")) {
                assertThat(imports)
                        .as(from)
                        .allMatch(to -> !to.startsWith("alexnet.engine.emulator") || face.contains(to));
            }
        });
    }

    @Test
    void thePageShowsTheList() throws IOException {
        String page = Files.readString(project().resolve("docs/architecture.md"));
        String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
        assertThat(shown.strip())
                .as("docs/architecture.md, between %s and %s", BEGIN, END)
                .isEqualTo(drawing());
    }

    /** The packages of each module, those on top that no other package of the module imports. */
    private static String drawing() {
        StringBuilder text = new StringBuilder("```text\n");
        Map<String, Integer> heights = new TreeMap<>();
        allowed.keySet().forEach(name -> height(name, heights));
        int width = allowed.keySet().stream()
                .mapToInt(name -> name.length() - "alexnet.".length())
                .max()
                .orElseThrow();
        for (int i = MODULES.size() - 1; i >= 0; i--) {
            String root = "alexnet." + MODULES.get(i).replace("-java", "");
            text.append(MODULES.get(i)).append('\n');
            allowed.keySet().stream()
                    .filter(name -> name.equals(root) || name.startsWith(root + "."))
                    .sorted(Comparator.<String>comparingInt(heights::get)
                            .reversed()
                            .thenComparing(name -> name))
                    .forEach(name -> {
                        String imports = String.join(
                                " ",
                                allowed.get(name).stream()
                                        .map(PackageImportsTest::shortName)
                                        .toList());
                        text.append(("  %-" + width + "s -> %s")
                                        .formatted(shortName(name), imports)
                                        .stripTrailing())
                                .append('\n');
                    });
        }
        return text.append("```").toString();
    }

    private static String shortName(String name) {
        return name.substring("alexnet.".length());
    }

    /** Packages on the longest way down. */
    private static int height(String name, Map<String, Integer> heights) {
        Integer known = heights.get(name);
        if (known == null) {
            known = allowed.get(name).stream()
                            .mapToInt(next -> height(next, heights))
                            .max()
                            .orElse(-1)
                    + 1;
            heights.put(name, known);
        }
        return known;
    }
}
