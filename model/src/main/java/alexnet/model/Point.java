package alexnet.model;

import alexnet.model.NetworkDocument.Node;
import alexnet.model.text.Spelling;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A point at which the text of the paper, the program that its authors published and Caffe's network differ. Each is an
 * edit of a network file: it finds its layers by kind and position, and reads or changes their
 * settings. docs/networks.md lists the values of the three sources.
 */
public enum Point {
    /** The order of ReLU, normalisation and pooling in the first layer. */
    LAYER1_ORDER(
            "layer1-order",
            List.of(Point.RELU_FIRST, Point.RELU_LAST),
            "a convolution over the images, an lrn and a max_pool") {
        @Override
        Optional<String> read(NetworkDocument network) {
            Node conv = network.first();
            Optional<Node> norm = network.reader(conv).filter(layer -> layer.isKind("lrn"));
            Optional<Node> pool = norm.flatMap(network::reader).filter(layer -> layer.isKind("max_pool"));
            if (!conv.isKind("conv") || pool.isEmpty()) {
                return Optional.empty();
            }
            boolean reluBehind = network.reader(pool.get())
                    .filter(layer -> layer.isKind("relu"))
                    .isPresent();
            boolean reluInside = conv.text(ACTIVATION).equals("relu");
            if (reluBehind == reluInside) {
                return Optional.empty();
            }
            return Optional.of(reluInside ? RELU_FIRST : RELU_LAST);
        }

        @Override
        void write(NetworkDocument network, String value) {
            Node conv = network.first();
            Node pool = network.reader(conv).flatMap(network::reader).orElseThrow();
            if (value.equals(RELU_LAST)) {
                conv.set(ACTIVATION, "none");
                network.insertBehind(pool, "relu1", "relu", Map.of());
            } else {
                conv.set(ACTIVATION, "relu");
                network.remove(network.reader(pool).orElseThrow());
            }
        }
    },

    /** An extra normalisation after the second LRN, over a 5 x 5 window within each map; the paper does not have it. */
    EXTRA_NORM("extra-norm", List.of("none", "within-map"), "two lrn layers") {
        @Override
        Optional<String> read(NetworkDocument network) {
            return second(network).map(norm -> behind(network, norm).isPresent() ? "within-map" : "none");
        }

        @Override
        void write(NetworkDocument network, String value) {
            Node norm = second(network).orElseThrow();
            if (value.equals("none")) {
                network.remove(behind(network, norm).orElseThrow());
            } else {
                // 1e-3 over the 25 values of the window (docs/reproducing.md, point 2).
                network.insertBehind(
                        norm,
                        "map_norm2",
                        WITHIN_MAP,
                        Map.of("size", "5", "k", "1", "alpha", "0.00004", "beta", "0.75"));
            }
        }

        private Optional<Node> second(NetworkDocument network) {
            return network.ofKind("lrn").stream().skip(1).findFirst();
        }

        private Optional<Node> behind(NetworkDocument network, Node norm) {
            return network.reader(norm).filter(layer -> layer.isKind(WITHIN_MAP));
        }
    },

    /** Factor of the plain sum of squares in the normalisation across maps. */
    LRN_ALPHA("lrn-alpha", 0, "lrn layers", network -> network.ofKind("lrn"), "alpha"),

    /** What the normalisation adds to that sum. */
    LRN_K("lrn-k", Double.MIN_VALUE, "lrn layers", network -> network.ofKind("lrn"), "k"),

    /** Whether the normalisation's window stops at the maps of its own GPU or takes in the neighbour's nearest. */
    LRN_BORDER("lrn-border", List.of("stop", "cross"), "lrn layers that lie on two GPUs") {
        @Override
        Optional<String> read(NetworkDocument network) {
            return one(split(network).stream()
                    .map(layer -> layer.text("from", "own").equals("border") ? "cross" : "stop")
                    .toList());
        }

        @Override
        void write(NetworkDocument network, String value) {
            for (Node layer : split(network)) {
                if (value.equals("cross")) {
                    layer.set("from", "border");
                } else {
                    layer.remove("from");
                }
            }
        }

        private List<Node> split(NetworkDocument network) {
            return network.ofKind("lrn").stream()
                    .filter(layer -> layer.list("gpus").size() > 1)
                    .toList();
        }
    },

