package alexnet.trainer.command;

import alexnet.trainer.config.ResolvedConfig;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.run.RunFinder;
import alexnet.trainer.schedule.TensorRules;
import alexnet.trainer.settings.TrainSettings;
import alexnet.trainer.train.TrainingRun;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: stochastic gradient descent on the split network. */
@Command(name = "train", description = "train the network; writes a run with checkpoints, metrics, plots and a report")
public final class TrainCommand extends AlexnetCommand {

    @Mixin
    private DataOptions data;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private TrainOptions options;

    @ArgGroup(validate = false, heading = "%nPoints of the training, each alone (without it what the preset says):%n")
    private TrainingPointOptions points = new TrainingPointOptions();

    @Mixin
    private DeviceOptions device;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result to FILE too")
    private Path json;

    /** @param console where it prints */
    public TrainCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        TrainSettings settings = settings();
        ResolvedConfig config = ResolvedConfig.of(spec().commandLine().getParseResult(), layers())
                .without("out");
        TrainingRun.Result result = new TrainingRun(settings, config, console()).run();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("run", result.run().toString());
        values.put("step", result.step());
        values.put("best", result.best());
        writeJson(json, values);
        return result.exitCode();
    }

    private TrainSettings settings() {
        require(options.batchSize >= 1, "--batch-size", "at least 1", options.batchSize);
        require(options.epochs >= 1, "--epochs", "at least 1", options.epochs);
        require(options.maxSteps == null || options.maxSteps >= 1, "--max-steps", "at least 1", options.maxSteps);
        require(options.rate >= 0 && Double.isFinite(options.rate), "--lr", "0 or more", options.rate);
        require(options.momentum >= 0 && options.momentum < 1, "--momentum", "0 to below 1", options.momentum);
        require(
                options.weightDecay >= 0 && Double.isFinite(options.weightDecay),
                "--weight-decay",
                "0 or more",
                options.weightDecay);
        require(
                options.dropout == null || options.dropout >= 0 && options.dropout < 1,
                "--dropout",
                "0 to below 1",
                options.dropout);
        require(options.keep >= 1, "--keep", "at least 1", options.keep);
        require(options.printFreq >= 1, "--print-freq", "at least 1", options.printFreq);
        require(
                options.earlyStopping == null || options.earlyStopping >= 1,
                "--early-stopping",
                "a patience of at least 1",
                options.earlyStopping);
        require(
                options.targetError == null || options.targetError >= 0 && options.targetError <= 100,
                "--target-error",
                "0 to 100 percent",
                options.targetError);
        require(data.valFraction >= 0 && data.valFraction < 1, "--val-fraction", "0 to below 1", data.valFraction);
        if (data.val != null && data.valFraction > 0) {
            throw new UsageException("--val-fraction", "cannot stand beside --val (expected one of them)");
        }
        if (options.init != null && options.resume != null) {
            throw new UsageException("--init", "cannot stand beside --resume (expected one of them)");
        }
        if (data.train == null) {
            throw new UsageException(
                    "--data", "is missing (expected a packed data set or class folders)", "train --data DIR");
        }
        Optional<RunFinder.Found> resumed =
                Optional.ofNullable(options.resume).map(text -> RunFinder.resume(text, options.out));
        return new TrainSettings(
                data.settings(),
                network.choice(),
                device.devices,
                options.sanitize,
                options.batchSize,
                options.epochs,
                Optional.ofNullable(options.maxSteps),
                options.rate,
                options.momentum,
                options.weightDecay,
                optional(options.dropout),
                optional(network.points.initialBias),
                Optional.ofNullable(options.scaleDeviations),
                options.schedule,
                TensorRules.parse("--rates", points.rates, "*"),
                TensorRules.parse("--decays", points.decays, "weight"),
                options.earlyStopping == null ? OptionalInt.empty() : OptionalInt.of(options.earlyStopping),
                optional(options.targetError),
                points.augment(),
                points.pixels(),
                options.shuffle,
                options.seed,
                Optional.ofNullable(options.init),
                resumed.isPresent(),
                resumed.flatMap(RunFinder.Found::checkpoint),
                resumed.map(RunFinder.Found::run).orElseGet(this::out),
                checkpointEvery(),
                options.keep,
                options.printFreq,
                device.requireGemm(),
                device.convolution(),
                lines(),
                Optional.ofNullable(options.trace));
    }

    private Path out() {
        if (options.out != null) {
            return options.out;
        }
        String time = LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss"));
        return RunFinder.RUNS.resolve(time + "-" + Path.of(network.network).getFileName());
    }

    private OptionalInt checkpointEvery() {
        if (options.checkpointEvery.equals("epoch")) {
            return OptionalInt.empty();
        }
        try {
            int steps = Integer.parseInt(options.checkpointEvery);
            require(steps >= 1, "--checkpoint-every", "at least 1 step, or epoch", steps);
            return OptionalInt.of(steps);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "--checkpoint-every",
                    "is no number of steps (expected a whole number or epoch, found '" + options.checkpointEvery
                            + "')");
        }
    }

    private TrainSettings.Lines lines() {
        if (options.quiet) {
            return TrainSettings.Lines.QUIET;
        }
        return options.noProgress ? TrainSettings.Lines.NO_PROGRESS : TrainSettings.Lines.ALL;
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
