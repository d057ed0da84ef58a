package alexnet.trainer.schedule;

import alexnet.model.text.Spelling;
import alexnet.trainer.failure.UsageException;
import java.util.List;
import java.util.Map;

/**
 * A learning-rate schedule, by epoch. The rate is a function of the results reported after each epoch. Its {@link
 * #state()} is saved in checkpoints, so that a resumed run has the same rates.
 */
public sealed interface Schedule permits ConstantSchedule, StepSchedule, PlateauSchedule {

    /** The names that {@link #parse} knows. */
    List<String> KINDS = List.of("plateau", "steps", "constant");

    /** The rate for the steps that come next. */
    double rate();

    /** How many times the rate has dropped so far. */
    int drops();

    /**
     * Tells the schedule that an epoch is over.
     *
     * @param epoch from 1
     * @param loss the validation loss, or the training loss where there are no validation pictures; NaN where neither
     *     is known, which counts as no improvement
     */
    void epochEnded(int epoch, double loss);

    /** What the schedule remembers, as numbers by name. */
    Map<String, Double> state();

    /**
     * Takes up what {@link #state()} gave.
     *
     * @throws IllegalArgumentException where a value is missing
     */
    void restore(Map<String, Double> state);

    /**
     * Reads {@code plateau}, {@code plateau:factor=0.1,patience=10,...}, {@code steps:25,51,79} or {@code constant}.
     *
     * @throws UsageException naming the part that is wrong
     */
    static Schedule parse(String text, double startRate) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "constant" -> {
                if (colon >= 0) {
                    throw new UsageException("--schedule", "constant takes no values (found '" + rest + "')");
                }
                yield new ConstantSchedule(startRate);
            }
            case "steps" -> StepSchedule.parse(rest, startRate);
            case "plateau" -> PlateauSchedule.parse(rest, startRate);
            default ->
                throw new UsageException(
                        "--schedule",
                        "unknown schedule (expected plateau, steps:25,51,79 or constant, found '" + text + "')",
                        Spelling.hint(kind, KINDS));
        };
    }

    /** A remembered value. */
    static double value(Map<String, Double> state, String name) {
        Double value = state.get(name);
        if (value == null) {
            throw new IllegalArgumentException("schedule state has no '" + name + "' (found " + state.keySet() + ")");
        }
        return value;
    }
}
