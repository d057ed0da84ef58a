package alexnet.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value with its line and column, for error messages. */
public sealed interface YamlValue {

    /** Line and column, from 1. */
    record Place(int line, int column) {
        private static Place of(JsonLocation location) {
            return new Place(location.getLineNr(), location.getColumnNr());
        }

        @Override
        public String toString() {
            return line + ":" + column;
        }
    }

    /** Where the value starts. */
    Place place();

    /** A number, word or truth value, as written. */
    record Scalar(Place place, String text) implements YamlValue {}

    /** A list. */
    record Sequence(Place place, List<YamlValue> values) implements YamlValue {}

    /** Keys and values, in the order of the file. */
    record Mapping(Place place, Map<String, YamlValue> values, Map<String, Place> keys) implements YamlValue {}

    /**
     * Reads a document.
     *
     * @throws NetworkException when the text is no YAML, or names a key twice
     */
    static YamlValue parse(String origin, String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new NetworkException(origin + ":1:1: the file is empty (expected keys and values)");
            }
            YamlValue value = read(origin, parser);
            if (parser.nextToken() != null) {
                throw new NetworkException(
                        origin + ":" + Place.of(parser.currentTokenLocation()) + ": one document was expected");
            }
            return value;
        } catch (JsonProcessingException e) {
            Place place = e.getLocation() == null ? new Place(1, 1) : Place.of(e.getLocation());
            throw new NetworkException(origin + ":" + place + ": no YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("cannot be read"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static YamlValue read(String origin, JsonParser parser) throws IOException {
        Place place = Place.of(parser.currentTokenLocation());
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, YamlValue> values = new LinkedHashMap<>();
                Map<String, Place> keys = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    Place keyPlace = Place.of(parser.currentTokenLocation());
                    if (keys.put(key, keyPlace) != null) {
                        throw new NetworkException(origin + ":" + keyPlace + ": '" + key + "' stands here twice");
                    }
                    parser.nextToken();
                    values.put(key, read(origin, parser));
                }
                return new Mapping(place, values, keys);
            }
            case START_ARRAY -> {
                List<YamlValue> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(read(origin, parser));
                }
                return new Sequence(place, values);
            }
            default -> {
                return new Scalar(place, parser.getText());
            }
        }
    }
}
