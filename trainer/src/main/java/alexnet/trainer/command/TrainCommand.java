package alexnet.trainer.command;

import alexnet.trainer.config.ResolvedConfig;
import alexnet.trainer.failure.Console;
import alexnet.trainer.settings.CheckpointSettings;
import alexnet.trainer.settings.DataSettings;
import alexnet.trainer.settings.DeviceSettings;
import alexnet.trainer.settings.LearningSettings;
import alexnet.trainer.settings.NetworkSettings;
import alexnet.trainer.settings.OutputSettings;
import alexnet.trainer.settings.RandomSettings;
import alexnet.trainer.settings.StepSettings;
import alexnet.trainer.settings.StoppingSettings;
import alexnet.trainer.settings.TrainSettings;
import alexnet.trainer.settings.TrainingPointSettings;
import alexnet.trainer.train.TrainingRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: stochastic gradient descent on the split network. */
@Command(name = "train", description = "train the network; writes a run with checkpoints, metrics, plots and a report")
public final class TrainCommand extends AlexnetCommand {

    // The order of the groups is that of the table that a run prints.
    @Mixin
    private DataSettings data;

    @Mixin
    private NetworkSettings network;

    @Mixin
    private StepSettings steps;

    @Mixin
    private LearningSettings learning;

    @Mixin
    private StoppingSettings stopping;

    @Mixin
    private RandomSettings random;

    @Mixin
    private CheckpointSettings checkpoints;

    @Mixin
    private OutputSettings output;

    @Mixin
    private TrainingPointSettings points;

    @Mixin
    private DeviceSettings device;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result to FILE too")
    private Path json;

    /** @param console where it prints */
    public TrainCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        TrainSettings settings = new TrainSettings(
                data, network, steps, learning, stopping, random, checkpoints, output, points, device);
        settings.check();
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
}
