package alexnet.trainer.run;

import alexnet.trainer.settings.CheckpointSettings;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The folder that a run trains into.
 *
 * @param path the folder
 * @param isResumed whether it is a run to go on with
 * @param checkpoint the one checkpoint to go on from; the newest whole one without it
 */
public record RunFolder(Path path, boolean isResumed, Optional<Path> checkpoint) {

    /**
     * The folder that {@code --resume} or {@code --out} names, else a new one.
     *
     * @param network a network's name or file, for the name of a new folder
     * @throws alexnet.trainer.failure.CheckpointException where there is nothing to go on with
     */
    public static RunFolder of(CheckpointSettings settings, String network) {
        Path out = settings.out().orElse(null);
        if (settings.resume().isPresent()) {
            RunFinder.Found found = RunFinder.resume(settings.resume().get(), out);
            return new RunFolder(found.run(), true, found.checkpoint());
        }
        Path fresh = out != null
                ? out
                : RunFinder.RUNS.resolve(now() + "-" + Path.of(network).getFileName());
        return new RunFolder(fresh, false, Optional.empty());
    }

    /** The time as it stands in the names of folders, such as {@code 20260131-235959}; UTC. */
    public static String now() {
        return LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss"));
    }
}
