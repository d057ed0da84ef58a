package alexnet.engine.emulator.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What families have registered: how each form of an instruction is covered. */
final class Cases {

    /** A form that must be refused when a module with it is loaded. */
    record Refused(String family, String form, String operands) {}

    /** A form that a test class of its own covers, in whose text {@code mention} is found. */
    record Covered(String family, String form, String testClass, String mention) {}

    final List<LaneCase> lanes = new ArrayList<>();
    final List<Refused> refused = new ArrayList<>();
    final List<Covered> covered = new ArrayList<>();
    /** Instructions that PTX ISA 7.0 does not have, with their forms in braces; {@code instructions.txt} has all others. */
    final List<String> newer = new ArrayList<>();

    private String family = "";

    void add(Family added) {
        family = added.name();
        added.register(this);
    }

    /**
     * An instruction whose result in a lane depends on operands in that lane only.
     *
     * @param form the instruction with all its modifiers, as in {@code instructions.txt}
     */
    LaneCase lane(String form, Kind result, Kind... operands) {
        LaneCase added = new LaneCase(family, form, result, List.of(operands));
        lanes.add(added);
        return added;
    }

    /**
     * Forms that must be refused.
     *
     * @param forms one form, or several in braces
     * @param operands operands that would be right for a GPU, from the registers of {@link Refusal}
     */
    void refused(String forms, String operands) {
        Braces.expand(forms).forEach(form -> refused.add(new Refused(family, form, operands)));
    }

    /**
     * Forms that another test class covers.
     *
     * @param testClass full name of the class
     * @param mention the part of the forms' names, from their start, that the class's text has
     * @param forms one form, or several in braces
     */
    void covered(String testClass, String mention, String forms) {
        Braces.expand(forms).forEach(form -> covered.add(new Covered(family, form, testClass, mention)));
    }

    /** An instruction that is newer than PTX ISA 7.0, in one or several forms: its case says that it exists. */
    void newer(String forms) {
        newer.add(forms);
    }

    /** Forms that run, with a test. */
    Set<String> testedForms() {
        Set<String> forms = new LinkedHashSet<>();
        lanes.forEach(lane -> forms.add(lane.form));
        covered.forEach(cover -> forms.add(cover.form()));
        return forms;
    }

    Set<String> refusedForms() {
        Set<String> forms = new LinkedHashSet<>();
        refused.forEach(refusal -> forms.add(refusal.form()));
        return forms;
    }
}
