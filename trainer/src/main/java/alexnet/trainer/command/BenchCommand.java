package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.text.Spelling;
import alexnet.trainer.bench.Bench;
import alexnet.trainer.bench.BenchReport;
import alexnet.trainer.bench.Effort;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.settings.DeviceSettings;
import alexnet.trainer.settings.NetworkChoice;
import alexnet.trainer.settings.NetworkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: how fast kernels and whole steps are on the chosen devices, and beside what. */
@Command(
        name = "bench",
        description = {
            "time kernels and whole training steps on the chosen devices: GFLOP/s, GB/s and the share of the floor (a"
                    + " GPU's data sheet; for the emulator plain Java loops, measured in the same run), beside cuBLAS and"
                    + " cuDNN where they load"
        })
public final class BenchCommand extends AlexnetCommand {

    private static final int CLASSES = 1000;
    /** The size at which the demo trains: a step on one worker then takes seconds, not minutes. */
    private static final double SCALING_WIDTH = 0.25;

    private static final int SCALING_INPUT = 67;
    /** The output layer is on one GPU: at this size a thousand classes would be a fifth of its work. */
    private static final int SCALING_CLASSES = 10;

    @Mixin
    private NetworkSettings network;

    @Mixin
    private DeviceSettings devices;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "pictures per step, in all, and in the shapes of kernels (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(
            names = "--filter",
            paramLabel = "NAME",
            split = ",",
            description = "only measurements whose name contains NAME, or one of several with commas between them")
    private List<String> filter = List.of();

    @Option(names = "--list", description = "print the names of all measurements, and measure nothing")
    private boolean list;

    @Option(
            names = "--warmup",
            paramLabel = "ROUNDS",
            description = "rounds to discard (default: until times are steady)")
    private Integer warmup;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "when waiting for steady times ends, per measurement; steps take six times as long"
                    + " (default: ${DEFAULT-VALUE})")
    private double warmupSeconds;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "15",
            description = "rounds that count, per measurement (default: ${DEFAULT-VALUE})")
    private int repetitions;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "when measuring ends with fewer rounds, but for three (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "5",
            description = "training steps that count (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(
            names = "--matrix-size",
            paramLabel = "N",
            defaultValue = "1024",
            description = "rows and columns of the square matrix product (default: ${DEFAULT-VALUE})")
    private int matrixSize;

    @Option(names = "--json", paramLabel = "FILE", description = "write the results to FILE too")
    private Path json;

    /** @param console where it prints */
    public BenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        UsageException.require(batchSize >= 1, "--batch-size", "at least 1", batchSize);
        UsageException.require(warmup == null || warmup >= 0, "--warmup", "0 or more", warmup);
        UsageException.require(warmupSeconds >= 0, "--warmup-seconds", "0 or more", warmupSeconds);
        UsageException.require(repetitions >= 1, "--repetitions", "at least 1", repetitions);
        UsageException.require(seconds >= 0, "--seconds", "0 or more", seconds);
        UsageException.require(steps >= 1, "--steps", "at least 1", steps);
        UsageException.require(matrixSize >= 1 && matrixSize <= 8192, "--matrix-size", "1 to 8192", matrixSize);
        devices.check();
        NetworkChoice choice = network.choice();
        Network built = choice.build(CLASSES);
        List<String> names = Bench.names(built);
        if (list) {
            names.forEach(console()::line);
            return ExitCode.DONE;
        }
        Predicate<String> wanted = wanted(names);
        NetworkChoice small = new NetworkChoice(
                choice.name(),
                choice.preset(),
                Math.min(choice.inputSize(), SCALING_INPUT),
                Math.min(choice.width(), SCALING_WIDTH),
                choice.points());
        BenchReport report;
        try (DeviceSet opened = devices.open()) {
            console().line("devices: " + opened.explanation());
            ModelOptions options = ModelOptions.of(batchSize, NetworkChoice.sourceSize(built.cropSize()))
                    .with(devices.libraries(opened));
            Effort effort = new Effort(
                    warmup == null ? OptionalInt.empty() : OptionalInt.of(warmup), warmupSeconds, repetitions, seconds);
            report = Bench.run(
                    new Bench.Plan(built, options, small.build(SCALING_CLASSES), matrixSize, effort, steps, wanted),
                    opened,
                    console()::line);
        }
        writeJson(json, report);
        if (!report.agrees()) {
            console().line("bench: a product is off: its speed says nothing");
            return ExitCode.CHECK_FAILED;
        }
        return ExitCode.DONE;
    }

    /** The measurements that the filter leaves. */
    private Predicate<String> wanted(List<String> names) {
        List<String> parts = filter.stream()
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .filter(part -> !part.isEmpty())
                .toList();
        for (String part : parts) {
            if (names.stream().noneMatch(name -> name.contains(part))) {
                String hint = Spelling.hint(part, names);
                throw new UsageException(
                        "--filter",
                        "no measurement has such a name (expected a part of one that --list prints, found '" + part
                                + "')",
                        hint == null ? "alexnet bench --list" : hint);
            }
        }
        return name -> parts.isEmpty() || parts.stream().anyMatch(name::contains);
    }
}
