package alexnet.trainer.settings;

import alexnet.model.Network;
import java.util.Iterator;
import java.util.OptionalDouble;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which network, by name or file, preset, size and points. */
public final class NetworkSettings {

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "alexnet",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES} or a .yaml file (default: ${DEFAULT-VALUE})")
    private String network;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "whose values at the points below, and in training: paper, original or caffe (default: what the"
                            + " network file says, and paper in training)")
    private String preset;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            description = "rows and columns of the network's input (default: the network's own, 227 for alexnet)")
    private Integer inputSize;

    @Option(
            names = "--width",
            paramLabel = "FACTOR",
            defaultValue = "1.0",
            description = "scales every channel count (default: ${DEFAULT-VALUE})")
    private double width;

    @ArgGroup(validate = false, heading = "%nPoints of the network, each alone (without it what the preset says):%n")
    private PointSettings points = new PointSettings();

    /** The networks that come with the program. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Network.names().iterator();
        }
    }

    /**
     * The network that is meant.
     *
     * @throws alexnet.trainer.failure.UsageException where there is none of that name
     */
    public NetworkChoice choice() {
        return NetworkChoice.of(network, preset, inputSize, width, points.points());
    }

    /** The start of the biases that the network starts at 1, where it is given. */
    public OptionalDouble initialBias() {
        return points.initialBias();
    }
}
