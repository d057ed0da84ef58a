package alexnet.trainer.failure;

import java.util.Collection;
import java.util.Optional;

/** Finds what the user may have meant. */
public final class Suggestion {

    private Suggestion() {}

    /** The candidate that fewest edits turn {@code word} into, where that is at most a third of its letters (and 2). */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        String best = null;
        int fewest = Math.max(2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int edits = edits(word, candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code did you mean X?}, or null where nothing is near. */
    public static String hint(String word, Collection<String> candidates) {
        return closest(word, candidates)
                .map(found -> "did you mean " + found + "?")
                .orElse(null);
    }

    /** Levenshtein's distance; swapping two neighbours counts as one edit. */
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
