package alexnet.trainer.command;

import alexnet.model.Pixels;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.settings.OptionWord;
import alexnet.trainer.settings.PointSettings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say which weights, and what they are where their file does not. */
final class ModelSelection {

    @Option(
            names = "--weights",
            paramLabel = "PATH",
            required = true,
            split = ",",
            description = "a run (its best checkpoint), a checkpoint or a .safetensors file; several are averaged")
    List<Path> weights;

    @Option(names = "--network", paramLabel = "NAME", description = "the network (default: what the weights say)")
    String network;

    @Option(names = "--preset", paramLabel = "NAME", description = "the preset (default: what the weights say)")
    String preset;

    @Option(names = "--input-size", paramLabel = "PIXELS", description = "input side (default: what the weights say)")
    Integer inputSize;

    @Option(names = "--width", paramLabel = "FACTOR", description = "width (default: what the weights say)")
    Double width;

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "side of the pictures that crops are taken from (default: what the weights say)")
    Integer imageSize;

    @Option(
            names = "--mean",
            paramLabel = "PLACE",
            description = "the mean image is subtracted central or aligned (default: what the weights say)")
    String mean;

    @Option(names = "--colour-order", paramLabel = "ORDER", description = "rgb or bgr (default: what the weights say)")
    String colourOrder;

    @Option(
            names = "--resize",
            paramLabel = "FORM",
            description = "pictures become squares by crop or warp (default: what the weights say)")
    String resize;

    @ArgGroup(validate = false, heading = "%nPoints of the network, each alone (without it what the weights say):%n")
    PointSettings points = new PointSettings();

    /** All of {@code --weights}. */
    List<TrainedModel> all(Console console) {
        TrainedModel.Overrides overrides = overrides();
        return weights.stream()
                .map(path -> TrainedModel.find(path, overrides, console))
                .toList();
    }

    /** The only one of {@code --weights}, for commands that do not average. */
    TrainedModel one(Console console) {
        if (weights.size() != 1) {
            throw new UsageException(
                    "--weights", "names several (expected one network for this command, found " + weights.size() + ")");
        }
        return all(console).get(0);
    }

    private TrainedModel.Overrides overrides() {
        return new TrainedModel.Overrides(
                network,
                preset,
                inputSize,
                width,
                imageSize,
                mean == null ? null : OptionWord.constant("--mean", Pixels.Mean.class, mean),
                colourOrder == null ? null : OptionWord.constant("--colour-order", Pixels.Order.class, colourOrder),
                resize == null ? null : OptionWord.constant("--resize", ResizeForm.class, resize),
                points.points());
    }
}
