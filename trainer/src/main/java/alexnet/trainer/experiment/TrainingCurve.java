package alexnet.trainer.experiment;

import alexnet.trainer.metrics.MetricsLog;
import alexnet.trainer.metrics.MetricsRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Training error by epoch.
 *
 * @param epochs from 1
 * @param errors top-1 error in percent
 */
record TrainingCurve(int[] epochs, double[] errors) {

    /**
     * The curve of a run.
     *
     * @param validation {@link Recipe.Validation#TRAIN}: the error over the whole training set after each epoch; else the
     *     error of each mini-batch before its step, averaged over the epoch
     */
    static TrainingCurve of(Path run, Recipe.Validation validation) {
        Path metrics = run.resolve("metrics.jsonl");
        List<MetricsRow> rows = Files.isRegularFile(metrics) ? MetricsLog.read(metrics) : List.of();
        boolean after = validation == Recipe.Validation.TRAIN;
        List<MetricsRow> known =
                rows.stream().filter(row -> !after || row.validation() != null).toList();
        return new TrainingCurve(
                known.stream().mapToInt(MetricsRow::epoch).toArray(),
                known.stream()
                        .mapToDouble(row -> 100 - (after ? row.validation() : row.training()).top1())
                        .toArray());
    }

    /** What {@link #errors} are, in words. */
    static String meaning(Recipe.Validation validation) {
        return validation == Recipe.Validation.TRAIN
                ? "error over the whole training set after each epoch, centre crops, dropout off"
                : "error of the mini-batches before their steps, augmented and with dropout, averaged over each epoch";
    }

    /** The least error. */
    OptionalDouble least() {
        return Arrays.stream(errors).min();
    }

    /** The error after the last epoch up to {@code epoch}. */
    OptionalDouble at(int epoch) {
        OptionalDouble found = OptionalDouble.empty();
        for (int i = 0; i < epochs.length && epochs[i] <= epoch; i++) {
            found = OptionalDouble.of(errors[i]);
        }
        return found;
    }

    /** The last epoch, 0 before the first has ended. */
    int last() {
        return epochs.length == 0 ? 0 : epochs[epochs.length - 1];
    }

    /**
     * Epochs until the error first is {@code target}: on the straight line between the epoch before and the first at or
     * below it. Where that is the first epoch, 1, as nothing was measured before it. Empty where it is not reached.
     */
    OptionalDouble epochsTo(double target) {
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] <= target) {
                if (i == 0) {
                    return OptionalDouble.of(epochs[0]);
                }
                double part = (errors[i - 1] - target) / (errors[i - 1] - errors[i]);
                return OptionalDouble.of(epochs[i - 1] + part * (epochs[i] - epochs[i - 1]));
            }
        }
        return OptionalDouble.empty();
    }
}
