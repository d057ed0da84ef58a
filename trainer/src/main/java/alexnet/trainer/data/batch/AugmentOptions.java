package alexnet.trainer.data.batch;

/**
 * Data augmentation: what is random about a training picture.
 *
 * @param crop a crop anywhere in the picture; else the centre crop
 * @param mirror left and right swapped in half of the pictures
 * @param colour noise along the principal axes of the training set's colours (paper, section 4.1)
 * @param noise which noise that is
 * @param cropSharing so many neighbours in an epoch have one crop and mirror: 32 in the original program, else 1
 */
public record AugmentOptions(boolean crop, boolean mirror, boolean colour, ColourNoise noise, int cropSharing) {

    /** Crop, mirror and colour, as in the paper. */
    public static final AugmentOptions PAPER = new AugmentOptions(true, true, true);

    /** Centre crop and mean subtraction only. */
    public static final AugmentOptions NONE = new AugmentOptions(false, false, false);

    public AugmentOptions {
        if (cropSharing < 1) {
            throw new IllegalArgumentException(
                    "--crop-sharing: out of range (expected at least 1, found " + cropSharing + ")");
        }
    }

    /** Crops of each picture's own, and noise of the root form. */
    public AugmentOptions(boolean crop, boolean mirror, boolean colour) {
        this(crop, mirror, colour, ColourNoise.ROOT, 1);
    }

    public AugmentOptions withNoise(ColourNoise other) {
        return new AugmentOptions(crop, mirror, colour, other, cropSharing);
    }

    public AugmentOptions withCropSharing(int other) {
        return new AugmentOptions(crop, mirror, colour, noise, other);
    }

    /** Whether pictures of an epoch, from 1, have colour noise. */
    public boolean hasNoise(int epoch) {
        return colour && noise.isOn(epoch);
    }

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

    /** What is random, as {@link #parse} reads it. */
    @Override
    public String toString() {
        if (crop && mirror && colour) {
            return "paper";
        }
        if (!crop && !mirror && !colour) {
            return "none";
        }
        StringBuilder words = new StringBuilder();
        words.append(crop ? ",crop" : "").append(mirror ? ",mirror" : "").append(colour ? ",color" : "");
        return words.substring(1);
    }
}
