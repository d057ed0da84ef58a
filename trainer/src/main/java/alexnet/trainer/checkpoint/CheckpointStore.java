package alexnet.trainer.checkpoint;

import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run: {@code RUN/checkpoints/step-00000120/{weights,momentum}.safetensors, state.json}, and the
 * pointers {@code RUN/last} and {@code RUN/best} (relative symbolic links; where the file system has none, text files
 * with the path).
 *
 * <p>A checkpoint is written to a hidden temporary folder beside its place, flushed to the disk and renamed, so that a
 * folder with its final name is whole. Loading compares SHA-256 of every file.
 */
public final class CheckpointStore {

    /** Weights, by layer and half. */
    public static final String WEIGHTS = "weights.safetensors";

    /** Velocities, under the names of their weights. */
    public static final String MOMENTUM = "momentum.safetensors";

    /** Everything else. */
    public static final String STATE = "state.json";

    private static final Pattern NAME = Pattern.compile("step-[0-9]{8,}");
    private static final String TEMPORARY = ".tmp-";

    private final Path run;
    private final Path folder;

    /** What writes one file of a checkpoint. */
    @FunctionalInterface
    public interface FileWriter {
        /** Writes the whole file. */
        void write(Path file) throws IOException;
    }

    /** A checkpoint that was found whole. */
    public record Verified(Path folder, TrainState state) {}

    /** @param run the run's folder */
    public CheckpointStore(Path run) {
        this.run = run;
        this.folder = run.resolve("checkpoints");
    }

