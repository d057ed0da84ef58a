package alexnet.trainer.command;

import alexnet.trainer.evaluate.Interchange;
import alexnet.trainer.evaluate.TrainedModel;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
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

    @Mixin
    StoredNetworkOptions stored;

    @Option(names = "--json", paramLabel = "FILE", description = "write what was done to FILE too")
    Path json;

    TrainedModel.Overrides overrides() {
        return stored.overrides(null, null, null);
    }

    Interchange.Target target() {
        return new Interchange.Target(out, overwrite, swapRgb);
    }
}
