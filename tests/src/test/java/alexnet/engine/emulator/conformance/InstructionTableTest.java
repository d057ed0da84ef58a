package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/emulator/instructions.md lists every instruction of PTX ISA 7.0 as tested or refused, and says what is true. */
final class InstructionTableTest {

    private final Cases cases = Families.cases();
    private final InstructionScope scope = InstructionScope.with(cases);

    /** The module's folder, whether the tests run there or in the project's. */
    private static Path tests() {
        return Files.isDirectory(Path.of("src/test/java")) ? Path.of("") : Path.of("tests");
    }

    @Test
    void everyInstructionIsTestedOrRefused() {
        Set<String> known = new HashSet<>(cases.testedForms());
        known.addAll(cases.refusedForms());
        List<String> missing = new ArrayList<>();
        for (InstructionScope.Line line : scope.lines()) {
            line.forms().stream()
                    .filter(form -> !known.contains(form))
                    .forEach(form -> missing.add(form + " (" + line.section() + ", family " + line.family() + ")"));
        }
        assertThat(missing)
                .as("instructions that no test covers and none finds refused")
                .isEmpty();
    }

    @Test
    void everyCaseIsInTheListOfInstructions() {
        Set<String> listed =
                scope.lines().stream().flatMap(line -> line.forms().stream()).collect(Collectors.toSet());
        List<String> unlisted = new ArrayList<>(cases.testedForms());
        unlisted.addAll(cases.refusedForms());
        unlisted.removeAll(listed);
        assertThat(unlisted)
                .as("cases whose form instructions.txt does not have")
                .isEmpty();
    }

    @Test
    void nothingIsTestedAndRefused() {
        Set<String> both = new HashSet<>(cases.testedForms());
        both.retainAll(cases.refusedForms());
        assertThat(both)
                .as("forms that are registered as tested and as refused")
                .isEmpty();
    }

    @Test
    void theListNamesNoFormTwice() {
        Set<String> seen = new HashSet<>();
        List<String> twice = scope.lines().stream()
                .flatMap(line -> line.forms().stream())
                .filter(form -> !seen.add(form))
                .toList();
        assertThat(twice).as("forms that instructions.txt has twice").isEmpty();
    }

    @Test
    void familiesAreKnown() {
        Set<String> listed = scope.lines().stream()
                .map(InstructionScope.Line::family)
                .filter(family -> !family.isEmpty())
                .collect(Collectors.toSet());
        Set<String> present = Families.ALL.stream().map(Family::name).collect(Collectors.toSet());
        assertThat(present).as("families that are registered").isEqualTo(listed);
    }

    @Test
    void classesThatCoverInstructionsMentionThem() throws Exception {
        for (String className :
                cases.covered.stream().map(Cases.Covered::testClass).distinct().toList()) {
            assertThat(Class.forName(className).getDeclaredMethods())
                    .as("test methods of " + className)
                    .anyMatch(method -> List.of(method.getAnnotations()).stream()
                            .anyMatch(annotation ->
                                    annotation.annotationType().getName().startsWith("org.junit.")));
        }
        for (Cases.Covered covered : cases.covered) {
            Path source = tests().resolve("src/test/java/" + covered.testClass().replace('.', '/') + ".java");
            assertThat(covered.form())
                    .as("form and the part of it that must be mentioned")
                    .startsWith(covered.mention());
            assertThat(Files.readString(source))
                    .as(source + " must mention " + covered.mention() + ", for " + covered.form())
                    .contains(covered.mention());
        }
    }

    /** {@code -Demulator.table=write} writes the table; otherwise it is compared. */
    @Test
    void documentHasTheTable() throws IOException {
        Path document = tests().resolve("../docs/emulator/instructions.md");
        String text = Files.readString(Files.exists(document) ? document : Path.of("docs/emulator/instructions.md"));
        int begin = text.indexOf(InstructionTableText.BEGIN);
        int end = text.indexOf(InstructionTableText.END);
        assertThat(begin).as("place of the table's first marker in " + document).isNotNegative();
        assertThat(end).as("place of the table's last marker in " + document).isGreaterThan(begin);
        String table = InstructionTableText.of(scope, cases);
        if ("write".equals(System.getProperty("emulator.table"))) {
            String rest = text.substring(end + InstructionTableText.END.length());
            Files.writeString(document, text.substring(0, begin) + table + rest);
            return;
        }
        assertThat(text.substring(begin, end + InstructionTableText.END.length())
                        .lines()
                        .toList())
                .as(
                        "table of docs/emulator/instructions.md; rewrite it: ./mvnw -q test -pl tests -am -Dtest=InstructionTableTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Demulator.table=write")
                .isEqualTo(table.lines().toList());
    }
}
