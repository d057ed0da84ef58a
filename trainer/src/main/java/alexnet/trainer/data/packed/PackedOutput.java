package alexnet.trainer.data.packed;

import alexnet.trainer.data.source.ImageSource;
import alexnet.trainer.failure.DataException;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The output folder of {@code pack}: one set, or {@code train} and {@code val} in it. */
final class PackedOutput {

    private static final String ALL = "all";

    private final PackOptions options;
    private final ImageSource source;

    PackedOutput(PackOptions options, ImageSource source) {
        this.options = options;
        this.source = source;
    }

    boolean isSplit() {
        return options.valFraction() > 0;
    }

    /** The sets to write: {@code all}, or {@code train} and {@code val}. */
    List<String> parts() {
        return isSplit() ? List.of("train", "val") : List.of(ALL);
    }

    /** Where a part goes under a root. */
    Path folder(Path root, String part) {
        return part.equals(ALL) ? root : root.resolve(part);
    }

    PackedIndex.Source source(String part) {
        return new PackedIndex.Source(
                source.kind(),
                source.contents().fingerprint(),
                part,
                options.valFraction(),
                isSplit() ? options.seed() : 0,
                0,
                options.resize());
    }

    /** The sets in the output folder. */
    List<PackReport.PackedSet> sets() {
        List<PackReport.PackedSet> sets = new ArrayList<>();
        for (String part : parts()) {
            Path folder = folder(options.out(), part);
            PackedIndex index = PackedIndex.read(folder);
            sets.add(new PackReport.PackedSet(
                    folder, index.count(), index.classes().size()));
        }
        return sets;
    }

    /** True where the output folder holds, whole, what packing would write. */
    boolean isUpToDate() {
        int skipped = 0;
        for (String part : parts()) {
            Path folder = folder(options.out(), part);
            if (!Files.isRegularFile(folder.resolve(PackedIndex.FILE))) {
                return false;
            }
            PackedIndex.Source found;
            try (PackedDataset dataset = PackedDataset.open(folder)) {
                PackedIndex index = PackedIndex.read(folder);
                if (dataset.size() != options.size() || !index.classes().equals(source.classes())) {
                    return false;
                }
                found = index.source();
            } catch (DataException e) {
                return false; // damaged: requireFree says what to do
            }
            PackedIndex.Source wanted = source(part);
            if (!new PackedIndex.Source(
                            found.kind(),
                            found.fingerprint(),
                            found.part(),
                            found.valFraction(),
                            found.seed(),
                            0,
                            found.resize())
                    .equals(wanted)) {
                return false;
            }
            skipped += found.skipped();
        }
        return skipped <= options.skipBad();
    }

    /** Refuses to overwrite existing files. */
    void requireFree() throws IOException {
        Path out = options.out();
        if (!Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw new IllegalArgumentException("--out: " + out + " is a file (expected a folder to make)");
        }
        try (Stream<Path> entries = Files.list(out)) {
            if (entries.findAny().isPresent()) {
                boolean packed = Files.exists(out.resolve(PackedIndex.FILE))
                        || Files.exists(out.resolve("train").resolve(PackedIndex.FILE));
                throw new IllegalArgumentException("--out: " + out + " is not empty (expected a folder to make, found "
                        + (packed ? "a packed set of another source, size or split, or a damaged one" : "other files")
                        + ")");
            }
        }
    }

    /** A folder of its own beside the output folder, so that the last step is a rename. */
    Path makeTemporary() throws IOException {
        Path out = options.out().toAbsolutePath().normalize();
        Path parent = out.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("--out: " + out + " is not a folder that can be made");
        }
        Files.createDirectories(parent);
        String name =
                "." + out.getFileName() + ".packing-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        return Files.createDirectory(parent.resolve(name));
    }

    /** Gives the finished folder its name. Where another process was first with the same set, that one stays. */
    void publish(Path temporary) throws IOException {
        Path out = options.out().toAbsolutePath().normalize();
        if (Files.isDirectory(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isEmpty()) {
                    Files.delete(out);
                }
            }
        }
        try {
            Files.move(temporary, out, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            if (!isUpToDate()) {
                throw e;
            }
            DurableFiles.deleteFolder(temporary);
        }
    }
}
