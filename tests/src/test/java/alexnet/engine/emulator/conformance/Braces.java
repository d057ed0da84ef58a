package alexnet.engine.emulator.conformance;

import java.util.ArrayList;
import java.util.List;

/** Patterns as in a shell: {@code a{b,c}d} stands for abd and acd; {@code a{,b}} for a and ab; braces may nest. */
final class Braces {

    private Braces() {}

    static List<String> expand(String pattern) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return List.of(pattern);
        }
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int from = open + 1;
        int at = open;
        for (; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 || depth == 1 && c == ',') {
                choices.add(pattern.substring(from, at));
                from = at + 1;
            }
            if (depth == 0) {
                break;
            }
        }
        if (depth != 0) {
            throw new IllegalArgumentException(pattern + ": a brace is not closed");
        }
        List<String> expanded = new ArrayList<>();
        for (String choice : choices) {
            for (String rest : expand(pattern.substring(at + 1))) {
                expand(choice).forEach(inner -> expanded.add(pattern.substring(0, open) + inner + rest));
            }
        }
        return expanded;
    }
}
