package alexnet.trainer.command;

import alexnet.trainer.NetworkChoice;
import picocli.CommandLine.Option;

/** Options that say which network. */
final class NetworkOptions {

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "alexnet",
            description = "alexnet, alexnet-one-gpu or a .yaml file (default: ${DEFAULT-VALUE})")
    String network;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "paper",
            description = "whose constants: paper (default: ${DEFAULT-VALUE})")
    String preset;

    @Option(
            names = "--input-size",
            paramLabel = "PIXELS",
            defaultValue = "227",
            description = "rows and columns of the network's input (default: ${DEFAULT-VALUE})")
    int inputSize;

    @Option(
            names = "--width",
            paramLabel = "FACTOR",
            defaultValue = "1.0",
            description = "scales every channel count (default: ${DEFAULT-VALUE})")
    double width;

    NetworkChoice choice() {
        return new NetworkChoice(network, preset, inputSize, width);
    }
}
