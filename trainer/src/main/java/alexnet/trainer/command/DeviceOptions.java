package alexnet.trainer.command;

import picocli.CommandLine.Option;

/** Options that say what computes. */
final class DeviceOptions {

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            defaultValue = "auto",
            description = "auto, cuda:0,cuda:1, cuda:0,cuda:0, emulator or emulator:0,emulator:0"
                    + " (default: ${DEFAULT-VALUE})")
    String devices;

    @Option(
            names = "--gemm",
            paramLabel = "WHO",
            defaultValue = "auto",
            description = "who multiplies matrices in fully connected layers: auto, kernel or cublas"
                    + " (default: ${DEFAULT-VALUE}: cublas where it loads)")
    String gemm;

    @Option(
            names = "--conv",
            paramLabel = "WHO",
            defaultValue = "kernel",
            description = "who convolves: kernel or cudnn (default: ${DEFAULT-VALUE})")
    String conv;
}
