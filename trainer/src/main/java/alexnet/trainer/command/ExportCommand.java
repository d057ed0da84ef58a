package alexnet.trainer.command;

import alexnet.model.interchange.CaffeModelWriter;
import alexnet.model.interchange.WeightFormat;
import alexnet.trainer.evaluate.Interchange;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: trained weights in the form that other programs read. */
@Command(
        name = "export",
        description = "write trained weights for other programs: merged safetensors, NumPy's .npz, Caffe's .caffemodel")
public final class ExportCommand extends AlexnetCommand {

    @Option(
            names = "--weights",
            paramLabel = "PATH",
            required = true,
            description = "a run (its best checkpoint), a checkpoint or a .safetensors file")
    private Path weights;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "merged (safetensors with one tensor per layer), npz, caffemodel or two-gpu (as trained)")
    private String format;

    @Option(
            names = "--v1-layers",
            description = "caffemodel only: the form that Caffe wrote before the end of 2014 (default: the newer one)")
    private boolean v1Layers;

    @Mixin
    private InterchangeOptions options;

    /** @param console where it prints */
    public ExportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        WeightFormat chosen = UsageException.checked("--format", () -> WeightFormat.named(format));
        if (v1Layers && chosen != WeightFormat.CAFFEMODEL) {
            throw new UsageException(
                    "--v1-layers", "is a form of caffemodel (expected --format caffemodel, found " + chosen + ")");
        }
        TrainedModel model = TrainedModel.find(weights, options.overrides(), console());
        Interchange.Written written = Interchange.write(
                model, chosen, v1Layers ? CaffeModelWriter.Form.V1 : CaffeModelWriter.Form.LAYER, options.target());
        writeJson(options.json, InterchangeReport.json(written, chosen));
        console().line("weights: " + model.weights());
        console().line("exported: " + InterchangeReport.text(written, chosen));
        return ExitCode.DONE;
    }
}
