package alexnet.trainer;

import alexnet.model.text.Spelling;
import alexnet.trainer.command.BenchCommand;
import alexnet.trainer.command.CheckCommand;
import alexnet.trainer.command.DemoCommand;
import alexnet.trainer.command.DevicesCommand;
import alexnet.trainer.command.EvaluateCommand;
import alexnet.trainer.command.ExperimentCommand;
import alexnet.trainer.command.ExportCommand;
import alexnet.trainer.command.FeaturesCommand;
import alexnet.trainer.command.FiltersCommand;
import alexnet.trainer.command.ImportCommand;
import alexnet.trainer.command.KernelsCommand;
import alexnet.trainer.command.PackCommand;
import alexnet.trainer.command.PredictCommand;
import alexnet.trainer.command.ProgramRunner;
import alexnet.trainer.command.SimilarCommand;
import alexnet.trainer.command.SummaryCommand;
import alexnet.trainer.command.TrainCommand;
import alexnet.trainer.config.ConfigFile;
import alexnet.trainer.config.OptionLayers;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.TrainerException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.run.RunFiles;
import alexnet.trainer.run.RunFinder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry: reads the command line, runs one command, and turns failures into lines and exit codes. */
@Command(
        name = "alexnet",
        description = "AlexNet as it really ran: split over two GPUs, on hand-written CUDA kernels driven from Java.",
        footer = {
            "",
            "Every option can stand in a YAML file (--config FILE). Exit codes: 0 done, 1 a check failed, 2 usage,",
            "3 bad data, 4 bad checkpoint or weights, 5 input/output, 6 GPU or driver, 7 loss not finite."
        })
