package alexnet.trainer.train;

import alexnet.engine.devices.DeviceSet;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.NetworkSummary;
import alexnet.model.Point;
import alexnet.model.SplitNetwork;
import alexnet.model.text.Words;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.checkpoint.RunLock;
import alexnet.trainer.checkpoint.TrainState;
import alexnet.trainer.config.ResolvedConfig;
import alexnet.trainer.data.batch.BatchPlan;
import alexnet.trainer.data.batch.ColourNoise;
import alexnet.trainer.evaluate.HostBatchTarget;
import alexnet.trainer.evaluate.TrainingData;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.metrics.MetricsLog;
import alexnet.trainer.report.RunReport;
import alexnet.trainer.run.RunFiles;
import alexnet.trainer.run.RunFolder;
import alexnet.trainer.run.RunLog;
import alexnet.trainer.run.Signals;
import alexnet.trainer.run.SummaryTable;
import alexnet.trainer.run.Trace;
import alexnet.trainer.schedule.EarlyStopping;
import alexnet.trainer.schedule.Schedule;
import alexnet.trainer.schedule.TensorRates;
import alexnet.trainer.settings.NetworkChoice;
import alexnet.trainer.settings.TrainSettings;
import alexnet.trainer.settings.TrainingPointSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One {@code train} command from its options to its last line. Everything is validated before the first step: options,
 * the run's folder, devices, data, network, weights.
 */
public final class TrainingRun {

    /** Targets in turn: one being trained on, one being read. */
    private static final int RING = 2;

    private static final int GREY_LEVELS = 256;

    private final TrainSettings settings;
    private final NetworkChoice choice;
    private final RunFolder folder;
    private final ResolvedConfig config;
    private final Console console;

    /**
     * @param settings all checked
     * @param config the options as given, for the table and {@code config.yaml}
     * @throws CheckpointException where {@code --resume} names nothing to go on with
     */
    public TrainingRun(TrainSettings settings, ResolvedConfig config, Console console) {
        this.settings = settings;
        this.choice = settings.network().choice();
        this.folder = RunFolder.of(settings.checkpoints(), choice.name());
        this.config = config;
        this.console = console;
    }

    /**
     * How a run ended.
     *
     * @param best or null where no epoch was finished
     */
    public record Result(int exitCode, Path run, long step, TrainState.Best best) {}

    /** Trains. */
    public Result run() {
        Schedule schedule = settings.learning().newSchedule();
        Path run = folder.path();
        requireFolderIsFree(run);
        try (RunLog log = new RunLog(console, settings.output().lines())) {
            log.line((folder.isResumed() ? "going on with " : "training into ") + run);
            config.table().forEach(log::line);
            boolean fresh = !Files.exists(run);
            try (RunLock lock = RunLock.take(run);
                    Signals signals = new Signals();
                    Trace trace = Trace.open(settings.output().trace().orElse(null))) {
                CheckpointStore checkpoints = new CheckpointStore(run);
                checkpoints.prepare();
                Sanitizing sanitizing = new Sanitizing(settings.steps().sanitize());
                Result result;
                try (DeviceSet devices = sanitizing.open(settings.device().list())) {
                    log.line("devices: " + devices.explanation());
                    result = train(devices, schedule, checkpoints, signals, trace, log);
                } finally {
                    if (fresh && !Files.exists(run.resolve(RunFiles.CONFIG))) {
                        // It never began: the same command, put right, finds its folder free.
                        lock.discardRun();
                    }
                }
                int exitCode = sanitizing.finish(log::result, result.exitCode());
                return new Result(exitCode, result.run(), result.step(), result.best());
            }
        }
    }

