package alexnet.trainer.settings;

import alexnet.trainer.failure.UsageException;
import alexnet.trainer.schedule.Schedule;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How the network learns: rate and schedule, momentum, weight decay, dropout, and the scale that weights start at. */
public final class LearningSettings {

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "0.01",
            description = "learning rate at the start (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--momentum",
            paramLabel = "M",
            defaultValue = "0.9",
            description = "share of the last change that is kept (default: ${DEFAULT-VALUE})")
    private double momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            defaultValue = "0.0005",
            description = "of weights; biases do not decay (default: ${DEFAULT-VALUE})")
    private double weightDecay;

    @Option(names = "--dropout", paramLabel = "P", description = "drop probability (default: the network's, 0.5)")
    private Double dropout;

    @Option(
            names = "--scale-deviations",
            paramLabel = "BOOL",
            arity = "1",
            description = "multiply initial deviations by sqrt(full fan-in / fan-in) (default: at reduced size)")
    private Boolean scaleDeviations;

    @Option(
            names = "--schedule",
            paramLabel = "HOW",
            defaultValue = "plateau",
            description = "plateau, plateau:factor=0.1,patience=10,min-delta=1e-4,cooldown=0,min-lr=0, steps:25,51,79"
                    + " or constant (default: ${DEFAULT-VALUE})")
    private String schedule;

    void check() {
        UsageException.require(rate >= 0 && Double.isFinite(rate), "--lr", "0 or more", rate);
        UsageException.require(momentum >= 0 && momentum < 1, "--momentum", "0 to below 1", momentum);
        UsageException.require(
                weightDecay >= 0 && Double.isFinite(weightDecay), "--weight-decay", "0 or more", weightDecay);
        UsageException.require(dropout == null || dropout >= 0 && dropout < 1, "--dropout", "0 to below 1", dropout);
        newSchedule();
    }

    /** Share of the last change that is kept. */
    public double momentum() {
        return momentum;
    }

    /** Decay of the weights that no rule names. */
    public double weightDecay() {
        return weightDecay;
    }

    /** Drop probability in place of the network's own. */
    public OptionalDouble dropout() {
        return Optionals.of(dropout);
    }

    /** Whether initial deviations are scaled by fan-in; without it where the size is reduced. */
    public Optional<Boolean> scaleDeviations() {
        return Optional.ofNullable(scaleDeviations);
    }

    /** The learning rate from epoch to epoch, at its start. */
    public Schedule newSchedule() {
        return Schedule.parse(schedule, rate);
    }

    /** What the schedule was made of, by option: where it changes, a resumed run's schedule starts afresh. */
    public Map<String, String> scheduleOptions() {
        return new TreeMap<>(Map.of("lr", Double.toString(rate), "schedule", schedule));
    }

    /** What must not change when a run goes on, by option. */
    public Map<String, String> frozen() {
        return dropout == null ? Map.of() : Map.of("dropout", Double.toString(dropout));
    }
}
