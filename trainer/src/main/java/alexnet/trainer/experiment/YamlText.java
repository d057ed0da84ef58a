package alexnet.trainer.experiment;

import alexnet.model.YamlValue;
import alexnet.model.YamlValue.Mapping;
import alexnet.model.YamlValue.Place;
import alexnet.model.YamlValue.Scalar;
import alexnet.model.YamlValue.Sequence;
import alexnet.model.text.Spelling;
import alexnet.model.text.Words;
import alexnet.trainer.failure.UsageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Reads texts, numbers and names from YAML; errors name file, line and column.
 *
 * @param origin the file, for messages
 */
record YamlText(String origin) {

    UsageException error(Place place, String reason) {
        return error(place, reason, null);
    }

    private UsageException error(Place place, String reason, String hint) {
        return new UsageException(origin + ":" + place, reason, hint);
    }

    private UsageException wrong(YamlValue value, String key, String expected) {
        String found = value instanceof Scalar scalar
                ? "'" + scalar.text() + "'"
                : value instanceof Sequence ? "a list" : "keys and values";
        return error(value.place(), key + ": wrong value (expected " + expected + ", found " + found + ")");
    }

    /** A mapping with any keys. */
    Mapping mapping(YamlValue value, String what) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw wrong(value, what, "keys and values");
    }

    /** A mapping that has all of some keys and none but these and others. */
    Mapping mapping(YamlValue value, String what, List<String> required, List<String> allowed) {
        Mapping mapping = mapping(value, what);
        List<String> known = new ArrayList<>(required);
        known.addAll(allowed);
        requireKnown(mapping, what, known);
        for (String key : required) {
            if (!mapping.values().containsKey(key)) {
                throw error(value.place(), what + ": '" + key + "' is missing");
            }
        }
        return mapping;
    }

    void requireKnown(Mapping mapping, String what, Collection<String> known) {
        for (Map.Entry<String, Place> key : mapping.keys().entrySet()) {
            if (!known.contains(key.getKey())) {
                throw error(
                        key.getValue(),
                        what + ": unknown key (expected one of " + String.join(", ", known) + ", found '" + key.getKey()
                                + "')",
                        Spelling.hint(key.getKey(), known));
            }
        }
    }

    /** Hands over each element of the list behind {@code key}, where there is one. */
    void each(Mapping mapping, String key, Consumer<YamlValue> consumer) {
        YamlValue value = mapping.values().get(key);
        if (value == null) {
            return;
        }
        if (!(value instanceof Sequence sequence) || sequence.values().isEmpty()) {
            throw wrong(value, key, "a list");
        }
        sequence.values().forEach(consumer);
    }

    String scalar(Mapping mapping, String key) {
        return scalar(mapping.values().get(key), key);
    }

    String scalar(YamlValue value, String key) {
        if (value instanceof Scalar scalar && !scalar.text().isBlank()) {
            return scalar.text().strip().replaceAll("\\s+", " ");
        }
        throw wrong(value, key, "a text");
    }

    /** A scalar, or a list of them with commas between. */
    String joined(YamlValue value, String key) {
        if (value instanceof Sequence sequence) {
            StringJoiner joined = new StringJoiner(",");
            sequence.values().forEach(each -> joined.add(scalar(each, key)));
            return joined.toString();
        }
        return scalar(value, key);
    }

    /** A name that can be a folder's. */
    String word(Mapping mapping, String key) {
        YamlValue value = mapping.values().get(key);
        if (value instanceof Scalar scalar && scalar.text().matches("[a-z0-9][a-z0-9-]*")) {
            return scalar.text();
        }
        throw wrong(value, key, "small letters, digits and -");
    }

    String oneOf(YamlValue value, String key, Collection<String> known) {
        String found = scalar(value, key);
        if (!known.contains(found)) {
            throw error(
                    value.place(),
                    key + ": unknown name (expected one of "
                            + String.join(", ", known.stream().sorted().toList()) + ", found '" + found + "')",
                    Spelling.hint(found, known));
        }
        return found;
    }

    /** The constant whose name, in small letters with dashes, stands there. */
    <E extends Enum<E>> E constant(YamlValue value, String key, Class<E> type) {
        return Words.require(type, oneOf(value, key, Words.all(type)));
    }

    double number(Mapping mapping, String key) {
        YamlValue value = mapping.values().get(key);
        try {
            double number = Double.parseDouble(scalar(value, key));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(value, key, "a number");
        }
        throw wrong(value, key, "a finite number");
    }

    double positive(Mapping mapping, String key) {
        double number = number(mapping, key);
        if (number <= 0) {
            throw wrong(mapping.values().get(key), key, "a number above 0");
        }
        return number;
    }

    long whole(Mapping mapping, String key, long least) {
        return whole(mapping.values().get(key), key, least);
    }

    long whole(YamlValue value, String key, long least) {
        try {
            long number = Long.parseLong(scalar(value, key));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(value, key, "a whole number of at least " + least);
        }
        throw wrong(value, key, "a whole number of at least " + least);
    }
}
