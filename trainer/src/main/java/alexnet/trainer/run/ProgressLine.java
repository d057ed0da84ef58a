package alexnet.trainer.run;

import alexnet.trainer.metrics.RunningSums;
import alexnet.trainer.metrics.Score;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * The progress line: {@code epoch 3/90 step 120/10009 loss 5.812 (5.931) top1 4.7 top5 14.2 lr 0.01 img/s 1412 data 3ms
 * step 91ms eta 11:42:10}. The loss in brackets and the accuracies are means of the epoch so far. Speeds cover the
 * steps since the last line, without the first step of the process, which compiles and allocates.
 */
public final class ProgressLine {

    private long timedSteps;
    private long timedNanos;
    private long timedImages;
    private long windowSteps;
    private long windowImages;
    private long windowDataNanos;
    private long windowStepNanos;
    private boolean started;

    /** Adds a step: what it waited for its data and what it took after that. */
    public void step(long dataNanos, long stepNanos, int images) {
        if (!started) {
            started = true;
            return;
        }
        timedSteps++;
        timedImages += images;
        timedNanos += dataNanos + stepNanos;
        windowSteps++;
        windowImages += images;
        windowDataNanos += dataNanos;
        windowStepNanos += stepNanos;
    }

    /** Images per second over all steps but the first, NaN where there was no other. */
    public double imagesPerSecond() {
        return timedNanos == 0 ? Double.NaN : timedImages * 1e9 / timedNanos;
    }

    /** Starts the speeds of an epoch afresh. */
    public void epochStarts() {
        timedSteps = 0;
        timedImages = 0;
        timedNanos = 0;
    }

    /**
     * The line, after which the window for speeds starts again.
     *
     * @param where {@code epoch 3/90 step 120/10009}
     * @param loss of the last step
     * @param epoch sums of the epoch so far
     * @param left steps until the end
     */
    public String line(String where, double loss, RunningSums epoch, double rate, long left) {
        Score mean = epoch.score();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s loss %.3f (%.3f) top1 %.1f top5 %.1f lr %s",
                where,
                loss,
                mean.loss(),
                mean.top1(),
                mean.top5(),
                rate(rate)));
        long window = windowDataNanos + windowStepNanos;
        if (windowSteps > 0 && window > 0) {
            double perStep = timedSteps == 0 ? (double) window / windowSteps : (double) timedNanos / timedSteps;
            line.append(String.format(
                    Locale.ROOT,
                    " img/s %s data %s step %s eta %s",
                    speed(windowImages * 1e9 / window),
                    milliseconds(windowDataNanos / windowSteps),
                    milliseconds(windowStepNanos / windowSteps),
                    clock(Math.round(left * perStep / 1e9))));
        }
        windowSteps = 0;
        windowImages = 0;
        windowDataNanos = 0;
        windowStepNanos = 0;
        return line.toString();
    }

    /** 1412, 35.2 or 0.98: three figures that mean something. */
    public static String speed(double perSecond) {
        String pattern = perSecond >= 100 ? "%.0f" : perSecond >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, perSecond);
    }

    /** 0.01 and 0.0001 as they are written by hand. */
    public static String rate(double rate) {
        return rate >= 1e-4 && rate < 1e3
                ? new BigDecimal(rate)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.format(Locale.ROOT, "%.1e", rate);
    }

    private static String milliseconds(long nanos) {
        return Math.round(nanos / 1e6) + "ms";
    }

    /** Hours, minutes, seconds. */
    static String clock(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
