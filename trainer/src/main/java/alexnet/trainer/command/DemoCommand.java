package alexnet.trainer.command;

import alexnet.trainer.data.source.DrawnPictures;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.run.RunFinder;
import alexnet.trainer.run.RunFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code demo}: from pictures to a trained and evaluated two-GPU network, at a size that a laptop trains in minutes.
 * Each step is the command that a user would type.
 */
@Command(
        name = "demo",
        description =
                "draw pictures, pack them, train the two-GPU network at reduced size, evaluate it; no options needed")
public final class DemoCommand extends AlexnetCommand {

    private static final int PICTURE_SIZE = 96;
    private static final int TRAIN_PER_CLASS = 200;
    private static final int HELD_OUT_PER_CLASS = 32;
    private static final long SEED = 2012;

    /** Crops of 67 leave one value per channel after the last pooling: the least that the network's layers allow. */
    private static final List<String> SIZE = List.of("--input-size", "67", "--width", "0.25");

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            defaultValue = "auto",
            description = "what to train on (default: ${DEFAULT-VALUE})")
    private String devices;

    @Option(names = "--out", paramLabel = "DIR", description = "the folder to work in (default: runs/demo-TIME)")
    private Path out;

    private final ProgramRunner program;

    /**
     * @param console where it prints
     * @param program what runs the commands that it is made of
     */
    public DemoCommand(Console console, ProgramRunner program) {
        super(console);
        this.program = program;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Path folder = folder();
        Path pictures = folder.resolve("pictures");
        Path run = folder.resolve("run");
        Path result = folder.resolve("result.json");
        int held = DrawnPictures.CLASSES.size() * HELD_OUT_PER_CLASS;
        console()
                .line("drawing " + DrawnPictures.CLASSES.size() * TRAIN_PER_CLASS + " pictures to train and " + held
                        + " to hold out: " + pictures);
        DrawnPictures.write(pictures, PICTURE_SIZE, TRAIN_PER_CLASS, HELD_OUT_PER_CLASS, SEED);

        List<List<String>> commands = new ArrayList<>();
        for (String part : List.of("train", "val")) {
            commands.add(List.of(
                    "pack",
                    "--source",
                    pictures.resolve(part).toString(),
                    "--out",
                    packed(folder, part),
                    "--size",
                    "76",
                    "--no-progress"));
        }
        List<String> train = new ArrayList<>(List.of("train", "--data", packed(folder, "train")));
        train.addAll(SIZE);
        train.addAll(List.of("--batch-size", "32", "--epochs", "4", "--lr", "0.006", "--schedule", "steps:3"));
        train.addAll(List.of("--augment", "mirror", "--dropout", "0.2"));
        train.addAll(List.of("--val", packed(folder, "val"), "--devices", devices, "--no-progress"));
        train.addAll(List.of("--out", run.toString()));
        commands.add(train);
        commands.add(List.of(
                "evaluate",
                "--weights",
                run.toString(),
                "--data",
                packed(folder, "val"),
                "--devices",
                devices,
                "--confusion",
                folder.resolve("confusion.csv").toString(),
                "--json",
                result.toString()));
        List<String> predict = new ArrayList<>(List.of("predict", "--weights", run.toString()));
        predict.addAll(List.of(
                "--devices", devices, "--png", folder.resolve("predictions.png").toString()));
        DrawnPictures.CLASSES.stream()
                .limit(8)
                .forEach(name -> predict.add(pictures.resolve("val")
                        .resolve(name)
                        .resolve("0000.jpg")
                        .toString()));
        commands.add(predict);

        for (List<String> command : commands) {
            console().line("");
            console().line("$ ./alexnet " + String.join(" ", command));
            int exitCode = program.run(console(), command);
            if (exitCode != ExitCode.DONE) {
                return exitCode;
            }
        }
        console().line("");
        console().line("report: " + run.resolve("report.html"));
        JsonNode measured = read(result);
        console()
                .line(String.format(
                        Locale.ROOT,
                        "demo: top-1 accuracy %.1f %% on %d pictures, %d s",
                        100 - measured.path("top1_error").asDouble(),
                        measured.path("samples").asInt(),
                        Math.round((System.nanoTime() - start) / 1e9)));
        return ExitCode.DONE;
    }

    private Path folder() {
        if (out == null) {
            return RunFinder.RUNS.resolve("demo-" + RunFolder.now());
        }
        if (Files.isDirectory(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new UsageException(
                            "--out", "the folder is not empty (expected a new one, found " + out + ")");
                }
            } catch (IOException e) {
                throw new StorageException(out.toString(), "cannot be listed: " + Failures.message(e), null, e);
            }
        }
        return out;
    }

    private static String packed(Path folder, String part) {
        return folder.resolve("packed").resolve(part).toString();
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new StorageException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
    }
}
