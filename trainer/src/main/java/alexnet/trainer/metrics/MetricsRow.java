package alexnet.trainer.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metrics of one epoch.
 *
 * @param epoch from 1
 * @param step steps done since the start
 * @param rate the learning rate the epoch ran at
 * @param training over the epoch's steps, as they went
 * @param validation centre crops after the epoch, or null
 * @param imagesPerSecond of training, without the first step of the process; NaN where nothing was timed
 * @param seconds the epoch took, validation included
 */
public record MetricsRow(
        int epoch, long step, double rate, Score training, Score validation, double imagesPerSecond, double seconds) {

    /** The values by column, in the order of the file; what is not known is null. */
    public Map<String, Number> columns() {
        Map<String, Number> columns = new LinkedHashMap<>();
        columns.put("epoch", epoch);
        columns.put("step", step);
        columns.put("lr", rate);
        columns.put("train_loss", known(training.loss()));
        columns.put("train_top1", known(training.top1()));
        columns.put("train_top5", known(training.top5()));
        columns.put("val_loss", validation == null ? null : known(validation.loss()));
        columns.put("val_top1", validation == null ? null : known(validation.top1()));
        columns.put("val_top5", validation == null ? null : known(validation.top5()));
        columns.put("images_per_second", known(imagesPerSecond));
        columns.put("seconds", known(seconds));
        return columns;
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
