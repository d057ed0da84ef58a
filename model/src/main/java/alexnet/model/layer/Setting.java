package alexnet.model.layer;

import java.util.List;

/**
 * A key that a kind of layer takes in a network file.
 *
 * @param name the key
 * @param type of the value
 * @param minimum smallest value allowed, for numbers
 * @param below values must be smaller than this, for numbers
 * @param words the words allowed, for words; else empty
 * @param fallback the value when the key is absent; null where it must be given
 */
public record Setting(String name, Type type, double minimum, double below, List<String> words, Object fallback) {

    public Setting {
        words = List.copyOf(words);
    }

    /** What a setting holds. */
    public enum Type {
        /** A whole number. */
        INTEGER("a whole number"),
        /** Outputs per GPU, scaled by the network's width; or the word {@code classes}, of which each GPU has its share. */
        OUTPUTS("a whole number or 'classes'"),
        /** A number. */
        NUMBER("a number"),
        /** An {@link alexnet.kernels.Activation}: {@code relu} or {@code none}. */
        ACTIVATION("'relu' or 'none'"),
        /** One of the words that the setting allows. */
        WORD("a word");

        private final String description;

        Type(String description) {
            this.description = description;
        }

        /** For messages. */
        public String description() {
            return description;
        }
    }

    /** The value of a setting of type {@link Type#OUTPUTS}; {@code isClasses} where it follows the number of classes. */
    public record Outputs(int count, boolean isClasses) {}

    static Setting integer(String name, int minimum) {
        return new Setting(name, Type.INTEGER, minimum, Double.POSITIVE_INFINITY, List.of(), null);
    }

    static Setting integer(String name, int minimum, int fallback) {
        return new Setting(name, Type.INTEGER, minimum, Double.POSITIVE_INFINITY, List.of(), fallback);
    }

    static Setting outputs(String name) {
        return new Setting(name, Type.OUTPUTS, 1, Double.POSITIVE_INFINITY, List.of(), null);
    }

    /** A number that must be given. */
    public static Setting number(String name, double minimum, double below) {
        return new Setting(name, Type.NUMBER, minimum, below, List.of(), null);
    }

    static Setting number(String name, double minimum, double below, double fallback) {
        return new Setting(name, Type.NUMBER, minimum, below, List.of(), fallback);
    }

    /** One of some words; {@code fallback}, itself one of them, where the key is absent, or null where it must be given. */
    static Setting word(String name, List<String> allowed, String fallback) {
        if (fallback != null && !allowed.contains(fallback)) {
            throw new IllegalArgumentException(
                    name + ": the fallback must be allowed (expected one of " + allowed + ", found " + fallback + ")");
        }
        return new Setting(name, Type.WORD, 0, 0, allowed, fallback);
    }

    static Setting activation(String name) {
        return new Setting(name, Type.ACTIVATION, 0, 0, List.of(), null);
    }

    /** What layers take whose filters move over their input: filters, their size, stride and padding, and starts. */
    static List<Setting> ofConvolution() {
        return List.of(
                outputs("filters"),
                integer("size", 1),
                integer("stride", 1, 1),
                integer("padding", 0, 0),
                activation("activation"),
                number("deviation", 0, Double.POSITIVE_INFINITY),
                number("bias", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    /** What local response normalisations take, each over its own window: y = x (k + alpha sum of squares)^-beta. */
    static List<Setting> ofNormalisation() {
        return List.of(
                integer("size", 1),
                number("k", Double.MIN_VALUE, Double.POSITIVE_INFINITY),
                number("alpha", 0, Double.POSITIVE_INFINITY),
                number("beta", 0, Double.POSITIVE_INFINITY));
    }
}