public final class Launcher implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this help")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "print the version")
    private boolean version;

    @Spec
    private CommandSpec spec;

    private static final String PAPER = "paper";

    private final Console console;

    private Launcher(Console console) {
        this.console = console;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        String temporary = System.getProperty("alexnet.temporary");
        if (temporary != null) {
            // The launcher script made it for this process and is gone by now.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> DurableFiles.deleteQuietly(Path.of(temporary))));
        }
        System.exit(run(Console.system(), args));
    }

    /** Runs a command inside this process and gives its exit code. */
    public static int run(Console console, String... args) {
        CommandLine cli = commandLine(console);
        boolean verbose =
                Arrays.asList(args).contains("-v") || Arrays.asList(args).contains("--verbose");
        try {
            layer(cli, args);
            int exitCode = cli.execute(args);
            if (console.out().checkError()) {
                // A print stream hides a full disk until it is asked.
                throw new StorageException("standard output", "could not be written", null, null);
            }
            return exitCode;
        } catch (TrainerException e) {
            return Failures.report(console, e, verbose);
        }
    }

    private static CommandLine commandLine(Console console) {
        CommandLine cli = new CommandLine(new Launcher(console));
        ProgramRunner program = (where, arguments) -> run(where, arguments.toArray(String[]::new));
        cli.addSubcommand(new DemoCommand(console, program));
        cli.addSubcommand(new PackCommand(console));
        cli.addSubcommand(new TrainCommand(console));
        cli.addSubcommand(new EvaluateCommand(console));
        cli.addSubcommand(new PredictCommand(console));
        cli.addSubcommand(new FiltersCommand(console));
        cli.addSubcommand(new SimilarCommand(console));
        cli.addSubcommand(new FeaturesCommand(console));
        cli.addSubcommand(new ExportCommand(console));
        cli.addSubcommand(new ImportCommand(console));
        cli.addSubcommand(ExperimentCommand.commandLine(console, program));
        cli.addSubcommand(new SummaryCommand(console));
        cli.addSubcommand(new DevicesCommand(console));
        cli.addSubcommand(new CheckCommand(console));
        cli.addSubcommand(new BenchCommand(console));
        cli.addSubcommand(new KernelsCommand(console));
        cli.getCommandSpec().version("alexnet-jcuda " + version());
        cli.setOut(new PrintWriter(console.out(), true));
        cli.setErr(new PrintWriter(console.err(), true));
        // As everywhere: if an option is given twice, the last one counts.
        cli.setOverwrittenOptionsAllowed(true);
        cli.setParameterExceptionHandler((thrown, args) -> Failures.report(console, explain(thrown), false));
        cli.setExecutionExceptionHandler((thrown, command, parsed) ->
                Failures.report(console, thrown, parsed.expandedArgs().contains("-v")));
        return cli;
    }

    /** Puts the files that {@code --config} and {@code --resume} name under the options of the command. */
    private static void layer(CommandLine cli, String[] args) {
        Optional<CommandLine> command = Arrays.stream(args)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .map(cli.getSubcommands()::get);
        if (command.isEmpty()) {
            return;
        }
        List<ConfigFile> files = new ArrayList<>();
        for (String file : values(args, "--config", "-c")) {
            files.add(ConfigFile.read(Path.of(file)));
        }
        List<String> resumes = values(args, "--resume");
        if (!resumes.isEmpty() && command.get().getCommandName().equals("train")) {
            List<String> out = values(args, "--out");
            Path run = RunFinder.resume(resumes.get(0), out.isEmpty() ? null : Path.of(out.get(0)))
                    .run();
            files.add(ConfigFile.read(run.resolve(RunFiles.CONFIG)));
        } else if (command.get().getCommandName().equals("train")) {
            // A run's own options hold all that its preset said, so a resumed one goes without.
            ConfigFile.preset(preset(values(args, "--preset"), files)).ifPresent(files::add);
        }
        List<String> known = command.get().getCommandSpec().options().stream()
                .map(OptionLayers::key)
                .filter(key -> !key.equals("config") && !key.equals("help"))
                .toList();
        for (ConfigFile file : files) {
            file.requireKnown(known, command.get().getCommandName());
        }
        command.get().setDefaultValueProvider(new OptionLayers(files));
    }

    /** The preset that the command line names, else the first file that names one, else {@code paper}. */
    private static String preset(List<String> named, List<ConfigFile> files) {
        if (!named.isEmpty()) {
            return named.get(named.size() - 1);
        }
        return files.stream()
                .map(file -> file.values().get("preset"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(PAPER);
    }

    /** The value of an option, given as {@code --name VALUE} or {@code --name=VALUE}. */
    private static List<String> values(String[] args, String... names) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            for (String name : names) {
                if (args[i].equals(name) && i + 1 < args.length) {
                    values.add(args[i + 1]);
                } else if (args[i].startsWith(name + "=")) {
                    values.add(args[i].substring(name.length() + 1));
                }
            }
        }
        return values;
    }

    /** picocli's complaint in the words that all our errors have. */
    private static UsageException explain(ParameterException thrown) {
        CommandLine command = thrown.getCommandLine();
        if (thrown instanceof UnmatchedArgumentException unmatched) {
            String found = unmatched.getUnmatched().get(0);
            if (found.startsWith("-")) {
                String name = found.replaceFirst("=.*", "");
                List<String> known = command.getCommandSpec().options().stream()
                        .flatMap(option -> Arrays.stream(option.names()))
                        .toList();
                return new UsageException(
                        name,
                        "unknown option (expected an option of '" + command.getCommandName() + "', found '" + name
                                + "')",
                        hint(name, known, command));
            }
            if (command.getParent() == null) {
                List<String> known = List.copyOf(command.getSubcommands().keySet());
                return new UsageException(
                        found,
                        "unknown command (expected one of " + String.join(", ", known) + ", found '" + found + "')",
                        Spelling.hint(found, known));
            }
            return new UsageException(
                    found,
                    "unexpected argument (expected options of '" + command.getCommandName() + "', found '" + found
                            + "')",
                    "alexnet " + command.getCommandName() + " --help");
        }
        ArgSpec argument = thrown.getArgSpec();
        if (thrown instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            argument = missing.getMissing().get(0);
            boolean option = argument.isOption();
            return new UsageException(
                    name(argument),
                    (thrown.getMessage().startsWith("Missing required") ? "is missing" : "needs a value")
                            + " (expected " + (option ? name(argument) + " " : "") + argument.paramLabel()
                            + ", found none)",
                    "alexnet " + command.getCommandName() + " --help");
        }
        if (argument == null) {
            return new UsageException(command.getCommandName(), thrown.getMessage());
        }
        String value = thrown.getValue();
        return new UsageException(
                name(argument),
                value == null
                        ? thrown.getMessage()
                        : "bad value (expected " + kind(argument) + ", found '" + value + "')");
    }

    private static String hint(String name, List<String> known, CommandLine command) {
        String near = Spelling.hint(name, known);
        return near != null ? near : "alexnet " + command.getCommandName() + " --help lists them";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String kind(ArgSpec argument) {
        Class<?> type = argument.typeInfo().getAuxiliaryTypes().length > 0
                ? argument.typeInfo().getAuxiliaryTypes()[0]
                : argument.type();
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return argument.paramLabel();
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Launcher.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("version.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }

    /** Without a command there is only the help to print. */
    @Override
    public void run() {
        console.err().print(spec.commandLine().getUsageMessage());
        throw new UsageException(
                "alexnet", "no command given (expected one of those above, found none)", "alexnet demo");
    }
}
