package alexnet.trainer.command;

import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.evaluate.TrainingData;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.settings.CacheSettings;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that go through a whole set with trained weights. */
final class ReadSetOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "packed data set, or class folders, which are packed into the cache first")
    private Path data;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "pictures at a time (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Mixin
    private CacheSettings cache;

    void check() {
        UsageException.require(batchSize >= 1, "--batch-size", "at least 1", batchSize);
    }

    /** The set with pictures of one form; sources are packed into it. */
    PackedDataset open(PictureForm form, Consumer<String> lines) {
        return TrainingData.open(data, form, cache.folder(), lines);
    }

    /** Pictures at a time: no more than the set has. */
    int batch(PackedDataset set) {
        return Math.min(batchSize, set.count());
    }
}