    /** Standard deviation of the initial weights of the convolutions after the second. */
    CONV_DEVIATION("conv-deviation", 0, "three convolutions", Point::laterConvolutions, Point.DEVIATION) {
        @Override
        Optional<String> readReduced(NetworkDocument network) {
            return one(layers(network).stream()
                    .flatMap(layer -> network.reducedDeviation(layer).stream())
                    .map(Point::number)
                    .toList());
        }

        @Override
        void forgetReduced(NetworkDocument network) {
            layers(network).forEach(network::removeReducedDeviation);
        }
    },

    /** Standard deviation from which the fully connected layers but the last start. */
    FC_DEVIATION("fc-deviation", 0, "two fully connected layers", Point::hidden, Point.DEVIATION),

    /** Where the biases start that start at 1 in the paper, at 0.1 in Caffe. */
    INITIAL_BIAS(
            "initial-bias", Double.NEGATIVE_INFINITY, "biases that start at 1 or 0.1", Point::raisedBiases, "bias") {
        @Override
        Optional<String> readReduced(NetworkDocument network) {
            return read(network).filter("1"::equals).map(one -> number(String.valueOf(InitialValues.REDUCED_BIAS)));
        }
    },

    /** Which of several equal maxima of a pooling window get the gradient. */
    POOL_TIES("pool-ties", List.of("first", "all"), "max_pool layers", network -> network.ofKind("max_pool"), "ties"),

    /** Whether dropout scales when evaluating, as in the paper, or in training. */
    DROPOUT_FORM(
            "dropout-form",
            List.of("paper", "inverted"),
            "dropout layers",
            network -> network.ofKind("dropout"),
            "form"),

    /** Crops of 224 with three zero rows and columns at the bottom and the right, or crops of 227. */
    INPUT_FORM("input-form", List.of("224+3", "227"), "an input of 227 from crops of 224 or 227") {
        @Override
        Optional<String> read(NetworkDocument network) {
            if (network.input().number("size") != 227) {
                return Optional.empty();
            }
            return switch (network.input().text("crop")) {
                case "224" -> Optional.of("224+3");
                case "227" -> Optional.of("227");
                default -> Optional.empty();
            };
        }

        @Override
        void write(NetworkDocument network, String value) {
            network.input().set("crop", value.substring(0, 3));
        }

        @Override
        boolean isForFullSizeOnly() {
            return true;
        }
    },

    /** Whether the layer of the classes is whole on GPU 0 or each GPU has its share of them. */
    FC8("fc8", List.of("gpu0", "both"), "more than one GPU and 'outputs: classes' in front of the softmax") {
        @Override
        Optional<String> read(NetworkDocument network) {
            return head(network).map(layer -> layer.list("gpus").size() == 1 ? "gpu0" : "both");
        }

        @Override
        void write(NetworkDocument network, String value) {
            Node layer = head(network).orElseThrow();
            Node softmax = network.reader(layer).orElseThrow();
            layer.set("from", "both");
            if (value.equals("gpu0")) {
                layer.set("gpus", List.of("0"));
                softmax.remove("from");
            } else {
                layer.set("gpus", numbers(network.gpus()));
                softmax.set("from", "both");
            }
        }

        private Optional<Node> head(NetworkDocument network) {
            return network.ofKind(FULLY_CONNECTED).stream()
                    .filter(layer -> network.gpus() > 1 && layer.text("outputs").equals("classes"))
                    .filter(layer -> network.reader(layer)
                            .filter(reader -> reader.isKind("softmax"))
                            .isPresent())
                    .findFirst();
        }
    };

    private static final String RELU_FIRST = "conv,relu,lrn,pool";
    private static final String RELU_LAST = "conv,lrn,pool,relu";
    private static final String WITHIN_MAP = "within_map_norm";
    private static final String FULLY_CONNECTED = "fully_connected";
    private static final String ACTIVATION = "activation";
    private static final String DEVIATION = "deviation";

