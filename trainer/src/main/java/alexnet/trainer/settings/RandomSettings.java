package alexnet.trainer.settings;

import java.util.Map;
import picocli.CommandLine.Option;

/** What is random: the seed of everything, and whether epochs differ in the order of their pictures. */
public final class RandomSettings {

    @Option(
            names = "--shuffle",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "another order of the pictures in each epoch (default: yes)")
    private boolean shuffle;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of weights, order, crops and dropout (default: ${DEFAULT-VALUE})")
    private long seed;

    /** Whether each epoch has another order of the pictures. */
    public boolean shuffle() {
        return shuffle;
    }

    /** Of weights, order, crops and dropout. */
    public long seed() {
        return seed;
    }

    /** What must not change when a run goes on, by option. */
    public Map<String, String> frozen() {
        return Map.of("shuffle", Boolean.toString(shuffle), "seed", Long.toString(seed));
    }
}
