package alexnet.trainer.command;

import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.settings.TrainSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options for the source of the pictures. */
final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "packed data set, or class folders, which are packed into the cache first")
    Path train;

    @Option(names = "--val", paramLabel = "DIR", description = "the same, for validation after each epoch")
    Path val;

    @Option(
            names = "--val-fraction",
            paramLabel = "F",
            defaultValue = "0",
            description = "share of each class folder that is split off for validation (default: none)")
    double valFraction;

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "side at which class folders are packed (default: 256 for crops of 224, in proportion)")
    Integer imageSize;

    @Option(
            names = "--resize",
            paramLabel = "FORM",
            defaultValue = "crop",
            description = "how class folders are packed: crop, the shorter side to the size and the centre cut out; or"
                    + " warp, both sides to the size, as in Caffe (default: ${DEFAULT-VALUE})")
    String resize;

    @Option(names = "--classes", paramLabel = "N", description = "how many classes the data must have")
    Integer classes;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "cache",
            description = "folder for what is packed on the way (default: ${DEFAULT-VALUE})")
    Path cache;

    TrainSettings.DataSettings settings() {
        return new TrainSettings.DataSettings(
                train,
                Optional.ofNullable(val),
                valFraction,
                optional(imageSize),
                Words.of("--resize", ResizeForm.class, resize),
                optional(classes),
                cache);
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