    /** A new run never writes into a folder that has files already. */
    private void requireFolderIsFree(Path run) {
        if (Files.exists(run) && !Files.isDirectory(run)) {
            throw new StorageException(
                    run.toString(), "is no folder (expected a folder for the run, found a file)", null, null);
        }
        if (folder.isResumed() || !Files.isDirectory(run)) {
            return;
        }
        try (Stream<Path> entries = Files.list(run)) {
            boolean taken = entries.anyMatch(entry -> !List.of(".lock", "checkpoints")
                    .contains(entry.getFileName().toString()));
            if (taken || !new CheckpointStore(run).newestFirst().isEmpty()) {
                throw new UsageException(
                        "--out",
                        "the folder is not empty (expected a new one, found " + run + ")",
                        "go on with that run by --resume " + run + ", or choose another folder");
            }
        } catch (IOException e) {
            throw new StorageException(run.toString(), "cannot be listed: " + Failures.message(e), null, e);
        }
    }

    private Result train(
            DeviceSet devices,
            Schedule schedule,
            CheckpointStore checkpoints,
            Signals signals,
            Trace trace,
            RunLog log) {
        Path run = folder.path();
        // The crop, which the pictures' size follows from, does not depend on the number of classes.
        Network sized = choice.build(1000);
        int crop = sized.cropSize();
        TensorRates rates = new TensorRates(
                sized,
                settings.points().rates(),
                settings.points().decays(),
                settings.learning().momentum(),
                settings.learning().weightDecay());
        try (TrainingData data = TrainingData.open(
                settings.data(),
                NetworkChoice.sourceSize(crop),
                settings.random().seed(),
                log::line)) {
            int classes = requireClasses(data);
            Network network = choice.build(classes);
            describe(data, network, log);
            if (!folder.isResumed() && settings.checkpoints().init().isEmpty() && startsFlat(network)) {
                log.line(
                        "note: with deviations of 0.01 in conv3 and on and biases of 1, as the text of the paper has them,"
                                + " the loss is known to stay flat; --conv-deviation 0.03 starts as the original program did");
            }
            BatchPlan plan = plan(data, network);
            Map<String, String> frozen = frozen(classes, data);
            try (SplitNetwork split = new SplitNetwork(network, modelOptions(devices, data, log), devices.devices())) {
                split.setMean(data.training().mean());
                CheckpointStore.Verified resumed = folder.isResumed() ? resumed(checkpoints, data, frozen, log) : null;
                start(split, resumed);
                log.openFile(run.resolve("train.log"));
                RunFiles.write(run, config.with("classes", Integer.toString(classes), "data"), data.training());
                EarlyStopping stopping = settings.stopping().newEarlyStopping().orElse(null);
                List<HostBatchTarget> rings = new ArrayList<>();
                try (MetricsLog metrics = new MetricsLog(
                        run, resumed == null ? 0 : resumed.state().step())) {
                    int[] same = TrainingData.classMap(
                            data.training(), data.training().classes());
                    for (int i = 0; i < RING; i++) {
                        rings.add(new HostBatchTarget(split.newHostBatch(), same));
                        rings.add(new HostBatchTarget(split.newHostBatch(), data.validationClasses()));
                    }
                    TrainingLoop loop = new TrainingLoop(
                            new TrainingLoop.Parts(
                                    settings,
                                    split,
                                    List.of(rings.get(0), rings.get(2)),
                                    List.of(rings.get(1), rings.get(3)),
                                    data,
                                    schedule,
                                    rates,
                                    stopping,
                                    checkpoints,
                                    metrics,
                                    new RunReport(run, config.values()),
                                    log,
                                    trace,
                                    signals,
                                    frozen,
                                    RunFiles.metadata(
                                            choice,
                                            settings.learning().dropout(),
                                            settings.points().pixels(),
                                            data.training())),
                            plan);
                    if (resumed != null) {
                        restore(loop, schedule, stopping, resumed, log);
                    }
                    return finish(loop, loop.run(), signals, log);
                } finally {
                    rings.forEach(HostBatchTarget::close);
                }
            }
        }
    }

