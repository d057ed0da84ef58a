package alexnet.trainer.command;

import alexnet.trainer.config.ResolvedConfig;
import alexnet.trainer.failure.Console;
import alexnet.trainer.settings.TrainSettings;
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

    @Mixin
    private TrainSettings settings;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result to FILE too")
    private Path json;

    /** @param console where it prints */
    public TrainCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
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
