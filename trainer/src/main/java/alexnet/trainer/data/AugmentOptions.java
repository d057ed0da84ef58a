package alexnet.trainer.data;

/**
 * What is random about a training picture.
 *
 * @param crop a crop anywhere in the picture; else the centre crop
 * @param mirror left and right swapped in half of the pictures
 * @param colour noise along the principal axes of the training set's colours (paper, section 4.1)
 */
public record AugmentOptions(boolean crop, boolean mirror, boolean colour) {

    /** Crop, mirror and colour, as in the paper. */
    public static final AugmentOptions PAPER = new AugmentOptions(true, true, true);

    /** Centre crop and mean subtraction only. */
    public static final AugmentOptions NONE = new AugmentOptions(false, false, false);

    /**
     * Reads {@code paper}, {@code none}, or a list out of {@code crop,mirror,color}.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static AugmentOptions parse(String text) {
        if (text.equals("paper")) {
            return PAPER;
        }
        if (text.equals("none")) {
            return NONE;
        }
        boolean crop = false;
        boolean mirror = false;
        boolean colour = false;
        for (String word : text.split(",", -1)) {
            switch (word.strip()) {
                case "crop" -> crop = true;
                case "mirror" -> mirror = true;
                case "color", "colour" -> colour = true;
                default ->
                    throw new IllegalArgumentException(
                            "--augment: unknown word (expected paper, none, or some of crop,mirror,color, found "
                                    + (word.isBlank() ? "nothing" : word.strip()) + ")");
            }
        }
        return new AugmentOptions(crop, mirror, colour);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        if (equals(PAPER)) {
            return "paper";
        }
        if (equals(NONE)) {
            return "none";
        }
        StringBuilder words = new StringBuilder();
        words.append(crop ? ",crop" : "").append(mirror ? ",mirror" : "").append(colour ? ",color" : "");
        return words.substring(1);
    }
}
