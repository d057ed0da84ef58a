package alexnet.trainer.settings;

import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.failure.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where pictures come from. */
public final class DataSettings {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "packed data set, or class folders, which are packed into the cache first")
    private Path train;

    @Option(names = "--val", paramLabel = "DIR", description = "the same, for validation after each epoch")
    private Path val;

    @Option(
            names = "--val-fraction",
            paramLabel = "F",
            defaultValue = "0",
            description = "share of each class folder that is split off for validation (default: none)")
    private double valFraction;

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "side at which class folders are packed (default: 256 for crops of 224, in proportion)")
    private Integer imageSize;

    @Option(
            names = "--resize",
            paramLabel = "FORM",
            defaultValue = "crop",
            description = "how class folders are packed: crop, the shorter side to the size and the centre cut out; or"
                    + " warp, both sides to the size, as in Caffe (default: ${DEFAULT-VALUE})")
    private String resize;

    @Option(names = "--classes", paramLabel = "N", description = "how many classes the data must have")
    private Integer classes;

    @Mixin
    private CacheSettings cache;

    void check() {
        UsageException.require(valFraction >= 0 && valFraction < 1, "--val-fraction", "0 to below 1", valFraction);
        if (val != null && valFraction > 0) {
            throw new UsageException("--val-fraction", "cannot stand beside --val (expected one of them)");
        }
        if (train == null) {
            throw new UsageException(
                    "--data", "is missing (expected a packed data set or class folders)", "train --data DIR");
        }
        resize();
    }

    /** Packed set or source. */
    public Path train() {
        return train;
    }

    /** The same for validation. */
    public Optional<Path> val() {
        return Optional.ofNullable(val);
    }

    /** Share of {@link #train} that is split off for validation; 0 for none. */
    public double valFraction() {
        return valFraction;
    }

    /** Side of the pictures when they are packed on the way. */
    public OptionalInt imageSize() {
        return Optionals.of(imageSize);
    }

    /** How pictures become squares when they are packed on the way. */
    public ResizeForm resize() {
        return OptionWord.constant("--resize", ResizeForm.class, resize);
    }

    /** How many classes the data must have. */
    public OptionalInt classes() {
        return Optionals.of(classes);
    }

    /** Folder for what is packed on the way. */
    public Path cache() {
        return cache.folder();
    }
}
