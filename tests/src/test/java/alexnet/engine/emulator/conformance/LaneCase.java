package alexnet.engine.emulator.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An instruction of one lane, the operands to try, and what must come out. */
final class LaneCase {

    /** The result's raw bits from the operands' raw bits; what lies above the result's width is ignored. */
    interface Oracle {
        long apply(long[] operands);
    }

    /** The raw bits of two results. */
    interface PairOracle {
        long[] apply(long[] operands);
    }

    /** What is wrong with results, in words, or null where they are right. */
    interface Judge {
        String complaint(long[] operands, long[] results);
    }

    final String family;
    final String form;
    final List<Kind> results = new ArrayList<>();
    final List<Kind> operands;
    /** Values of single operands in place of their kind's edges. */
    final Map<Integer, long[]> choices = new LinkedHashMap<>();
    /** The instruction, or several, with {@code $d $q} for the results and {@code $a $b $c $e} for the operands. */
    String text;

    String note = "";
    /** At most so many rows are run. */
    int most = Integer.MAX_VALUE;

    private Judge judge;

    LaneCase(String family, String form, Kind result, List<Kind> operands) {
        this.family = family;
        this.form = form;
        this.operands = operands;
        results.add(result);
        List<String> names = List.of("$a", "$b", "$c", "$e").subList(0, operands.size());
        text = form + " $d" + (names.isEmpty() ? "" : ", " + String.join(", ", names)) + ";";
    }

    /** Another text than the form with its operands; {@code $d}, {@code $q}, {@code $a} to {@code $e} stand for registers. */
    LaneCase text(String replaced) {
        if (!replaced.contains(form)) {
            throw new IllegalArgumentException(replaced + " does not contain " + form);
        }
        text = replaced;
        return this;
    }

    /** A word that tells this case from others of the same form. */
    LaneCase note(String words) {
        note = " " + words;
        return this;
    }

    /** At most so many rows, drawn from all of them: for forms that differ little from others. */
    LaneCase most(int rows) {
        most = rows;
        return this;
    }

    /** A second result. */
    LaneCase second(Kind kind) {
        results.add(kind);
        return this;
    }

    /** The only values that operand {@code index} takes. */
    LaneCase only(int index, long... values) {
        choices.put(index, values);
        return this;
    }

    LaneCase expect(Oracle oracle) {
        return expectBoth(operands -> new long[] {oracle.apply(operands)});
    }

    LaneCase expectBoth(PairOracle oracle) {
        return judge((values, found) -> {
            long[] expected = oracle.apply(values);
            for (int i = 0; i < found.length; i++) {
                long cut = results.get(i).cut(expected[i]);
                if (!results.get(i).same(cut, found[i])) {
                    return "expected " + hex(expected.length == 1 ? new long[] {cut} : expected) + ", found "
                            + hex(found);
                }
            }
            return null;
        });
    }

    /** For results that are right within a bound. */
    LaneCase judge(Judge replaced) {
        judge = replaced;
        return this;
    }

    Judge judge() {
        return Objects.requireNonNull(judge, () -> form + ": nothing is expected of it");
    }

    static String hex(long[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> "0x" + Long.toHexString(value))
                .toList()
                .toString();
    }

    @Override
    public String toString() {
        return form + note;
    }
}
