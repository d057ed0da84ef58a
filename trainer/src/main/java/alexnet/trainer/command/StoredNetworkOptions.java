package alexnet.trainer.command;

import alexnet.model.Pixels;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.settings.PointSettings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say what weights are where their file does not. */
final class StoredNetworkOptions {

    @Option(names = "--network", paramLabel = "NAME", description = "the network (default: what the weights say)")
    private String network;

    @Option(names = "--preset", paramLabel = "NAME", description = "the preset (default: what the weights say)")
    private String preset;

    @Option(names = "--input-size", paramLabel = "PIXELS", description = "input side (default: what the weights say)")
    private Integer inputSize;

    @Option(names = "--width", paramLabel = "FACTOR", description = "width (default: what the weights say)")
    private Double width;

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "side of the pictures that crops are taken from (default: what the weights say)")
    private Integer imageSize;

    @ArgGroup(validate = false, heading = "%nPoints of the network, each alone (without it what the weights say):%n")
    private PointSettings points = new PointSettings();

    /**
     * What the user names instead of what the file says.
     *
     * @param mean where the mean image is subtracted; null for what the file says, as with the others
     */
    TrainedModel.Overrides overrides(Pixels.Mean mean, Pixels.Order order, ResizeForm resize) {
        return new TrainedModel.Overrides(
                network, preset, inputSize, width, imageSize, mean, order, resize, points.points());
    }
}
