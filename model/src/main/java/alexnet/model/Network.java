package alexnet.model;

import alexnet.model.NetworkDocument.Node;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.Setting;
import alexnet.model.layer.Setting.Outputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as data: its layers in order, the GPUs that hold them and what each reads. Hyper-parameters are no part of
 * it.
 */
public final class Network {

    private static final int CHANNEL_STEP = 4;

    private final NetworkSpec spec;
    private final List<PlannedLayer> layers;
    private final Network full;
    private final YamlValue text;
    private final NetworkDocument document;
    private final Map<Point, PointInForce.Origin> origins;

    private Network(NetworkSpec spec, Network full, YamlValue document, Map<Point, PointInForce.Origin> origins) {
        this.spec = spec;
        this.layers = NetworkPlanner.plan(spec);
        this.full = full == null ? this : full;
        this.text = document;
        this.document = new NetworkDocument(document);
        this.origins = origins;
    }

    /**
     * A network that comes with the program, as its file has it.
     *
     * @throws NetworkException when there is none of that name
     */
    public static Network named(String name) {
        String file = name + ".yaml";
        try (InputStream resource = Network.class.getResourceAsStream("networks/" + file)) {
            if (resource == null || !names().contains(name)) {
                throw new NetworkException(
                        "--network: no such network (expected one of " + names() + " or a file, found " + name + ")");
            }
            return parse(file, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A network that comes with the program, with the points of a preset.
     *
     * @throws NetworkException when there is none of that name
     */
    public static Network named(String name, Preset preset) {
        return named(name).with(preset);
    }

    /** The networks that come with the program. */
    public static List<String> names() {
        return List.of(
                "alexnet",
                "alexnet-one-gpu",
                "alexnet-no-overlap",
                "alexnet-no-lrn",
                "alexnet-no-communication",
                "alexnet-six-conv",
                "alexnet-caffe-grouped",
                "alexnet-ungrouped",
                "alexnet-one-tower",
                "cifar10-13pct",
                "cifar10-13pct-lrn",
                "cifar10-13pct-tanh",
                "cifar10-11pct",
                "cifar10-18pct",
                "cifar10-19pct",
                "cifar10-19pct-tanh");
    }

    /**
     * Reads a network file.
     *
     * @throws NetworkException when it is not UTF-8 YAML of the form that docs/networks.md describes, naming line and key
     * @throws IOException when it cannot be read
     */
    public static Network read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new NetworkException(file + ": not a text file (expected UTF-8)");
        }
    }

    /** Reads a network from text; {@code origin} is named in errors. */
    public static Network parse(String origin, String yaml) {
        YamlValue document = YamlValue.parse(origin, yaml);
        return new Network(NetworkReader.read(origin, document), null, document, Map.of());
    }

    /**
     * The network of the file with all points of a preset that have something to apply to. A network that does not start
     * with a convolution of 11x11 filters over the images is no relative of the paper's and stays as it is.
     *
     * @return the network at the file's size
     */
    public Network with(Preset preset) {
        NetworkDocument edited = new NetworkDocument(full.text);
        Map<Point, PointInForce.Origin> from = new EnumMap<>(Point.class);
        from.putAll(full.origins);
        Node first = edited.first();
        if (first.isKind("conv") && first.text("size").equals("11")) {
            preset.points().values().forEach((point, value) -> {
                if (edited.write(point, value)) {
                    from.put(point, PointInForce.Origin.of(preset));
                    if (!preset.keepsReducedDeviations()) {
                        point.forgetReduced(edited);
                    }
                }
            });
        }
        return edited(edited, from);
    }

    /**
     * The network of the file with some points changed.
     *
     * @return the network at the file's size
     * @throws NetworkException when a point does not apply to it, or does not fit the rest of it
     */
    public Network with(Points points) {
        NetworkDocument edited = new NetworkDocument(full.text);
        Map<Point, PointInForce.Origin> from = new EnumMap<>(Point.class);
        from.putAll(full.origins);
        points.values().forEach((point, value) -> {
            if (!edited.write(point, value)) {
                throw new NetworkException("--" + point.key() + ": does not apply to " + name() + " (expected a network"
                        + " with " + point.needs() + ", found none)");
            }
            point.forgetReduced(edited);
            from.put(point, PointInForce.Origin.OPTION);
        });
        return edited(edited, from);
    }

    private Network edited(NetworkDocument edited, Map<Point, PointInForce.Origin> from) {
        YamlValue text = edited.document();
        return new Network(NetworkReader.read(full.spec.origin(), text), null, text, from);
    }

    /** The points that apply to this network, with the values that they have in it. */
    public List<PointInForce> points() {
        List<PointInForce> found = new ArrayList<>();
        for (Point point : Point.values()) {
            Optional<String> value = point.read(full.document);
            if (value.isEmpty() || point.isForFullSizeOnly() && inputSize() != full.inputSize()) {
                continue;
            }
            PointInForce.Origin origin = full.origins.getOrDefault(point, PointInForce.Origin.FILE);
            Optional<String> reduced = isReduced() && origin != PointInForce.Origin.OPTION
                    ? point.readReduced(full.document)
                    : Optional.empty();
            found.add(
                    reduced.isPresent()
                            ? new PointInForce(point, reduced.get(), PointInForce.Origin.REDUCED)
                            : new PointInForce(point, value.get(), origin));
        }
        return found;
    }

    /**
     * The same network at another size. Counts of filters and outputs per GPU are multiplied by {@code width} and
     * rounded to a multiple of 4, at least 4; those that follow the classes are not. An input size other than the
     * file's is that of the crops themselves, without the zeros that the file may add at the right and the bottom.
     *
     * @param width factor, above 0
     * @param inputSize rows and columns of the first layer's input
     * @param classes number of classes
     * @throws NetworkException when a layer does not fit its input any more, with the arithmetic
     */
    public Network scaled(double width, int inputSize, int classes) {
        if (!(width > 0) || width > 16) {
            throw new NetworkException("--width: expected above 0 and at most 16, found " + width);
        }
        if (classes < 1) {
            throw new NetworkException("--classes: expected at least 1, found " + classes);
        }
        if (inputSize < 1) {
            throw new NetworkException("--input-size: expected at least 1, found " + inputSize);
        }
        List<LayerSpec> scaled = new ArrayList<>();
        for (LayerSpec layer : full.spec.layers()) {
            Map<String, Object> settings = new HashMap<>(layer.settings());
            settings.replaceAll((key, value) -> value instanceof Outputs outputs
                    ? scale(outputs, width, classes / layer.gpus().size())
                    : value);
            scaled.add(layer.withSettings(settings));
        }
        int crop = inputSize == full.spec.inputSize() ? full.spec.cropSize() : inputSize;
        NetworkSpec sized = full.spec.withSizes(crop, inputSize, classes, scaled);
        Network network = new Network(sized, full, full.text, full.origins);
        return network.isReduced()
                ? new Network(sized.withReducedDeviations(), full, full.text, full.origins)
                : network;
    }

    /** @param classes of one part */
    private static Setting.Outputs scale(Outputs outputs, double width, int classes) {
        if (outputs.isClasses()) {
            return new Outputs(classes, true);
        }
        if (width == 1) {
            return outputs;
        }
        int steps = (int) Math.max(1, Math.round(outputs.count() * width / CHANNEL_STEP));
        return new Outputs(steps * CHANNEL_STEP, false);
    }

    /** Its name in the file. */
    public String name() {
        return spec.name();
    }

    /** Number of GPUs over which it is split. */
    public int gpus() {
        return spec.gpus();
    }

    /** Channels of the images. */
    public int channels() {
        return spec.channels();
    }

    /** Rows and columns of the crops that are taken from the images. */
    public int cropSize() {
        return spec.cropSize();
    }

    /** Rows and columns of the first layer's input: the crop, and zeros at the right and the bottom. */
    public int inputSize() {
        return spec.inputSize();
    }

    /** Number of classes. */
    public int classes() {
        return spec.classes();
    }

    /** Layers in order; the first reads the images, each other the one before it. */
    public List<PlannedLayer> layers() {
        return layers;
    }

    /** The layer that reads {@code layer}; null for the last. */
    PlannedLayer reader(PlannedLayer layer) {
        return layer.index() + 1 < layers.size() ? layers.get(layer.index() + 1) : null;
    }

    /** The network of the file, before any scaling. */
    public Network full() {
        return full;
    }

    /** Whether fewer filters or outputs, or smaller images, are left than in the file. */
    public boolean isReduced() {
        return inputSize() < full.inputSize()
                || layers.stream()
                        .anyMatch(layer -> layer.spec().settings().entrySet().stream()
                                .anyMatch(setting -> isReduced(
                                        setting.getValue(),
                                        full.layers
                                                .get(layer.index())
                                                .spec()
                                                .settings()
                                                .get(setting.getKey()))));
    }

    private static boolean isReduced(Object found, Object file) {
        return found instanceof Outputs now
                && file instanceof Outputs before
                && !now.isClasses()
                && now.count() < before.count();
    }
}
