package alexnet.trainer.run;

import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds runs, and tells a run from a checkpoint. */
public final class RunFinder {

    /** The default folder of runs. */
    public static final Path RUNS = Path.of("runs");

    /**
     * A run, and the one of its checkpoints that was named.
     *
     * @param checkpoint empty where only the run was named
     */
    public record Found(Path run, Optional<Path> checkpoint) {}

    private RunFinder() {}

    /**
     * What {@code --resume} names.
     *
     * @param text {@code auto}, a run or a checkpoint
     * @param out the folder of {@code --out}, or null
     * @throws CheckpointException where there is nothing to resume
     */
    public static Found resume(String text, Path out) {
        if (!text.equals("auto")) {
            Found found = at(Path.of(text));
            if (out != null && !same(out, found.run())) {
                throw new UsageException(
                        "--out",
                        "a resumed run goes on in its own folder (expected " + found.run() + ", found " + out + ")");
            }
            return found;
        }
        if (out != null) {
            return at(out);
        }
        return newest().map(run -> new Found(run, Optional.empty()))
                .orElseThrow(() -> new CheckpointException(
                        "--resume",
                        "no run to go on with (expected a run in " + RUNS.toAbsolutePath() + ", found none)",
                        "leave --resume out to start one",
                        null));
    }

    /**
     * The run or checkpoint at a path.
     *
     * @throws CheckpointException where it is neither
     */
    public static Found at(Path path) {
        if (!Files.exists(path)) {
            throw new CheckpointException(
                    path.toString(),
                    "no such run (expected the folder of a run or of a checkpoint, found nothing)",
                    newest().map(run -> "the newest run is " + run).orElse(null),
                    null);
        }
        try {
            Path real = path.toRealPath();
            Path parent = real.getParent();
            if (Files.exists(real.resolve(CheckpointStore.STATE)) && parent != null && parent.getParent() != null) {
                return new Found(parent.getParent(), Optional.of(real));
            }
        } catch (IOException e) {
            throw new StorageException(path.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
        if (!isRun(path)) {
            throw new CheckpointException(
                    path.toString(), "is no run (expected config.yaml and checkpoints in it, found neither)");
        }
        return new Found(path, Optional.empty());
    }

    private static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(RunFiles.CONFIG)) || Files.isDirectory(path.resolve("checkpoints"));
    }

    private static boolean same(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** The run under {@link #RUNS} whose configuration was written last. */
    private static Optional<Path> newest() {
        if (!Files.isDirectory(RUNS)) {
            return Optional.empty();
        }
        List<Path> runs = new ArrayList<>();
        try (Stream<Path> entries = Files.list(RUNS)) {
            entries.filter(RunFinder::isRun).forEach(runs::add);
        } catch (IOException e) {
            throw new StorageException(RUNS.toString(), "cannot be listed: " + Failures.message(e), null, e);
        }
        return runs.stream().max(Comparator.comparing(RunFinder::changed).thenComparing(Comparator.naturalOrder()));
    }

    private static FileTime changed(Path run) {
        try {
            return Files.getLastModifiedTime(run.resolve(RunFiles.CONFIG));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
