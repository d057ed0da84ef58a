package alexnet.trainer.train;

import alexnet.model.Hyperparameters;
import alexnet.model.SplitNetwork;
import alexnet.model.StepResult;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.checkpoint.TrainState;
import alexnet.trainer.data.batch.BatchLoader;
import alexnet.trainer.data.batch.BatchPlan;
import alexnet.trainer.data.batch.CropView;
import alexnet.trainer.evaluate.Evaluator;
import alexnet.trainer.evaluate.HostBatchTarget;
import alexnet.trainer.evaluate.Member;
import alexnet.trainer.evaluate.TrainingData;
import alexnet.trainer.failure.LossNotFiniteException;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.metrics.MetricsLog;
import alexnet.trainer.metrics.MetricsRow;
import alexnet.trainer.metrics.RunningSums;
import alexnet.trainer.metrics.Score;
import alexnet.trainer.report.RunReport;
import alexnet.trainer.run.ProgressLine;
import alexnet.trainer.run.RunLog;
import alexnet.trainer.run.Signals;
import alexnet.trainer.run.Trace;
import alexnet.trainer.schedule.EarlyStopping;
import alexnet.trainer.schedule.Schedule;
import alexnet.trainer.schedule.TensorRates;
import alexnet.trainer.settings.TrainSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Stochastic gradient descent over the epochs: for each mini-batch one step of the network, after each epoch validation,
 * a row of metrics and a checkpoint.
 *
 * <p>Everything random is a function of the seed, the epoch and the step, and all else that later steps depend on is in
 * the {@link TrainState}: a run that stops anywhere and goes on gives the bits of one that did not stop.
 */
final class TrainingLoop {

    /** Plots take a while; short epochs do without one each. */
    private static final long REPORT_NANOS = 30_000_000_000L;

    /** How training ended. */
    enum Ending {
        EPOCHS("all epochs done"),
        MAX_STEPS("--max-steps reached"),
        EARLY_STOPPING("stopped early: no improvement"),
        TARGET_ERROR("--target-error reached"),
        SIGNAL("stopped by a signal");

        final String text;

        Ending(String text) {
            this.text = text;
        }
    }

    /**
     * What the loop works with.
     *
     * @param ring targets for the reading thread
     * @param frozen options that must not change when the run goes on
     */
    record Parts(
            TrainSettings settings,
            SplitNetwork network,
            List<HostBatchTarget> ring,
            List<HostBatchTarget> validationRing,
            TrainingData data,
            Schedule schedule,
            TensorRates rates,
            EarlyStopping earlyStopping,
            CheckpointStore checkpoints,
            MetricsLog metrics,
            RunReport report,
            RunLog log,
            Trace trace,
            Signals signals,
            Map<String, String> frozen,
            Map<String, String> metadata) {}

    private final Parts parts;
    private final TrainSettings settings;
    private final BatchPlan plan;
    private final CropView centre;
    private final ProgressLine progress = new ProgressLine();

    private int epoch = 1;
    private int stepInEpoch;
    private long step;
    private RunningSums sums = RunningSums.NONE;
    private TrainState.Best best;
    private Path lastCheckpoint;
    private long lastCheckpointStep = -1;
    private int writtenEpoch;
    private long lastReport = Long.MIN_VALUE;
    private long epochStart;
    private Hyperparameters lastTold;

    TrainingLoop(Parts parts, BatchPlan plan) {
        this.parts = parts;
        this.settings = parts.settings();
        this.plan = plan;
        int crop = parts.network().network().cropSize();
        this.centre = CropView.centre(parts.data().training().size(), crop);
    }

    /** Resumes from a checkpoint. */
    void restore(TrainState state, Path checkpoint) {
        epoch = state.epoch();
        stepInEpoch = state.stepInEpoch();
        step = state.step();
        sums = state.sums();
        best = state.best();
        lastCheckpoint = checkpoint;
        lastCheckpointStep = step;
        writtenEpoch = epoch;
    }

