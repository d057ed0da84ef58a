package alexnet.trainer.schedule;

import alexnet.model.text.Spelling;
import alexnet.trainer.failure.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learning rates or weight decays of single tensors, as a list of rules {@code PATTERN[@WHEN]=VALUE,...}.
 *
 * <p>A pattern is the name of a tensor without its GPU, such as {@code conv1.weight}, in which {@code *} matches any
 * letters; a pattern without a dot is that of layers. From WHEN on a rule holds: {@code @68} is the start of epoch 68,
 * {@code @drop1} the first drop of the schedule's rate. A value is a number, or {@code 2x}: times what holds without
 * rules. Of the rules that hold for a tensor the last one counts.
 */
public final class TensorRules {

    /** No rules. */
    public static final String NONE = "none";

    private static final Pattern FORM = Pattern.compile("([^@=]+)(?:@([^=]*))?=(.*)");
    private static final Pattern WHEN = Pattern.compile("(drop)?([1-9][0-9]{0,8})");

    /**
     * One rule.
     *
     * @param pattern as the user wrote it
     * @param names what the pattern matches
     * @param epoch from which it holds, from 1
     * @param drops of the schedule's rate from which it holds
     * @param isFactor whether the value is a factor
     */
    private record Rule(String pattern, Pattern names, int epoch, int drops, double value, boolean isFactor) {

        boolean matches(String tensor) {
            return names.matcher(tensor).matches();
        }
    }

    private final String option;
    private final List<Rule> rules;

    private TensorRules(String option, List<Rule> rules) {
        this.option = option;
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads rules.
     *
     * @param option named in errors
     * @param text rules with commas between them; empty or {@code none} for no rules
     * @param roles that a pattern without a dot matches: {@code *} for all tensors of its layers, {@code weight} for
     *     their weights
     * @throws UsageException naming the rule that is wrong
     */
    public static TensorRules parse(String option, String text, String roles) {
        List<Rule> rules = new ArrayList<>();
        if (!text.isBlank() && !text.strip().equals(NONE)) {
            for (String part : text.split(",", -1)) {
                rules.add(rule(option, part.strip(), roles));
            }
        }
        return new TensorRules(option, rules);
    }

    private static Rule rule(String option, String text, String roles) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new UsageException(
                    option, "is no rule (expected PATTERN=VALUE or PATTERN@EPOCH=VALUE, found '" + text + "')");
        }
        String pattern = parts.group(1).strip();
        int epoch = 1;
        int drops = 0;
        if (parts.group(2) != null) {
            Matcher when = WHEN.matcher(parts.group(2).strip());
            if (!when.matches()) {
                throw new UsageException(
                        option,
                        "rule '" + text + "' does not say when (expected an epoch from 1 such as @68, or @drop1, found"
                                + " '@" + parts.group(2) + "')");
            }
            int number = Integer.parseInt(when.group(2));
            epoch = when.group(1) == null ? number : 1;
            drops = when.group(1) == null ? 0 : number;
        }
        String value = parts.group(3).strip();
        boolean isFactor = value.endsWith("x");
        return new Rule(
                pattern,
                names(pattern.contains(".") ? pattern : pattern + "." + roles),
                epoch,
                drops,
                number(option, text, isFactor ? value.substring(0, value.length() - 1) : value),
                isFactor);
    }

    private static double number(String option, String rule, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other value out of range.
        }
        throw new UsageException(
                option,
                "rule '" + rule + "' has no value (expected a number from 0 on such as 0.002, or a factor such as 2x,"
                        + " found '" + text + "')");
    }

    private static Pattern names(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(part.isEmpty() ? "(?:)" : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }

    /**
     * Holds the rules against a network.
     *
     * @param tensors names without the GPU
     * @throws UsageException naming the first rule that no tensor matches
     */
    public void requireMatches(Collection<String> tensors) {
        for (Rule rule : rules) {
            if (tensors.stream().noneMatch(rule::matches)) {
                Set<String> known = new LinkedHashSet<>(tensors);
                for (String tensor : tensors) {
                    String layer = tensor.substring(0, tensor.lastIndexOf('.'));
                    known.addAll(List.of(layer, layer + ".*", "*" + tensor.substring(layer.length())));
                }
                throw new UsageException(
                        option,
                        "no tensor matches '" + rule.pattern + "' (expected some of " + String.join(", ", tensors)
                                + ")",
                        Spelling.hint(rule.pattern, known));
            }
        }
    }

    /**
     * The value of a tensor, or nothing where no rule holds for it.
     *
     * @param tensor its name without the GPU
     * @param base what factors multiply
     * @param epoch from 1
     * @param drops of the schedule's rate so far
     */
    public OptionalDouble value(String tensor, double base, int epoch, int drops) {
        OptionalDouble value = OptionalDouble.empty();
        for (Rule rule : rules) {
            if (epoch >= rule.epoch && drops >= rule.drops && rule.matches(tensor)) {
                value = OptionalDouble.of(rule.isFactor ? rule.value * base : rule.value);
            }
        }
        return value;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }
}
