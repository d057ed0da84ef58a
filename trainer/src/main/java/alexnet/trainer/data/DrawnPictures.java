package alexnet.trainer.data;

import java.nio.file.Path;
import java.util.List;

/** Draws the demo's data set: JPEG files of simple shapes in class folders, from a seed. */
public final class DrawnPictures {

    /** The classes, sorted. */
    public static final List<String> CLASSES = List.of(
            "checkerboard",
            "cross",
            "diagonal-stripes",
            "disc",
            "horizontal-stripes",
            "ring",
            "square",
            "star",
            "triangle",
            "vertical-stripes");

    private DrawnPictures() {}

    /**
     * Writes {@code root/train/CLASS/NNNN.jpg} and {@code root/val/CLASS/NNNN.jpg}; the same seed gives the same pixels.
     *
     * @param size side of the pictures, such as 96
     */
    public static void write(Path root, int size, int trainPerClass, int valPerClass, long seed) {
        throw new IllegalStateException("not there yet " + root + size + trainPerClass + valPerClass + seed);
    }
}
