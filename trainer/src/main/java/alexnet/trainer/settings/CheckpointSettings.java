package alexnet.trainer.settings;

import alexnet.trainer.failure.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What training starts from, and what it leaves behind. */
public final class CheckpointSettings {

    private static final String EPOCH = "epoch";

    @Option(names = "--init", paramLabel = "FILE", description = "start from the weights of a .safetensors file")
    private Path init;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description =
                    "go on with a run or from one of its checkpoints; auto: with --out, or the newest run in runs/")
    private String resume;

    @Option(names = "--out", paramLabel = "DIR", description = "the run's folder (default: runs/TIME-NETWORK)")
    private Path out;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            defaultValue = EPOCH,
            description = "steps between checkpoints, beside those after each epoch (default: ${DEFAULT-VALUE})")
    private String every;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            description = "newest checkpoints that stay, beside the best (default: ${DEFAULT-VALUE})")
    private int keep;

    void check() {
        UsageException.require(keep >= 1, "--keep", "at least 1", keep);
        if (init != null && resume != null) {
            throw new UsageException("--init", "cannot stand beside --resume (expected one of them)");
        }
        every();
    }

    /** Weights to start from. */
    public Optional<Path> init() {
        return Optional.ofNullable(init);
    }

    /** The run or checkpoint to go on from, as the user named it: a path, or {@code auto}. */
    public Optional<String> resume() {
        return Optional.ofNullable(resume);
    }

    /** The run's folder, where the user named one. */
    public Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** Steps between checkpoints; without it one after each epoch. */
    public OptionalInt every() {
        if (every.equals(EPOCH)) {
            return OptionalInt.empty();
        }
        try {
            int steps = Integer.parseInt(every);
            UsageException.require(steps >= 1, "--checkpoint-every", "at least 1 step, or epoch", steps);
            return OptionalInt.of(steps);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "--checkpoint-every",
                    "is no number of steps (expected a whole number or epoch, found '" + every + "')");
        }
    }

    /** Checkpoints that stay, beside the best. */
    public int keep() {
        return keep;
    }
}