    /**
     * Makes the folder, proves that it can be written to, and removes what a killed process left half-written. The caller
     * holds the run's lock.
     *
     * @throws StorageException where nothing can be written
     */
    public void prepare() {
        Path probe = folder.resolve(TEMPORARY + "write-test");
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> stale = Files.newDirectoryStream(folder, TEMPORARY + "*")) {
                for (Path path : stale) {
                    DurableFiles.deleteFolder(path);
                }
            }
            DurableFiles.write(probe, new byte[4096]);
            Files.delete(probe);
        } catch (IOException e) {
            DurableFiles.deleteQuietly(probe);
            throw DurableFiles.notWritten(folder, e);
        }
    }

    /**
     * Writes a checkpoint and points {@code last} at it.
     *
     * @return its folder
     * @throws StorageException with the path and the space left; what was there before is untouched
     */
    public Path write(TrainState state, FileWriter weights, FileWriter momentum) {
        Path target = folder.resolve(String.format(Locale.ROOT, "step-%08d", state.step()));
        Path temporary = folder.resolve(TEMPORARY + target.getFileName());
        try {
            DurableFiles.deleteFolder(temporary);
            Files.createDirectory(temporary);
            Map<String, String> digests = new TreeMap<>();
            Map<String, FileWriter> writers = Map.of(WEIGHTS, weights, MOMENTUM, momentum);
            for (String name : List.of(WEIGHTS, MOMENTUM)) {
                Path file = temporary.resolve(name);
                writers.get(name).write(file);
                DurableFiles.flush(file);
                digests.put(name, DurableFiles.sha256(file));
            }
            DurableFiles.write(temporary.resolve(STATE), StateFile.bytes(state, digests));
            DurableFiles.flushFolder(temporary);
            moveIntoPlace(temporary, target);
            point("last", target);
        } catch (IOException e) {
            DurableFiles.deleteQuietly(temporary);
            throw DurableFiles.notWritten(target, e);
        } catch (RuntimeException | Error e) {
            DurableFiles.deleteQuietly(temporary);
            throw e;
        }
        return target;
    }

    /** A folder cannot be renamed over a full one: an older checkpoint of the same step steps aside first. */
    private void moveIntoPlace(Path temporary, Path target) throws IOException {
        Path aside = folder.resolve(TEMPORARY + "replaced-" + target.getFileName());
        boolean replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (replaces) {
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        DurableFiles.flushFolder(folder);
        DurableFiles.deleteFolder(aside);
    }

    /** Points {@code RUN/name} at a checkpoint. */
    public void point(String name, Path checkpoint) {
        Path pointer = run.resolve(name);
        Path temporary = run.resolve(TEMPORARY + name);
        Path target = run.relativize(checkpoint);
        try {
            Files.deleteIfExists(temporary);
            try {
                Files.createSymbolicLink(temporary, target);
            } catch (UnsupportedOperationException | IOException e) {
                DurableFiles.write(temporary, (target + "\n").getBytes(StandardCharsets.UTF_8));
            }
            Files.move(temporary, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.flushFolder(run);
        } catch (IOException e) {
            DurableFiles.deleteQuietly(temporary);
            throw DurableFiles.notWritten(pointer, e);
        }
    }

    /** The checkpoint that {@code RUN/name} points at, where it is there. */
    public Optional<Path> pointed(String name) {
        Path pointer = run.resolve(name);
        try {
            Path target;
            if (Files.isSymbolicLink(pointer)) {
                target = run.resolve(Files.readSymbolicLink(pointer));
            } else if (Files.isRegularFile(pointer)) {
                target = run.resolve(Files.readString(pointer).strip());
            } else {
                return Optional.empty();
            }
            return Files.isDirectory(target) ? Optional.of(target) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The folders of checkpoints, the newest first. The pointers are not asked: they may be stale. */
    public List<Path> newestFirst() {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (NAME.matcher(path.getFileName().toString()).matches() && Files.isDirectory(path)) {
                    found.add(path);
                }
            }
        } catch (IOException e) {
            throw new StorageException(folder.toString(), "cannot be listed: " + Failures.message(e), null, e);
        }
        found.sort(Comparator.comparingLong(CheckpointStore::step).reversed());
        return found;
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
    }

    /**
     * Deletes all but the newest {@code keep} checkpoints. The one that {@code best} points at stays, and so does
     * {@code verified}, the one that the run is known to be able to go on from.
     */
    public void prune(int keep, Path verified) {
        List<Path> all = newestFirst();
        Optional<Path> best = pointed("best").map(CheckpointStore::real);
        for (Path path : all.subList(Math.min(keep, all.size()), all.size())) {
            if (real(path).equals(real(verified))
                    || best.filter(real(path)::equals).isPresent()) {
                continue;
            }
            try {
                // Renamed first: a deletion that is cut short must not leave a folder that looks like a checkpoint.
                Path doomed = folder.resolve(TEMPORARY + "pruned-" + path.getFileName());
                Files.move(path, doomed, StandardCopyOption.ATOMIC_MOVE);
                DurableFiles.deleteFolder(doomed);
            } catch (IOException e) {
                throw new StorageException(
                        path.toString(), "could not be deleted: " + Failures.message(e), "see --keep", e);
            }
        }
    }

    private static Path real(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /**
     * Holds the files of a checkpoint against their digests.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    public static TrainState verify(Path checkpoint) {
        Path stateFile = checkpoint.resolve(STATE);
        try {
            StateFile.Contents contents;
            try {
                contents = StateFile.parse(Files.readAllBytes(stateFile));
            } catch (IllegalArgumentException e) {
                throw new CheckpointException(stateFile.toString(), e.getMessage(), null, e);
            }
            for (String name : List.of(WEIGHTS, MOMENTUM)) {
                Path file = checkpoint.resolve(name);
                String expected = contents.files().get(name);
                String found = DurableFiles.sha256(file);
                if (!found.equals(expected)) {
                    throw new CheckpointException(
                            file.toString(),
                            "is damaged or cut off (expected SHA-256 " + expected + ", found " + found + " over "
                                    + Files.size(file) + " bytes)");
                }
            }
            return contents.state();
        } catch (IOException e) {
            throw new CheckpointException(
                    checkpoint.toString(), "is no whole checkpoint (" + Failures.message(e) + ")", null, e);
        }
    }

    /**
     * The newest checkpoint that is whole.
     *
     * @param rejected receives each damaged one that is skipped
     * @throws CheckpointException where there is none
     */
    public Verified newestWhole(Consumer<CheckpointException> rejected) {
        for (Path path : newestFirst()) {
            try {
                return new Verified(path, verify(path));
            } catch (CheckpointException e) {
                rejected.accept(e);
            }
        }
        throw new CheckpointException(
                run.toString(),
                "no checkpoint to go on from (expected " + folder + "/step-*, found none that is whole)",
                "leave --resume out to start a run of its own",
                null);
    }
}
