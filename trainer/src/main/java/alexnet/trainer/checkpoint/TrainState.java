package alexnet.trainer.checkpoint;

import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.metrics.RunningSums;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a run needs, beside weights and momentum, to resume as if it had never stopped. It has no state of random
 * numbers: the order of the pictures, crops and dropout masks are functions of the seed, the epoch and the step.
 *
 * @param format version of this record
 * @param epoch the epoch that the next step belongs to, from 1
 * @param stepInEpoch steps done of that epoch
 * @param step steps done since the start
 * @param sums what the metrics of that epoch have come to so far
 * @param rate the learning rate of the next step
 * @param scheduleOptions what the schedule was made from
 * @param schedule memory of the schedule
 * @param earlyStopping memory of early stopping
 * @param best the best epoch so far, or null
 * @param config the options that must be the same in a resumed run
 * @param configHash SHA-256 of {@code config}
 * @param data fingerprint of the training set
 */
public record TrainState(
        int format,
        int epoch,
        int stepInEpoch,
        long step,
        RunningSums sums,
        double rate,
        Map<String, String> scheduleOptions,
        Map<String, Double> schedule,
        Map<String, Double> earlyStopping,
        Best best,
        Map<String, String> config,
        String configHash,
        String data) {

    /** The version that this program writes. */
    public static final int FORMAT = 1;

    /**
     * The best epoch so far.
     *
     * @param step its last step
     * @param top1 what it is measured by: validation accuracy, or training accuracy where nothing is validated
     * @param loss decides between equals
     */
    public record Best(int epoch, long step, double top1, double loss) {}

    /** Copies the maps, in the order of their keys, so that equal states give equal bytes. */
    public TrainState {
        scheduleOptions = new TreeMap<>(scheduleOptions);
        schedule = new TreeMap<>(schedule);
        earlyStopping = new TreeMap<>(earlyStopping);
        config = new TreeMap<>(config);
    }

    /** SHA-256 over options in the order of their names. */
    public static String hash(Map<String, String> config) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(config)
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        return DurableFiles.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
