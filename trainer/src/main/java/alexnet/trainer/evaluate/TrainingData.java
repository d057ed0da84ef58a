package alexnet.trainer.evaluate;

import alexnet.model.text.Spelling;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.packed.DatasetCache;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.DataException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.settings.DataSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The training and validation sets of a run.
 *
 * @param validation or null
 * @param validationClasses the training set's class for each label of the validation set
 */
public record TrainingData(PackedDataset training, PackedDataset validation, int[] validationClasses)
        implements AutoCloseable {

    /**
     * Opens the sets, packing sources into the cache first.
     *
     * @param size side of the pictures where they are packed here and the user named none
     * @param lines gets a line for each thing worth telling
     * @throws DataException for bad data
     */
    public static TrainingData open(DataSettings settings, int size, long seed, Consumer<String> lines) {
        Path source = settings.train();
        Optional<Path> val = settings.val();
        boolean holdsBoth = Files.isDirectory(source.resolve("train")) && Files.isDirectory(source.resolve("val"));
        if (val.isEmpty() && settings.valFraction() == 0 && holdsBoth && !isPacked(source)) {
            lines.accept("data: taking " + source.resolve("train") + " to train and " + source.resolve("val")
                    + " to validate");
            val = Optional.of(source.resolve("val"));
            source = source.resolve("train");
        }
        if (settings.valFraction() > 0 && isPacked(source)) {
            throw new UsageException(
                    "--val-fraction",
                    "a packed data set is not split again (found " + source + ")",
                    "split when packing: pack --val-fraction " + settings.valFraction());
        }
        PackOptions options = PackOptions.of(source, settings.cache())
                .withSize(settings.imageSize().orElse(size))
                .withResize(settings.resize())
                .withSplit(settings.valFraction(), seed);
        DatasetCache.Packed packed = DatasetCache.resolve(source, options, settings.cache(), progress(source, lines));
        PackedDataset training = PackedDataset.open(packed.train());
        tellResize(training, settings.resize(), lines);
        PackedDataset validation = null;
        try {
            if (packed.val().isPresent()) {
                validation = PackedDataset.open(packed.val().get());
            } else if (val.isPresent()) {
                validation = open(val.get(), training.form(), settings.cache(), lines);
            }
            return new TrainingData(
                    training, validation, validation == null ? new int[0] : classMap(validation, training.classes()));
        } catch (RuntimeException e) {
            training.close();
            if (validation != null) {
                validation.close();
            }
            throw e;
        }
    }

    /** Opens one set whose pictures have to be of that size; sources are packed in that form. */
    public static PackedDataset open(Path source, PictureForm form, Path cache, Consumer<String> lines) {
        int size = form.size();
        PackOptions options = PackOptions.of(source, cache).withSize(size).withResize(form.resize());
        DatasetCache.Packed packed = DatasetCache.resolve(source, options, cache, progress(source, lines));
        PackedDataset set = PackedDataset.open(packed.train());
        if (set.size() != size) {
            int found = set.size();
            set.close();
            throw new DataException(
                    source,
                    "pictures of another size than those trained on (expected " + size + "x" + size + ", found " + found
                            + "x" + found + ")",
                    "pack it again with --size " + size,
                    null);
        }
        tellResize(set, form.resize(), lines);
        return set;
    }

    /** A set that was packed before keeps its form; nobody should take it for another. */
    private static void tellResize(PackedDataset set, ResizeForm wanted, Consumer<String> lines) {
        if (set.resize() != wanted) {
            lines.accept("data: " + set.folder() + " was packed with --resize " + set.resize() + " and is used as it is"
                    + " (--resize " + wanted + " holds for pictures that are packed on the way)");
        }
    }

    private static boolean isPacked(Path folder) {
        return Files.exists(folder.resolve("dataset.json"));
    }

    private static PackProgress progress(Path source, Consumer<String> lines) {
        return (done, total, bad) -> {
            if (done == total || done % 1000 == 0) {
                lines.accept("packing " + source + ": " + done + " of " + total + " pictures"
                        + (bad == 0 ? "" : ", " + bad + " bad ones left out"));
            }
        };
    }

    /**
     * For each label of {@code set} the class of the same name among {@code classes}.
     *
     * @throws DataException where a class has no namesake
     */
    public static int[] classMap(PackedDataset set, List<String> classes) {
        return set.classes().stream()
                .mapToInt(name -> {
                    int found = classes.indexOf(name);
                    if (found < 0) {
                        throw new DataException(
                                set.folder(),
                                "class '" + name + "' is not among those trained on (expected " + shortened(classes)
                                        + ", found '" + name + "')",
                                Spelling.hint(name, classes),
                                null);
                    }
                    return found;
                })
                .toArray();
    }

    private static String shortened(List<String> classes) {
        int shown = Math.min(10, classes.size());
        return "one of " + String.join(", ", classes.subList(0, shown))
                + (shown < classes.size() ? ", and " + (classes.size() - shown) + " more" : "");
    }

    @Override
    public void close() {
        training.close();
        if (validation != null) {
            validation.close();
        }
    }
}
