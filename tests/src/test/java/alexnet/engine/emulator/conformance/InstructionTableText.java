package alexnet.engine.emulator.conformance;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of docs/emulator/instructions.md: each line of the list of instructions, and whether it is tested or refused. */
final class InstructionTableText {

    static final String BEGIN = "<!-- instruction table: begin, written by InstructionTableTest -->";
    static final String END = "<!-- instruction table: end -->";
    /** More forms than these are counted, not named. */
    private static final int NAMED = 12;

    private InstructionTableText() {}

    static String of(InstructionScope scope, Cases cases) {
        Set<String> tested = cases.testedForms();
        Set<String> refused = cases.refusedForms();
        StringBuilder text = new StringBuilder(BEGIN).append('\n');
        String section = "";
        for (InstructionScope.Line line : scope.lines()) {
            if (!line.section().equals(section)) {
                section = line.section();
                text.append("\n### ").append(section).append("\n\n| instruction | |\n|---|---|\n");
            }
            text.append("| `").append(line.pattern()).append("` | ");
            text.append(status(line.forms(), tested, refused)).append(" |\n");
        }
        return text.append('\n').append(END).toString();
    }

    private static String status(List<String> forms, Set<String> tested, Set<String> refused) {
        List<String> run = forms.stream().filter(tested::contains).toList();
        List<String> not = forms.stream().filter(refused::contains).toList();
        if (run.size() == forms.size()) {
            return "tested";
        }
        if (not.size() == forms.size()) {
            return "refused";
        }
        if (run.isEmpty() && not.isEmpty()) {
            return "not covered yet";
        }
        String missing = run.size() + not.size() == forms.size() ? "" : "; the others are not covered yet";
        if (not.isEmpty()) {
            return "tested: " + names(run) + missing;
        }
        if (run.isEmpty()) {
            return "refused: " + names(not) + missing;
        }
        return run.size() < not.size()
                ? "refused; tested: " + names(run) + missing
                : "tested; refused: " + names(not) + missing;
    }

    private static String names(List<String> forms) {
        return forms.size() > NAMED
                ? forms.size() + " forms"
                : forms.stream().map(form -> "`" + form + "`").collect(Collectors.joining(", "));
    }
}