    /** Trains until the last epoch, the last step, a plateau that lasts too long, or a signal. */
    Ending run() {
        Ending ending = Ending.EPOCHS;
        while (epoch <= settings.steps().epochs()) {
            epochStart = System.nanoTime();
            progress.epochStarts();
            trainEpoch();
            if (mustStop()) {
                ending = parts.signals().stopRequested() ? Ending.SIGNAL : Ending.MAX_STEPS;
                if (parts.signals().stopRequested() || stepInEpoch < plan.batches()) {
                    break;
                }
            }
            Score validation = validate();
            if (parts.signals().stopRequested()) {
                ending = Ending.SIGNAL;
                break;
            }
            Optional<Ending> early = finishEpoch(validation);
            if (early.isPresent()) {
                ending = early.get();
                break;
            }
            if (reachedMaxSteps()) {
                ending = Ending.MAX_STEPS;
                break;
            }
        }
        checkpoint();
        report(true);
        return ending;
    }

    private void trainEpoch() {
        try (BatchLoader<HostBatchTarget> loader =
                new BatchLoader<>(parts.data().training(), plan, parts.ring(), epoch, stepInEpoch)) {
            while (!mustStop()) {
                long asked = System.nanoTime();
                HostBatchTarget target = loader.next();
                if (target == null) {
                    return;
                }
                parts.trace().span("data", asked, step + 1);
                trainStep(target, asked);
                if (settings.checkpoints().every().isPresent()
                        && step % settings.checkpoints().every().getAsInt() == 0) {
                    checkpoint();
                }
            }
        }
    }

    private void trainStep(HostBatchTarget target, long asked) {
        long begun = System.nanoTime();
        double rate = parts.schedule().rate();
        Hyperparameters hyperparameters =
                parts.rates().at(rate, epoch, parts.schedule().drops());
        tellRates(hyperparameters);
        StepResult result = parts.network().trainStep(target.batch(), step + 1, hyperparameters);
        parts.trace().span("step", begun, step + 1);
        double loss = result.loss() / result.samples();
        if (!Double.isFinite(loss)) {
            throw new LossNotFiniteException(step + 1, loss, lastCheckpoint == null ? null : lastCheckpoint.toString());
        }
        step++;
        stepInEpoch++;
        sums = sums.plus(result.loss(), result.top1(), result.top5(), result.samples());
        progress.step(begun - asked, System.nanoTime() - begun, result.samples());
        if (stepInEpoch % settings.output().printFreq() == 0 || stepInEpoch == 1 || stepInEpoch == plan.batches()) {
            String where = String.format(
                    Locale.ROOT,
                    "epoch %d/%d step %d/%d",
                    epoch,
                    settings.steps().epochs(),
                    stepInEpoch,
                    plan.batches());
            parts.log().progress(progress.line(where, loss, sums, rate, stepsLeft()));
        }
    }

    /** If tensors have different rates, logs the rates whenever they change. */
    private void tellRates(Hyperparameters hyperparameters) {
        if (hyperparameters.equals(lastTold)) {
            return;
        }
        String found = parts.rates().describe(hyperparameters);
        boolean differed = lastTold != null && !lastTold.exceptions().isEmpty();
        lastTold = hyperparameters;
        if (!found.isEmpty() || differed) {
            String rate = "rates from epoch " + epoch + " on: " + ProgressLine.rate(hyperparameters.learningRate());
            parts.log().line(found.isEmpty() ? rate : rate + "; " + found);
        }
    }

    private boolean mustStop() {
        return parts.signals().stopRequested() || reachedMaxSteps();
    }

    private boolean reachedMaxSteps() {
        return settings.steps().maxSteps().isPresent()
                && step >= settings.steps().maxSteps().get();
    }

    private long stepsLeft() {
        long all = (long) (settings.steps().epochs() - epoch + 1) * plan.batches() - stepInEpoch;
        return Math.min(all, settings.steps().maxSteps().map(max -> max - step).orElse(all));
    }

    /** Centre crops of the validation set, or null where there is none. */
    private Score validate() {
        if (parts.data().validation() == null) {
            return null;
        }
        long begun = System.nanoTime();
        Evaluator.Group group = new Evaluator.Group(
                parts.data().validation(), parts.validationRing(), List.of(Member.alone(parts.network(), centre)));
        RunningSums result = new Evaluator(List.of(group), parts.data().validationClasses())
                .run(parts.signals()::stopRequested, (image, label, probabilities, guess) -> {});
        parts.trace().span("evaluate", begun, step);
        return result.score();
    }