    private final String key;
    private final List<String> words;
    private final double minimum;
    private final String needs;
    private final Function<NetworkDocument, List<Node>> layers;
    private final String setting;

    /** A choice of words that is more than a setting of layers. */
    Point(String key, List<String> words, String needs) {
        this(key, words, 0, needs, network -> List.of(), null);
    }

    /** A word that is one setting of some layers; the first word is the setting's default. */
    Point(String key, List<String> words, String needs, Function<NetworkDocument, List<Node>> layers, String setting) {
        this(key, words, 0, needs, layers, setting);
    }

    /** A number that is one setting of some layers. */
    Point(String key, double minimum, String needs, Function<NetworkDocument, List<Node>> layers, String setting) {
        this(key, List.of(), minimum, needs, layers, setting);
    }

    Point(
            String key,
            List<String> words,
            double minimum,
            String needs,
            Function<NetworkDocument, List<Node>> layers,
            String setting) {
        this.key = key;
        this.words = words;
        this.minimum = minimum;
        this.needs = needs;
        this.layers = layers;
        this.setting = setting;
    }

    /** Its name as an option, without the dashes. */
    public String key() {
        return key;
    }

    /** The values it may have; empty for a number. */
    public List<String> words() {
        return words;
    }

    /** What a network must have for the point to apply to it. */
    String needs() {
        return needs;
    }

    /** The layers that have the point as a setting. */
    final List<Node> layers(NetworkDocument network) {
        return layers.apply(network);
    }

    /** The value that a network has; empty where the point does not apply to it. */
    Optional<String> read(NetworkDocument network) {
        return one(layers(network).stream()
                .map(layer -> words.isEmpty() ? number(layer.text(setting)) : layer.text(setting, words.get(0)))
                .toList());
    }

    /** Gives a network to which the point applies another value. */
    void write(NetworkDocument network, String value) {
        layers(network).forEach(layer -> layer.set(setting, value));
    }

    /** The value at reduced width or input size, where it is another. */
    Optional<String> readReduced(NetworkDocument network) {
        return Optional.empty();
    }

    /** Makes the value the same at any size. */
    void forgetReduced(NetworkDocument network) {}

    /** Whether the point has no meaning for inputs of another size than the file's. */
    boolean isForFullSizeOnly() {
        return false;
    }

    /**
     * The value in its one spelling.
     *
     * @throws NetworkException when the point cannot have it
     */
    String checked(String value) {
        if (!words.isEmpty()) {
            if (words.contains(value)) {
                return value;
            }
            throw new NetworkException("--" + key + ": no such choice" + Spelling.inline(value, words)
                    + " (expected one of " + String.join(" | ", words) + ", found " + value + ")");
        }
        try {
            double found = Double.parseDouble(value);
            if (Double.isFinite(found) && Double.isFinite((float) found) && found >= minimum) {
                return number(value);
            }
        } catch (NumberFormatException e) {
            throw new NetworkException("--" + key + ": no number (expected " + range() + ", found " + value + ")");
        }
        throw new NetworkException("--" + key + ": out of range (expected " + range() + ", found " + value + ")");
    }

    private String range() {
        if (minimum == 0) {
            return "0 or more";
        }
        return minimum > 0 ? "above 0" : "a number";
    }

    /** The convolutions after the second. */
    private static List<Node> laterConvolutions(NetworkDocument network) {
        return network.ofKind("conv").stream().skip(2).toList();
    }

    /** The fully connected layers but the last. */
    private static List<Node> hidden(NetworkDocument network) {
        List<Node> all = network.ofKind(FULLY_CONNECTED);
        return all.subList(0, Math.max(0, all.size() - 1));
    }

    /** The layers whose biases start at 1 or 0.1. */
    private static List<Node> raisedBiases(NetworkDocument network) {
        return network.layers().stream()
                .filter(layer -> layer.has("bias") && (layer.number("bias") == 1 || layer.number("bias") == 0.1))
                .toList();
    }

    /** Several values are joined: the layers differ. */
    private static Optional<String> one(List<String> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.stream().distinct().collect(Collectors.joining(" and ")));
    }

    private static String number(String text) {
        return new BigDecimal(Double.toString(Double.parseDouble(text)))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }
}
