package alexnet.model.text;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that a user may have meant. */
public final class Spelling {

    private Spelling() {}

    /**
     * The name that fewest edits turn {@code word} into, the first of several.
     *
     * @return empty where that takes more edits than a third of the word's letters, and more than 2
     */
    public static Optional<String> closest(String word, Collection<String> names) {
        String best = null;
        int fewest = Math.max(2, word.length() / 3) + 1;
        for (String name : names) {
            int edits = edits(word, name);
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code did you mean X?}, or null where nothing is near. */
    public static String hint(String word, Collection<String> names) {
        return closest(word, names).map(found -> "did you mean " + found + "?").orElse(null);
    }

    /** {@code , did you mean 'X'?} for the middle of a message, or nothing where no name is near. */
    public static String inline(String word, Collection<String> names) {
        return closest(word, names.stream().sorted().toList())
                .map(found -> ", did you mean '" + found + "'?")
                .orElse("");
    }

    /**
     * The edit distance: insertions, deletions and replacements of single letters, and swaps of two neighbours, each of
     * which counts as one (optimal string alignment).
     */
    static int edits(String from, String to) {
        int[][] table = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replace = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1);
                least = Math.min(least, table[i - 1][j - 1] + replace);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    least = Math.min(least, table[i - 2][j - 2] + 1);
                }
                table[i][j] = least;
            }
        }
        return table[from.length()][to.length()];
    }
}
