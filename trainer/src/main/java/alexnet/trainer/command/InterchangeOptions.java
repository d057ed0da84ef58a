package alexnet.trainer.command;

import alexnet.trainer.evaluate.Interchange;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.settings.PointSettings;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that {@code import} and {@code export} share. */
final class InterchangeOptions {

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "the file to write")
    Path out;

    @Option(names = "--overwrite", description = "replace the file where it is there already")
    boolean overwrite;

    @Option(
            names = "--swap-rgb",
            description = "exchange red and blue in the weights that read the pictures: Caffe's own networks read BGR")
    boolean swapRgb;

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

    @Option(names = "--json", paramLabel = "FILE", description = "write what was done to FILE too")
    Path json;

    @ArgGroup(validate = false, heading = "%nPoints of the network, each alone (without it what the weights say):%n")
    PointSettings points = new PointSettings();

    TrainedModel.Overrides overrides() {
        return new TrainedModel.Overrides(
                network, preset, inputSize, width, imageSize, null, null, null, points.points());
    }

    Interchange.Target target() {
        return new Interchange.Target(out, overwrite, swapRgb);
    }
}
