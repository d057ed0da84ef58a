package alexnet.trainer.settings;

import alexnet.trainer.failure.UsageException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many pictures a step takes, how many steps there are, and whether emulated devices are watched in them. */
public final class StepSettings {

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "pictures per step, on all devices together (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "90",
            description = "times through the data (default: ${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--sanitize",
            description =
                    "run the checkers on emulated devices: races, uninitialised reads, leaks; slow; exit 1 if they"
                            + " find any")
    private boolean sanitize;

    @Option(names = "--max-steps", paramLabel = "N", description = "stop after N steps, counted from the very first")
    private Long maxSteps;

    void check() {
        UsageException.require(batchSize >= 1, "--batch-size", "at least 1", batchSize);
        UsageException.require(epochs >= 1, "--epochs", "at least 1", epochs);
        UsageException.require(maxSteps == null || maxSteps >= 1, "--max-steps", "at least 1", maxSteps);
    }

    /** Pictures per step, on all devices together. */
    public int batchSize() {
        return batchSize;
    }

    /** Times through the data. */
    public int epochs() {
        return epochs;
    }

    /** Whether the checkers of emulated devices run. */
    public boolean sanitize() {
        return sanitize;
    }

    /** Where training ends at the latest, counted from the very first step. */
    public Optional<Long> maxSteps() {
        return Optional.ofNullable(maxSteps);
    }

    /** What must not change when a run goes on, by option. */
    public Map<String, String> frozen() {
        return Map.of("batch-size", Integer.toString(batchSize));
    }
}
