package alexnet.trainer.settings;

import alexnet.trainer.failure.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is printed and traced on the way. */
public final class OutputSettings {

    /** Which lines are printed: everything, no line per step, or errors and the last line only. */
    public enum Lines {
        ALL,
        NO_PROGRESS,
        QUIET
    }

    @Option(
            names = "--print-freq",
            paramLabel = "STEPS",
            defaultValue = "10",
            description = "steps between progress lines (default: ${DEFAULT-VALUE})")
    private int printFreq;

    @Option(names = "--trace", paramLabel = "FILE", description = "write spans of host time as a Chrome trace")
    private Path trace;

    @Option(names = "--no-progress", description = "no line per step")
    private boolean noProgress;

    @Option(
            names = {"-q", "--quiet"},
            description = "errors and the last line only")
    private boolean quiet;

    void check() {
        UsageException.require(printFreq >= 1, "--print-freq", "at least 1", printFreq);
    }

    /** Steps between two progress lines. */
    public int printFreq() {
        return printFreq;
    }

    /** The file for spans of host time. */
    public Optional<Path> trace() {
        return Optional.ofNullable(trace);
    }

    /** Which lines are printed. */
    public Lines lines() {
        if (quiet) {
            return Lines.QUIET;
        }
        return noProgress ? Lines.NO_PROGRESS : Lines.ALL;
    }
}
