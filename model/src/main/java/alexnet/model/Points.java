package alexnet.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values for some of the {@link Point}s of a network; the others stay as they are.
 *
 * @param values by point, each in the spelling that {@link Point} gives it
 */
public record Points(Map<Point, String> values) {

    /** No point is given. */
    public static final Points NONE = new Points(Map.of());

    /**
     * Checks every value.
     *
     * @throws NetworkException when a point cannot have its value
     */
    public Points {
        Map<Point, String> checked = new EnumMap<>(Point.class);
        values.forEach((point, value) -> checked.put(point, point.checked(value)));
        values = Collections.unmodifiableMap(checked);
    }

    /** Takes the points out of a map of options; options that are no points are ignored. */
    public static Points ofOptions(Map<String, String> options) {
        Map<Point, String> values = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            if (options.containsKey(point.key())) {
                values.put(point, options.get(point.key()));
            }
        }
        return new Points(values);
    }

    /** The same with one more value, in place of an earlier one. */
    public Points with(Point point, String value) {
        return with(new Points(Map.of(point, value)));
    }

    /** The same with more values, in place of earlier ones. */
    public Points with(Points stronger) {
        Map<Point, String> more = new EnumMap<>(Point.class);
        more.putAll(values);
        more.putAll(stronger.values);
        return new Points(more);
    }

    /** As options, by their names without dashes. */
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        values.forEach((point, value) -> options.put(point.key(), value));
        return options;
    }
}