    private int requireClasses(TrainingData data) {
        int found = data.training().classes().size();
        if (settings.data().classes().isPresent() && settings.data().classes().getAsInt() != found) {
            throw new UsageException(
                    "--classes",
                    "the data have another number of classes (expected "
                            + settings.data().classes().getAsInt() + ", found " + found + " in "
                            + data.training().folder() + ")");
        }
        return found;
    }

    private static boolean startsFlat(Network network) {
        Map<Point, String> values = new EnumMap<>(Point.class);
        network.points().forEach(point -> values.put(point.point(), point.value()));
        return "0.01".equals(values.get(Point.CONV_DEVIATION)) && "1".equals(values.get(Point.INITIAL_BIAS));
    }

    private void describe(TrainingData data, Network network, RunLog log) {
        log.line(String.format(
                Locale.ROOT,
                "data: %d pictures to train%s, %d classes, %dx%d, crops of %dx%d",
                data.training().count(),
                data.validation() == null ? "" : ", " + data.validation().count() + " to validate",
                data.training().classes().size(),
                data.training().size(),
                data.training().size(),
                network.cropSize(),
                network.cropSize()));
        SummaryTable.totals(NetworkSummary.of(network, settings.steps().batchSize()))
                .forEach(log::line);
        ColourNoise noise = settings.points().augment().noise();
        double deviation = noise.deviation(data.training().pca().eigenvalues()[0]);
        if (settings.points().augment().colour() && deviation > GREY_LEVELS) {
            log.warn(String.format(
                    Locale.ROOT,
                    "--colour-noise %s shifts colours by %.0f grey levels (standard deviation along the first axis),"
                            + " more than the %d there are; nothing can be learned from such pictures",
                    Words.of(noise.form()),
                    deviation,
                    GREY_LEVELS));
        }
    }

    private BatchPlan plan(TrainingData data, Network network) {
        if (data.training().size() < network.cropSize()) {
            throw new UsageException(
                    "--input-size",
                    "the pictures are smaller than the crops (expected at least " + network.cropSize() + ", found "
                            + data.training().size() + " in " + data.training().folder() + ")",
                    "pack with --size " + NetworkChoice.sourceSize(network.cropSize()) + " or lower --input-size");
        }
        if (settings.steps().batchSize() > data.training().count()) {
            throw new UsageException(
                    "--batch-size",
                    "a step needs more pictures than there are (expected at most "
                            + data.training().count() + ", found "
                            + settings.steps().batchSize() + ")");
        }
        return UsageException.checked(
                "--batch-size",
                () -> BatchPlan.training(
                        data.training(),
                        settings.steps().batchSize(),
                        network.cropSize(),
                        settings.points().augment(),
                        settings.random().shuffle(),
                        settings.random().seed()));
    }

    private ModelOptions modelOptions(DeviceSet devices, TrainingData data, RunLog log) {
        ModelOptions.Libraries libraries = settings.device().libraries(devices);
        if (settings.device().isGemmAuto()) {
            log.line("gemm: "
                    + (libraries.gemm() == ModelOptions.Gemm.CUBLAS
                            ? "cuBLAS, which loads on these devices"
                            : "our own kernel, as cuBLAS is not there for these devices"));
        }
        return new ModelOptions(
                settings.steps().batchSize(),
                data.training().size(),
                new ModelOptions.Dropout(
                        settings.random().seed(), settings.learning().dropout()),
                new ModelOptions.Start(
                        settings.network().initialBias(), settings.learning().scaleDeviations()),
                libraries,
                settings.points().pixels());
    }

    /** The options that must not change when a run is resumed. */
    private Map<String, String> frozen(int classes, TrainingData data) {
        Map<String, String> frozen = new TreeMap<>(choice.options());
        // Where weights and biases started is past.
        List.of(Point.CONV_DEVIATION, Point.FC_DEVIATION, Point.INITIAL_BIAS)
                .forEach(point -> frozen.remove(point.key()));
        frozen.put("classes", Integer.toString(classes));
        frozen.put("image-size", Integer.toString(data.training().size()));
        List.of(
                        settings.steps().frozen(),
                        settings.learning().frozen(),
                        settings.random().frozen(),
                        settings.points().frozen())
                .forEach(frozen::putAll);
        return frozen;
    }

