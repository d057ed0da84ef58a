package alexnet.trainer.settings;

import alexnet.trainer.failure.UsageException;
import alexnet.trainer.schedule.EarlyStopping;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** When training ends before its last epoch. */
public final class StoppingSettings {

    @Option(
            names = "--early-stopping",
            paramLabel = "PATIENCE",
            arity = "0..1",
            fallbackValue = "10",
            description = "stop after so many epochs without a lower validation loss (10 when no number is given)")
    private Integer patience;

    @Option(
            names = "--target-error",
            paramLabel = "PERCENT",
            description = "stop after the epoch with this top-1 error or less on --val, or in training without --val")
    private Double targetError;

    void check() {
        UsageException.require(
                patience == null || patience >= 1, "--early-stopping", "a patience of at least 1", patience);
        UsageException.require(
                targetError == null || targetError >= 0 && targetError <= 100,
                "--target-error",
                "0 to 100 percent",
                targetError);
    }

    /** Ends training after some epochs without improvement, where that is wanted. */
    public Optional<EarlyStopping> newEarlyStopping() {
        return Optional.ofNullable(patience).map(EarlyStopping::new);
    }

    /** Top-1 error in percent at which training ends. */
    public OptionalDouble targetError() {
        return Optionals.of(targetError);
    }
}
