package alexnet.model;

import alexnet.model.YamlValue.Mapping;
import alexnet.model.YamlValue.Place;
import alexnet.model.YamlValue.Scalar;
import alexnet.model.YamlValue.Sequence;
import alexnet.model.layer.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network file that has been validated, as a tree that can be edited. Added nodes take line and column of the layer
 * beside them, so that errors still name a place in the file.
 */
final class NetworkDocument {

    private final Mapping root;
    private final Node input;
    private final Node reducedDeviations;
    private final List<Node> layers = new ArrayList<>();

    /** A mapping of the file; the values of its keys can be changed. */
    static final class Node {
        private final Place place;
        private final Map<String, YamlValue> values;
        private final Map<String, Place> keys;

        private Node(YamlValue value) {
            Mapping mapping = (Mapping) value;
            place = mapping.place();
            values = new LinkedHashMap<>(mapping.values());
            keys = new LinkedHashMap<>(mapping.keys());
        }

        /** The number or word at {@code key}, or {@code fallback} where the key is absent. */
        String text(String key, String fallback) {
            return values.get(key) instanceof Scalar scalar ? scalar.text() : fallback;
        }

        /** The number or word at a key that must be there. */
        String text(String key) {
            return ((Scalar) values.get(key)).text();
        }

        double number(String key) {
            return Double.parseDouble(text(key));
        }

        boolean isKind(String kind) {
            return text("kind").equals(kind);
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        List<String> list(String key) {
            return ((Sequence) values.get(key))
                    .values().stream().map(value -> ((Scalar) value).text()).toList();
        }

        void set(String key, String text) {
            set(key, new Scalar(placeOf(key), text));
        }

        void set(String key, List<String> texts) {
            Place at = placeOf(key);
            List<YamlValue> scalars = new ArrayList<>();
            texts.forEach(text -> scalars.add(new Scalar(at, text)));
            set(key, new Sequence(at, scalars));
        }

        void remove(String key) {
            values.remove(key);
            keys.remove(key);
        }

        private void set(String key, YamlValue value) {
            keys.putIfAbsent(key, place);
            values.put(key, value);
        }

        private Place placeOf(String key) {
            return values.containsKey(key) ? values.get(key).place() : place;
        }

        private Mapping mapping() {
            return new Mapping(place, values, keys);
        }
    }

    /** @param document one that {@link NetworkReader} takes */
    NetworkDocument(YamlValue document) {
        root = (Mapping) document;
        input = new Node(root.values().get("input"));
        YamlValue reduced = root.values().get(NetworkReader.REDUCED_DEVIATIONS);
        reducedDeviations = reduced == null ? null : new Node(reduced);
        ((Sequence) root.values().get("layers")).values().forEach(layer -> layers.add(new Node(layer)));
    }

    int gpus() {
        return Integer.parseInt(((Scalar) root.values().get("gpus")).text());
    }

    Node input() {
        return input;
    }

    List<Node> layers() {
        return layers;
    }

    List<Node> ofKind(String kind) {
        return layers.stream().filter(layer -> layer.isKind(kind)).toList();
    }

    /** The layer that reads the images. */
    Node first() {
        return layers.stream()
                .filter(layer -> layer.text("reads").equals(LayerSpec.DATA))
                .findFirst()
                .orElseThrow();
    }

    Optional<Node> reader(Node layer) {
        return layers.stream()
                .filter(other -> other.text("reads").equals(layer.text("name")))
                .findFirst();
    }

    /** Inserts a layer after another, on the same GPUs; the readers of that one then read the new layer. */
    void insertBehind(Node layer, String name, String kind, Map<String, String> settings) {
        reader(layer).ifPresent(reader -> reader.set("reads", name));
        Node added = new Node(new Mapping(layer.place, Map.of(), Map.of()));
        added.set("name", name);
        added.set("kind", kind);
        added.set("gpus", layer.values.get("gpus"));
        added.set("reads", layer.text("name"));
        settings.forEach(added::set);
        layers.add(layers.indexOf(layer) + 1, added);
    }

    /** Takes a layer out; what read it then reads what it read. */
    void remove(Node layer) {
        reader(layer).ifPresent(reader -> reader.set("reads", layer.text("reads")));
        layers.remove(layer);
    }

    /** The deviation with which a layer starts at reduced size, where the file gives one of its own for that. */
    Optional<String> reducedDeviation(Node layer) {
        return Optional.ofNullable(reducedDeviations).map(all -> all.text(layer.text("name"), null));
    }

    /** Makes a layer start with one deviation at any size. */
    void removeReducedDeviation(Node layer) {
        if (reducedDeviations != null) {
            reducedDeviations.remove(layer.text("name"));
        }
    }

    /** Gives a point a value; false, and nothing is changed, where it does not apply to this network. */
    boolean write(Point point, String value) {
        Optional<String> before = point.read(this);
        if (before.isPresent() && !before.get().equals(value)) {
            point.write(this, value);
        }
        return before.isPresent();
    }

    YamlValue document() {
        Map<String, YamlValue> values = new LinkedHashMap<>(root.values());
        values.put("input", input.mapping());
        if (reducedDeviations != null) {
            values.put(NetworkReader.REDUCED_DEVIATIONS, reducedDeviations.mapping());
        }
        List<YamlValue> all = new ArrayList<>();
        layers.forEach(layer -> all.add(layer.mapping()));
        values.put("layers", new Sequence(root.values().get("layers").place(), all));
        return new Mapping(root.place(), values, root.keys());
    }
}
