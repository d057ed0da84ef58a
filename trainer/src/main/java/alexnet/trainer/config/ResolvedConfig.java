package alexnet.trainer.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Every option of a command with the value it got and where that came from. */
public final class ResolvedConfig {

    /** Options that say how to run, not what: they are neither shown nor saved. */
    private static final Set<String> UNSAVED =
            Set.of("help", "version", "config", "resume", "verbose", "quiet", "no-progress", "trace", "json");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    /**
     * One option.
     *
     * @param origin {@code command line}, a file, or {@code default}
     */
    public record Entry(String key, String value, String origin) {}

    private final List<Entry> entries;

    private ResolvedConfig(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Collects what a command was given. Options without a value are left out. */
    public static ResolvedConfig of(ParseResult parsed, OptionLayers layers) {
        List<Entry> entries = new ArrayList<>();
        for (OptionSpec option : parsed.commandSpec().options()) {
            String key = OptionLayers.key(option);
            Object value = option.getValue();
            if (UNSAVED.contains(key) || value == null || option.hidden()) {
                continue;
            }
            String origin = parsed.hasMatchedOption(option)
                    ? "command line"
                    : layers.origin(key).map(ConfigFile::origin).orElse("default");
            entries.add(new Entry(key, text(value), origin));
        }
        return new ResolvedConfig(entries);
    }

    private static String text(Object value) {
        StringJoiner joined = new StringJoiner(",");
        if (value instanceof Collection<?> many) {
            many.forEach(item -> joined.add(text(item)));
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                joined.add(text(Array.get(value, i)));
            }
        } else if (value instanceof Double number && Double.isFinite(number)) {
            joined.add(new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
        } else {
            joined.add(value.toString());
        }
        return joined.toString();
    }

    /** The same with {@code key} set to what it came to, such as the class count that the data have. */
    public ResolvedConfig with(String key, String value, String origin) {
        List<Entry> changed = new ArrayList<>(entries);
        int index = 0;
        while (index < changed.size() && !changed.get(index).key().equals(key)) {
            index++;
        }
        Entry entry = new Entry(key, value, origin);
        if (index < changed.size()) {
            changed.set(index, entry);
        } else {
            changed.add(entry);
        }
        return new ResolvedConfig(changed);
    }

    /** The same without some options. */
    public ResolvedConfig without(String... keys) {
        Set<String> left = Set.of(keys);
        return new ResolvedConfig(
                entries.stream().filter(entry -> !left.contains(entry.key())).toList());
    }

    /** The options. */
    public List<Entry> entries() {
        return entries;
    }

    /** Key and value of each option. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.key(), entry.value()));
        return values;
    }

    /** The table that is printed before anything starts: option, value, origin. */
    public List<String> table() {
        int keyWidth =
                entries.stream().mapToInt(entry -> entry.key().length()).max().orElse(0);
        int valueWidth =
                entries.stream().mapToInt(entry -> entry.value().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            String line = "  " + pad(entry.key(), keyWidth) + "  " + pad(entry.value(), Math.min(valueWidth, 60));
            lines.add(line + "  " + entry.origin());
        }
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The file {@code config.yaml}, which {@code --config} reads again. */
    public String yaml() {
        try {
            Map<String, Object> typed = new LinkedHashMap<>();
            values().forEach((key, value) ->
                    typed.put(key, value.matches("true|false") ? (Object) Boolean.valueOf(value) : value));
            return YAML.writeValueAsString(typed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts did not become YAML", e);
        }
    }
}
