package alexnet.trainer.data.packed;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.source.ImageSource;
import alexnet.trainer.data.source.SourceFinder;
import alexnet.trainer.failure.DataException;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds or packs the set for the data of {@code train} and {@code evaluate}. */
public final class DatasetCache {

    private static final int KEY_LETTERS = 16;

    /**
     * Packed folders.
     *
     * @param train the set itself, or its training part
     * @param val the part that was split off, where a fraction was asked for
     * @param report what packing said, where it was needed
     */
    public record Packed(Path train, Optional<Path> val, Optional<PackReport> report) {}

    private DatasetCache() {}

    /** True for a folder that {@code pack} made, or that holds the {@code train} part of one. */
    public static boolean isPacked(Path data) {
        return Files.isRegularFile(data.resolve(PackedIndex.FILE)) || isSplit(data);
    }

    /**
     * A packed folder is given back as it is, a folder of packed {@code train} and {@code val} as these two; anything
     * else that {@code pack} reads is packed into {@code cache/NAME-KEY}, the key being a hash of the source's
     * fingerprint and of the options, unless it is there.
     *
     * @param data packed set or source
     * @param options how to pack; its source and output folder are not used
     * @param cache the folder for packed sets, made when needed
     * @throws DataException for bad data
     * @throws UncheckedIOException where writing fails
     */
    public static Packed resolve(Path data, PackOptions options, Path cache, PackProgress progress) {
        if (Files.isRegularFile(data.resolve(PackedIndex.FILE))) {
            if (options.valFraction() > 0) {
                throw new DataException(
                        data,
                        "already packed, so nothing can be split off (expected --val DIR)",
                        "pack again with --val-fraction, or name the validation set with --val",
                        null);
            }
            return new Packed(data, Optional.empty(), Optional.empty());
        }
        if (isSplit(data)) {
            return new Packed(data.resolve("train"), Optional.of(data.resolve("val")), Optional.empty());
        }
        Path out = cache.resolve(name(data, options));
        removeDamaged(out);
        PackReport report = Packer.pack(
                new PackOptions(
                        data,
                        out,
                        options.size(),
                        options.workers(),
                        options.skipBad(),
                        options.valFraction(),
                        options.seed(),
                        options.resize()),
                progress);
        List<PackReport.PackedSet> sets = report.sets();
        return new Packed(
                sets.get(0).folder(),
                sets.size() > 1 ? Optional.of(sets.get(1).folder()) : Optional.empty(),
                Optional.of(report));
    }

    private static boolean isSplit(Path data) {
        return Files.isRegularFile(data.resolve("train").resolve(PackedIndex.FILE))
                && Files.isRegularFile(data.resolve("val").resolve(PackedIndex.FILE));
    }

    /** The cache is ours to mend, other than a folder that the user named. */
    private static void removeDamaged(Path out) {
        if (!Files.exists(out)) {
            return;
        }
        Path first = Files.isDirectory(out.resolve("train")) ? out.resolve("train") : out;
        try (PackedDataset dataset = PackedDataset.open(first)) {
            dataset.count();
        } catch (DataException damaged) {
            try {
                DurableFiles.deleteFolder(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String name(Path data, PackOptions options) {
        Path source = data.toAbsolutePath().normalize();
        try (ImageSource opened = SourceFinder.open(source)) {
            String key = Fingerprint.sha256(
                    opened.contents().fingerprint() + " " + options.size() + " " + options.valFraction()
                            + " " + (options.valFraction() > 0 ? options.seed() : 0) + " " + options.skipBad()
                            + (options.resize() == ResizeForm.CROP ? "" : " " + options.resize()));
            Path last = source.getFileName();
            return (last == null ? "data" : last.toString()) + "-" + options.size() + "-"
                    + key.substring(0, KEY_LETTERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
