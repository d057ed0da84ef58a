package alexnet.trainer.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A table as lines of text: each column as wide as its widest cell, two spaces between columns. */
final class AlignedColumns {

    private AlignedColumns() {}

    /**
     * The lines of {@code rows}, which all have as many cells as the first.
     *
     * @param isRight whether the cells of a column stand at its right
     */
    static List<String> of(List<List<String>> rows, IntPredicate isRight) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(isRight.test(i) ? padding + row.get(i) : row.get(i) + padding)
                        .append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