    /** Line, metrics, schedule and checkpoint of an epoch; says why training should end with it, if it should. */
    private Optional<Ending> finishEpoch(Score validation) {
        Score training = sums.score();
        double rate = parts.schedule().rate();
        double seconds = (System.nanoTime() - epochStart) / 1e9;
        MetricsRow row = new MetricsRow(epoch, step, rate, training, validation, progress.imagesPerSecond(), seconds);
        parts.log().line(epochLine(training, validation, rate, seconds));
        double judged = validation == null ? training.loss() : validation.loss();
        parts.schedule().epochEnded(epoch, judged);
        boolean early = parts.earlyStopping() != null && parts.earlyStopping().epochEnded(epoch, judged);
        Score measured = validation == null ? training : validation;
        boolean improved = isBest(measured);

        StorageException unwritten = null;
        try {
            parts.metrics().append(row);
        } catch (StorageException e) {
            // A full log must not cost the epoch: the checkpoint is written first.
            unwritten = e;
        }
        epoch++;
        stepInEpoch = 0;
        sums = RunningSums.NONE;
        Path written = checkpoint();
        if (improved) {
            parts.checkpoints().point("best", written);
        }
        parts.checkpoints().prune(settings.checkpoints().keep(), written);
        if (unwritten != null) {
            throw unwritten;
        }
        report(false);
        if (settings.stopping().targetError().isPresent()
                && 100 - measured.top1() <= settings.stopping().targetError().getAsDouble()) {
            return Optional.of(Ending.TARGET_ERROR);
        }
        return early ? Optional.of(Ending.EARLY_STOPPING) : Optional.empty();
    }

    private boolean isBest(Score score) {
        boolean better =
                best == null || score.top1() > best.top1() || score.top1() == best.top1() && score.loss() < best.loss();
        if (better) {
            best = new TrainState.Best(epoch, step, score.top1(), score.loss());
        }
        return better;
    }

    private String epochLine(Score training, Score validation, double rate, double seconds) {
        String line = String.format(
                Locale.ROOT,
                "epoch %d/%d done: train loss %.3f top1 %.1f top5 %.1f",
                epoch,
                settings.steps().epochs(),
                training.loss(),
                training.top1(),
                training.top5());
        if (validation != null) {
            line += String.format(
                    Locale.ROOT,
                    "  val loss %.3f top1 %.1f top5 %.1f",
                    validation.loss(),
                    validation.top1(),
                    validation.top5());
        }
        return line
                + String.format(
                        Locale.ROOT,
                        "  lr %s  img/s %s  %.1f s",
                        ProgressLine.rate(rate),
                        ProgressLine.speed(progress.imagesPerSecond()),
                        seconds);
    }

    /** Writes the state as it is now, unless that is on the disk already. */
    private Path checkpoint() {
        // The end of an epoch moves the epoch on without a step.
        if (step == lastCheckpointStep && epoch == writtenEpoch) {
            return lastCheckpoint;
        }
        long begun = System.nanoTime();
        TrainState state = new TrainState(
                TrainState.FORMAT,
                epoch,
                stepInEpoch,
                step,
                sums,
                parts.schedule().rate(),
                settings.learning().scheduleOptions(),
                parts.schedule().state(),
                parts.earlyStopping() == null ? Map.of() : parts.earlyStopping().state(),
                best,
                parts.frozen(),
                TrainState.hash(parts.frozen()),
                parts.data().training().fingerprint());
        lastCheckpoint = parts.checkpoints()
                .write(
                        state,
                        file -> parts.network().saveWeights(file, parts.metadata()),
                        file -> parts.network().saveMomentum(file, Map.of()));
        lastCheckpointStep = step;
        writtenEpoch = epoch;
        parts.trace().span("checkpoint", begun, step);
        return lastCheckpoint;
    }

    private void report(boolean last) {
        long now = System.nanoTime();
        if (!last && lastReport != Long.MIN_VALUE && now - lastReport < REPORT_NANOS) {
            return;
        }
        lastReport = now;
        parts.report().write(parts.metrics().rows()).ifPresent(parts.log()::warn);
    }

    /** The newest checkpoint. */
    Path lastCheckpoint() {
        return lastCheckpoint;
    }

    /** Steps done since the very first. */
    long step() {
        return step;
    }

    /** The best epoch, or null before the first has ended. */
    TrainState.Best best() {
        return best;
    }
}
