package alexnet.trainer.command;

import alexnet.model.Network;
import alexnet.trainer.settings.NetworkChoice;
import java.util.Iterator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that select the network. */
final class NetworkOptions {

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "alexnet",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES} or a .yaml file (default: ${DEFAULT-VALUE})")
    String network;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "whose values at the points below, and in training: paper, original or caffe (default: what the"
                            + " network file says, and paper in training)")
    String preset;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            description = "rows and columns of the network's input (default: the network's own, 227 for alexnet)")
    Integer inputSize;

    @Option(
            names = "--width",
            paramLabel = "FACTOR",
            defaultValue = "1.0",
            description = "scales every channel count (default: ${DEFAULT-VALUE})")
    double width;

    @ArgGroup(validate = false, heading = "%nPoints of the network, each alone (without it what the preset says):%n")
    PointOptions points = new PointOptions();

    /** The networks that come with the program. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Network.names().iterator();
        }
    }

    NetworkChoice choice() {
        return NetworkChoice.of(network, preset, inputSize, width, points.points());
    }
}
