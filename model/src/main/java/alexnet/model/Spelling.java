package alexnet.model;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that a user may have meant. */
final class Spelling {

    private Spelling() {}

    /** {@code , did you mean 'x'?} where a known name is near, else nothing. */
    static String hint(String found, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(found, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String name) -> distance(found, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> ", did you mean '" + name + "'?")
                .orElse("");
    }

    /** Levenshtein distance: insertions, deletions and replacements of single characters. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
