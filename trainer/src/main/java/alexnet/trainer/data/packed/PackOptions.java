package alexnet.trainer.data.packed;

import alexnet.trainer.data.image.ResizeForm;
import java.nio.file.Path;

/**
 * Options of {@code pack}.
 *
 * @param source class folders, an ImageNet tar, an MNIST idx images file, a CIFAR-10 binary batch, or a folder of such
 * @param out the folder to make
 * @param size side of the packed pictures
 * @param workers decoding threads; the output does not depend on it
 * @param skipBad how many bad files are left out before packing fails
 * @param valFraction share of each class that goes to {@code out/val} (the rest to {@code out/train}); 0 makes one set
 * @param seed of the split
 * @param resize how pictures become squares
 */
public record PackOptions(
        Path source, Path out, int size, int workers, int skipBad, double valFraction, long seed, ResizeForm resize) {

    /** Throws {@link IllegalArgumentException} with the option's name for values out of range. */
    public PackOptions {
        require(size >= 8 && size <= 4096, "--size", "8 to 4096", size);
        require(workers >= 1 && workers <= 1024, "--workers", "1 to 1024", workers);
        require(skipBad >= 0, "--skip-bad", "0 or more", skipBad);
        require(valFraction >= 0 && valFraction < 1, "--val-fraction", "0 to below 1", valFraction);
    }

    /** Pictures that are cropped. */
    public PackOptions(Path source, Path out, int size, int workers, int skipBad, double valFraction, long seed) {
        this(source, out, size, workers, skipBad, valFraction, seed, ResizeForm.CROP);
    }

    /** Pictures of 256 x 256, a worker per processor, no bad file left out, one set. */
    public static PackOptions of(Path source, Path out) {
        return new PackOptions(source, out, 256, Runtime.getRuntime().availableProcessors(), 0, 0, 1);
    }

    public PackOptions withSize(int newSize) {
        return new PackOptions(source, out, newSize, workers, skipBad, valFraction, seed, resize);
    }

    public PackOptions withWorkers(int newWorkers) {
        return new PackOptions(source, out, size, newWorkers, skipBad, valFraction, seed, resize);
    }

    public PackOptions withSkipBad(int newSkipBad) {
        return new PackOptions(source, out, size, workers, newSkipBad, valFraction, seed, resize);
    }

    public PackOptions withSplit(double newFraction, long newSeed) {
        return new PackOptions(source, out, size, workers, skipBad, newFraction, newSeed, resize);
    }

    public PackOptions withResize(ResizeForm newResize) {
        return new PackOptions(source, out, size, workers, skipBad, valFraction, seed, newResize);
    }

    private static void require(boolean holds, String option, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    option + ": out of range (expected " + expected + ", found " + found + ")");
        }
    }
}
