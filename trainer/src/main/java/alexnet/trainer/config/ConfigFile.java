package alexnet.trainer.config;

import alexnet.model.text.Spelling;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.UsageException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Options in a YAML file: a flat map from long option names, without their dashes, to values.
 *
 * @param origin the file, for messages
 * @param values by option name, as texts
 */
public record ConfigFile(String origin, Map<String, String> values) {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Copies the values. */
    public ConfigFile {
        values = Map.copyOf(values);
    }

    /**
     * Reads a file.
     *
     * @throws UsageException where it cannot be read or is no flat map
     */
    public static ConfigFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UsageException(
                    "--config", "cannot be read (expected a YAML file, found " + Failures.message(e) + ")");
        }
    }

    /** The options of a preset, which come with the program; empty where it has none. */
    public static Optional<ConfigFile> preset(String name) {
        if (!name.matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        try (InputStream resource =
                ConfigFile.class.getResourceAsStream("/alexnet/trainer/presets/" + name + ".yaml")) {
            return resource == null
                    ? Optional.empty()
                    : Optional.of(parse("preset " + name, new String(resource.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigFile parse(String origin, String text) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            String line = where == null ? "" : " in line " + where.getLineNr();
            throw new UsageException(origin, "is not valid YAML" + line + ": " + e.getOriginalMessage());
        }
        Map<String, String> values = new LinkedHashMap<>();
        if (root == null || root.isMissingNode() || root.isNull()) {
            return new ConfigFile(origin, values);
        }
        if (!root.isObject()) {
            throw new UsageException(
                    origin, "is no list of options (expected lines like 'batch-size: 128', found " + root + ")");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            values.put(entry.getKey(), text(origin, entry.getKey(), entry.getValue()));
        }
        return new ConfigFile(origin, values);
    }

    private static String text(String origin, String key, JsonNode node) {
        if (node.isArray()) {
            StringJoiner joined = new StringJoiner(",");
            node.forEach(item -> joined.add(text(origin, key, item)));
            return joined.toString();
        }
        if (node.isObject() || node.isNull()) {
            throw new UsageException(
                    origin, "key '" + key + "' needs one value or a list of values (found " + node + ")");
        }
        return node.asText();
    }

    /**
     * Holds the keys against the options of a command.
     *
     * @throws UsageException naming the first key that is none of {@code known}
     */
    public void requireKnown(Collection<String> known, String command) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new UsageException(
                        origin,
                        "unknown key '" + key + "' (expected an option of '" + command + "' without its dashes)",
                        Spelling.hint(key, known));
            }
        }
    }
}
