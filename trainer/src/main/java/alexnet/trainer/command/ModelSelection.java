package alexnet.trainer.command;

import alexnet.model.Pixels;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.settings.OptionWord;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select weights, and describe them where their file has no metadata. */
final class ModelSelection {

    @Option(
            names = "--weights",
            paramLabel = "PATH",
            required = true,
            split = ",",
            description = "a run (its best checkpoint), a checkpoint or a .safetensors file; several are averaged")
    List<Path> weights;

    @Mixin
    StoredNetworkOptions stored;

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
        return stored.overrides(
                mean == null ? null : OptionWord.constant("--mean", Pixels.Mean.class, mean),
                colourOrder == null ? null : OptionWord.constant("--colour-order", Pixels.Order.class, colourOrder),
                resize == null ? null : OptionWord.constant("--resize", ResizeForm.class, resize));
    }
}
