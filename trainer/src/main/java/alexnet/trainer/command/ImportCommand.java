package alexnet.trainer.command;

import alexnet.model.interchange.WeightFormat;
import alexnet.trainer.evaluate.Interchange;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.UsageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code import}: weights of other programs in the layout that is trained. */
@Command(
        name = "import",
        description = "make a .safetensors file, as it is trained, from merged safetensors, .npz or a .caffemodel")
public final class ImportCommand extends AlexnetCommand {

    @Option(names = "--weights", paramLabel = "FILE", required = true, description = "the weights to read")
    private Path weights;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "merged, npz, caffemodel or two-gpu (default: what the file's first bytes say)")
    private String format;

    @Option(
            names = "--classes",
            paramLabel = "N",
            description = "number of classes (default: as many as the last layer has biases)")
    private Integer classes;

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description = "the names of the classes in the order of the last layer, one in each line")
    private Path classNames;

    @Option(
            names = "--mean-colour",
            paramLabel = "R,G,B",
            split = ",",
            description = "mean colour of the pictures they were trained on, 0 to 255, red first")
    private List<Float> mean;

    @Mixin
    private InterchangeOptions options;

    /** @param console where it prints */
    public ImportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        WeightFormat chosen =
                format == null ? null : UsageException.checked("--format", () -> WeightFormat.named(format));
        UsageException.require(classes == null || classes >= 1, "--classes", "at least 1", classes);
        Interchange.Description description =
                new Interchange.Description(options.overrides(), classes, readNames(), meanColour());
        Interchange.Written written = Interchange.read(weights, chosen, description, options.target());
        writeJson(options.json, InterchangeReport.json(written, WeightFormat.TWO_GPU));
        console().line("imported: " + InterchangeReport.text(written, WeightFormat.TWO_GPU));
        return ExitCode.DONE;
    }

    private float[] meanColour() {
        if (mean == null) {
            return null;
        }
        UsageException.require(mean.size() == 3, "--mean-colour", "three numbers, red, green and blue", mean);
        float[] colour = new float[mean.size()];
        for (int i = 0; i < colour.length; i++) {
            colour[i] = mean.get(i);
            UsageException.require(colour[i] >= 0 && colour[i] <= 255, "--mean-colour", "numbers from 0 to 255", mean);
        }
        return colour;
    }

    private List<String> readNames() {
        if (classNames == null) {
            return List.of();
        }
        try {
            return Files.readAllLines(classNames).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (CharacterCodingException e) {
            throw new UsageException("--class-names", "is no text file (expected UTF-8, found " + classNames + ")");
        } catch (IOException e) {
            throw new UsageException("--class-names", "cannot be read (" + Failures.message(e) + ")");
        }
    }
}
