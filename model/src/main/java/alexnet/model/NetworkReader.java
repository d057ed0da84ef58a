package alexnet.model;

import alexnet.kernels.Activation;
import alexnet.model.YamlValue.Mapping;
import alexnet.model.YamlValue.Place;
import alexnet.model.YamlValue.Scalar;
import alexnet.model.YamlValue.Sequence;
import alexnet.model.layer.LayerKind;
import alexnet.model.layer.LayerKinds;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.Setting;
import alexnet.model.text.Spelling;
import alexnet.model.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads network files; docs/networks.md describes the form. */
final class NetworkReader {

    /** Optional key: deviations with which layers start where width or input size are reduced. */
    static final String REDUCED_DEVIATIONS = "reduced_deviations";

    private static final Set<String> NETWORK_KEYS =
            Set.of("name", "gpus", "input", "classes", REDUCED_DEVIATIONS, "layers");
    private static final Set<String> INPUT_KEYS = Set.of("channels", "crop", "size");
    private static final List<String> LAYER_KEYS = List.of("name", "kind", "gpus", "reads", "from");
    private static final int MOST_GPUS = 16;
    private static final int MOST = 1 << 20;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final String origin;

    private NetworkReader(String origin) {
        this.origin = origin;
    }

    /** @throws NetworkException naming line, column and key */
    static NetworkSpec read(String origin, YamlValue document) {
        return new NetworkReader(origin).network(document);
    }

    private NetworkSpec network(YamlValue document) {
        Mapping network = mapping(document, "a network");
        checkKeys(network, NETWORK_KEYS, "a network");
        Mapping input = mapping(value(network, "input"), "'input'");
        checkKeys(input, INPUT_KEYS, "'input'");
        int gpus = integer(value(network, "gpus"), "gpus", 1, MOST_GPUS);
        int channels = integer(value(input, "channels"), "channels", 3, 3);
        int crop = integer(value(input, "crop"), "crop", 1, MOST);
        int size = integer(value(input, "size"), "size", 1, MOST);
        if (size < crop) {
            throw error(
                    value(input, "size").place(),
                    "size: the crop must fit the input (expected at least " + crop + ", found " + size + ")");
        }
        int classes = integer(value(network, "classes"), "classes", 1, MOST);
        List<LayerSpec> layers = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        YamlValue list = value(network, "layers");
        if (!(list instanceof Sequence sequence) || sequence.values().isEmpty()) {
            throw error(list.place(), "layers: expected a list of layers, found " + describe(list));
        }
        for (YamlValue layer : sequence.values()) {
            places.add(layer.place());
            layers.add(layer(mapping(layer, "a layer"), gpus, classes));
        }
        return new NetworkSpec(
                origin,
                word(value(network, "name"), "name"),
                gpus,
                channels,
                crop,
                size,
                classes,
                layers,
                places,
                reducedDeviations(network, layers));
    }

