package alexnet.trainer.command;

import alexnet.trainer.config.OptionLayers;
import alexnet.trainer.experiment.ExperimentPlan;
import alexnet.trainer.experiment.ExperimentRunner;
import alexnet.trainer.experiment.Recipe;
import alexnet.trainer.experiment.RecipeText;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.run.RunFinder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** {@code experiment}: runs a recipe for a table or figure of the paper and compares. */
@Command(
        name = "experiment",
        description = {
            "reproduce a table row or figure of the paper: train, measure, compare",
            "Without a name: the list, with cost. Every option of 'train' can be given too and wins over the recipe.",
            "The same command again does only what is left to do."
        })
public final class ExperimentCommand extends AlexnetCommand {

    /** Options of train that an experiment sets itself. */
    private static final Set<String> OWN =
            Set.of("data", "val", "val-fraction", "out", "resume", "init", "json", "config", "help", "verbose");

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "a recipe, or a .yaml file with one")
    private String name;

    @Option(names = "--data", paramLabel = "DIR", description = "training set, packed or class folders")
    private Path data;

    @Option(names = "--val", paramLabel = "DIR", description = "the same, for validation and measurements")
    private Path val;

    @Option(
            names = "--test",
            paramLabel = "DIR",
            description = "the same, for measurements on a test set (default: --val)")
    private Path test;

    @Option(names = "--out", paramLabel = "DIR", description = "the experiment's folder (default: runs/NAME[-small])")
    private Path out;

    @Option(names = "--small", description = "at a size that needs no ImageNet; most recipes then draw their pictures")
    private boolean small;

    @Option(names = "--plan", description = "say what would be run, with cost, and stop")
    private boolean planOnly;

    @Option(
            names = "--images-per-second",
            paramLabel = "N",
            description = "speed that costs are reckoned at (default: the recipe's)")
    private Double imagesPerSecond;

    private final ProgramRunner program;

    private ExperimentCommand(Console console, ProgramRunner program) {
        super(console);
        this.program = program;
    }

    /**
     * The command with all options of {@code train} beside its own.
     *
     * @param program what runs the commands that it is made of
     */
    public static CommandLine commandLine(Console console, ProgramRunner program) {
        CommandLine command = new CommandLine(new ExperimentCommand(console, program));
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : trainOptions(console)) {
            if (spec.findOption(option.longestName()) == null) {
                spec.addOption(handedOn(option));
            }
        }
        return command;
    }

    /** An option of train as a text that train will judge; flags stay flags. */
    private static OptionSpec handedOn(OptionSpec option) {
        boolean flag = option.arity().max() == 0;
        return OptionSpec.builder(option.names())
                .hidden(true)
                .arity(option.arity().toString())
                .paramLabel(option.paramLabel())
                .negatable(option.negatable())
                .fallbackValue(option.fallbackValue())
                .type(flag ? boolean.class : String.class)
                .build();
    }

    /** Those that a recipe or the user may set. */
    private static List<OptionSpec> trainOptions(Console console) {
        return new CommandLine(new TrainCommand(console))
                .getCommandSpec().options().stream()
                        .filter(option -> !OWN.contains(OptionLayers.key(option)))
                        .toList();
    }

    @Override
    public Integer call() {
        List<OptionSpec> train = trainOptions(console());
        List<String> keys = train.stream().map(OptionLayers::key).toList();
        OptionalDouble speed = imagesPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(imagesPerSecond);
        UsageException.require(
                imagesPerSecond == null || imagesPerSecond > 0, "--images-per-second", "above 0", imagesPerSecond);
        if (name == null) {
            List<ExperimentPlan> plans = Recipe.NAMES.stream()
                    .map(each -> plan(Recipe.find(each, keys), Map.of()))
                    .toList();
            RecipeText.list(plans, speed).forEach(console()::line);
            return ExitCode.DONE;
        }
        ExperimentPlan plan = plan(Recipe.find(name, keys), overrides(keys));
        RecipeText.describe(plan, speed).forEach(console()::line);
        if (planOnly) {
            return ExitCode.DONE;
        }
        plan.check();
        return new ExperimentRunner(plan, console()::line, arguments -> program.run(console(), arguments)).run();
    }

    private ExperimentPlan plan(Recipe recipe, Map<String, String> overrides) {
        Path folder = out != null ? out : RunFinder.RUNS.resolve(recipe.name() + (small ? "-small" : ""));
        return new ExperimentPlan(
                recipe,
                small,
                overrides,
                Optional.ofNullable(data),
                Optional.ofNullable(val),
                Optional.ofNullable(test),
                folder);
    }

    /** Options of train that the command line or a configuration file gave. */
    private Map<String, String> overrides(List<String> keys) {
        ParseResult parsed = spec().commandLine().getParseResult();
        Map<String, String> overrides = new LinkedHashMap<>();
        for (OptionSpec option : spec().options()) {
            String key = OptionLayers.key(option);
            if (!keys.contains(key)) {
                continue;
            }
            if (parsed.hasMatchedOption(option)) {
                overrides.put(key, option.getValue().toString());
            } else {
                layers().origin(key)
                        .ifPresent(file -> overrides.put(key, file.values().get(key)));
            }
        }
        return overrides;
    }
}