    private CheckpointStore.Verified resumed(
            CheckpointStore checkpoints, TrainingData data, Map<String, String> frozen, RunLog log) {
        CheckpointStore.Verified found = folder.checkpoint().isPresent()
                ? new CheckpointStore.Verified(
                        folder.checkpoint().get(),
                        CheckpointStore.verify(folder.checkpoint().get()))
                : checkpoints.newestWhole(bad -> log.warn(bad.getMessage() + "; taking the one before it"));
        TrainState state = found.state();
        Map<String, String> differing = new LinkedHashMap<>();
        Map<String, String> earlier = new TreeMap<>(TrainingPointSettings.frozenBefore());
        earlier.putAll(state.config());
        TreeMap<String, String> all = new TreeMap<>(frozen);
        all.putAll(earlier);
        for (String key : all.keySet()) {
            String before = earlier.get(key);
            String now = frozen.get(key);
            if (before == null || !before.equals(now)) {
                differing.put(key, key + " " + before + " before and " + now + " now");
            }
        }
        if (!differing.isEmpty()) {
            throw new CheckpointException(
                    found.folder().toString(),
                    "was made with other options (expected the same, found " + String.join(", ", differing.values())
                            + ")");
        }
        if (!state.data().equals(data.training().fingerprint())) {
            throw new CheckpointException(
                    found.folder().toString(),
                    "was trained on other data (expected fingerprint " + state.data() + ", found "
                            + data.training().fingerprint() + ")",
                    "start a run of its own with --init " + found.folder().resolve(CheckpointStore.WEIGHTS),
                    null);
        }
        log.line("going on after step " + state.step() + " (epoch " + state.epoch() + ", step " + state.stepInEpoch()
                + " of it) from " + found.folder());
        return found;
    }

    private void start(SplitNetwork split, CheckpointStore.Verified resumed) {
        try {
            if (resumed != null) {
                split.loadWeights(resumed.folder().resolve(CheckpointStore.WEIGHTS));
                split.loadMomentum(resumed.folder().resolve(CheckpointStore.MOMENTUM));
            } else {
                split.initialise(settings.random().seed());
                if (settings.checkpoints().init().isPresent()) {
                    RunFiles.requirePreset(settings.checkpoints().init().get(), choice);
                    split.loadWeights(settings.checkpoints().init().get());
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(
                    settings.checkpoints().init().map(Path::toString).orElse("--resume"),
                    "cannot be read: " + Failures.message(e),
                    null,
                    e);
        }
    }

    private void restore(
            TrainingLoop loop,
            Schedule schedule,
            EarlyStopping stopping,
            CheckpointStore.Verified resumed,
            RunLog log) {
        TrainState state = resumed.state();
        loop.restore(state, resumed.folder());
        Map<String, String> before = state.scheduleOptions();
        Map<String, String> now = settings.learning().scheduleOptions();
        if (before.equals(now)) {
            schedule.restore(state.schedule());
        } else {
            log.line("schedule: starts afresh with " + now + ", as it was " + before + " before");
        }
        if (stopping != null) {
            stopping.restore(state.earlyStopping());
        }
    }

    private Result finish(TrainingLoop loop, TrainingLoop.Ending ending, Signals signals, RunLog log) {
        String best = loop.best() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", best epoch %d with top-1 accuracy %.1f %%",
                        loop.best().epoch(),
                        loop.best().top1());
        log.result("train: " + ending.text + " after " + loop.step() + " steps" + best + ", checkpoint "
                + loop.lastCheckpoint());
        return new Result(signals.exitCode(), folder.path(), loop.step(), loop.best());
    }
}