    private Map<String, Double> reducedDeviations(Mapping network, List<LayerSpec> layers) {
        YamlValue found = network.values().get(REDUCED_DEVIATIONS);
        Map<String, Double> deviations = new LinkedHashMap<>();
        if (found == null) {
            return deviations;
        }
        Mapping byName = mapping(found, "'" + REDUCED_DEVIATIONS + "'");
        Set<String> known = layers.stream()
                .filter(layer -> layer.settings().containsKey("deviation"))
                .map(LayerSpec::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        checkKeys(byName, known, "'" + REDUCED_DEVIATIONS + "'");
        byName.values()
                .forEach((name, value) -> deviations.put(name, number(value, Setting.number(name, 0, INFINITY))));
        return deviations;
    }

    private LayerSpec layer(Mapping layer, int gpus, int classes) {
        String name = word(value(layer, "name"), "name");
        String kindName = word(value(layer, "kind"), "kind");
        LayerKind kind = LayerKinds.named(kindName)
                .orElseThrow(() -> error(
                        value(layer, "kind").place(),
                        name + ": no such kind of layer" + Spelling.inline(kindName, LayerKinds.names())
                                + " (expected one of " + LayerKinds.names() + ", found " + kindName + ")"));
        Set<String> known = new LinkedHashSet<>(LAYER_KEYS);
        kind.settings().forEach(setting -> known.add(setting.name()));
        checkKeys(layer, known, name + " (" + kindName + ")");
        List<Integer> parts = gpuList(value(layer, "gpus"), gpus);
        Map<String, Object> settings = new LinkedHashMap<>();
        for (Setting setting : kind.settings()) {
            YamlValue found = layer.values().get(setting.name());
            if (found == null && setting.fallback() == null) {
                throw error(
                        layer.place(),
                        name + ": '" + setting.name() + "' is missing (expected "
                                + setting.type().description() + ")");
            }
            settings.put(
                    setting.name(),
                    found == null ? setting.fallback() : setting(found, setting, classes / parts.size()));
        }
        return new LayerSpec(name, kindName, parts, word(value(layer, "reads"), "reads"), from(layer), settings);
    }

    private LayerSpec.From from(Mapping layer) {
        YamlValue from = layer.values().get("from");
        if (from == null) {
            return LayerSpec.From.OWN;
        }
        String text = word(from, "from");
        return Words.find(LayerSpec.From.class, text)
                .orElseThrow(() -> wrong(
                        from,
                        "from",
                        Words.all(LayerSpec.From.class).stream()
                                .map(value -> "'" + value + "'")
                                .collect(Collectors.joining(" or "))));
    }

    private List<Integer> gpuList(YamlValue value, int gpus) {
        if (!(value instanceof Sequence sequence) || sequence.values().isEmpty()) {
            throw error(value.place(), "gpus: expected a list such as [0, 1], found " + describe(value));
        }
        List<Integer> list = new ArrayList<>();
        for (YamlValue element : sequence.values()) {
            int gpu = integer(element, "gpus", 0, gpus - 1);
            if (!list.isEmpty() && gpu <= list.get(list.size() - 1)) {
                throw error(
                        element.place(),
                        "gpus: expected ascending numbers, found " + gpu + " behind " + list.get(list.size() - 1));
            }
            list.add(gpu);
        }
        return list;
    }

    private Object setting(YamlValue value, Setting setting, int classes) {
        String text = value instanceof Scalar scalar ? scalar.text() : "";
        return switch (setting.type()) {
            case INTEGER -> integer(value, setting.name(), (int) setting.minimum(), MOST);
            case OUTPUTS ->
                text.equals("classes")
                        ? new Setting.Outputs(classes, true)
                        : new Setting.Outputs(integer(value, setting.name(), 1, MOST), false);
            case NUMBER -> number(value, setting);
            case ACTIVATION -> {
                if (!text.equals("relu") && !text.equals("none")) {
                    throw wrong(value, setting.name(), setting.type().description());
                }
                yield text.equals("relu") ? Activation.RELU : Activation.NONE;
            }
            case WORD -> {
                if (!setting.words().contains(text)) {
                    throw error(
                            value.place(),
                            setting.name() + ": no such word" + Spelling.inline(text, setting.words())
                                    + " (expected one of " + setting.words() + ", found " + describe(value) + ")");
                }
                yield text;
            }
        };
    }

    private double number(YamlValue value, Setting setting) {
        try {
            double number = Double.parseDouble(((Scalar) value).text());
            if (Double.isFinite(number) && number >= setting.minimum() && number < setting.below()) {
                return number;
            }
        } catch (ClassCastException | NumberFormatException e) {
            throw wrong(value, setting.name(), "a number");
        }
        throw wrong(
                value,
                setting.name(),
                "a number of at least " + setting.minimum()
                        + (Double.isFinite(setting.below()) ? " and below " + setting.below() : ""));
    }

    private int integer(YamlValue value, String key, int minimum, int maximum) {
        String expected =
                minimum == maximum ? Integer.toString(minimum) : "a whole number from " + minimum + " to " + maximum;
        try {
            int number = Integer.parseInt(((Scalar) value).text());
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (ClassCastException | NumberFormatException e) {
            throw wrong(value, key, expected);
        }
        throw wrong(value, key, expected);
    }

    private String word(YamlValue value, String key) {
        if (value instanceof Scalar scalar && scalar.text().matches("[A-Za-z][A-Za-z0-9_-]*")) {
            return scalar.text();
        }
        throw wrong(value, key, "a word of letters, digits, - and _");
    }

    private YamlValue value(Mapping mapping, String key) {
        YamlValue value = mapping.values().get(key);
        if (value == null) {
            throw error(mapping.place(), "'" + key + "' is missing");
        }
        return value;
    }

    private Mapping mapping(YamlValue value, String what) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw error(value.place(), what + ": expected keys and values, found " + describe(value));
    }

    private void checkKeys(Mapping mapping, Set<String> known, String where) {
        for (Map.Entry<String, Place> key : mapping.keys().entrySet()) {
            if (!known.contains(key.getKey())) {
                throw error(
                        key.getValue(),
                        where + ": unknown key '" + key.getKey() + "'" + Spelling.inline(key.getKey(), known)
                                + " (expected one of " + known.stream().sorted().toList() + ")");
            }
        }
    }

    private static String describe(YamlValue value) {
        if (value instanceof Scalar scalar) {
            return "'" + scalar.text() + "'";
        }
        return value instanceof Sequence sequence
                ? (sequence.values().isEmpty() ? "an empty list" : "a list")
                : "keys and values";
    }

    private NetworkException wrong(YamlValue value, String key, String expected) {
        return error(value.place(), key + ": expected " + expected + ", found " + describe(value));
    }

    private NetworkException error(Place place, String reason) {
        return new NetworkException(origin + ":" + place + ": " + reason);
    }
}
