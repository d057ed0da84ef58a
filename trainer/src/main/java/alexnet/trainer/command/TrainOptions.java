package alexnet.trainer.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of training and of the checkpoints to keep. */
final class TrainOptions {

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "pictures per step, on all devices together (default: ${DEFAULT-VALUE})")
    int batchSize;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "90",
            description = "times through the data (default: ${DEFAULT-VALUE})")
    int epochs;

    @Option(
            names = "--sanitize",
            description =
                    "run the checkers on emulated devices: races, uninitialised reads, leaks; slow; exit 1 if they"
                            + " find any")
    boolean sanitize;

    @Option(names = "--max-steps", paramLabel = "N", description = "stop after N steps, counted from the very first")
    Long maxSteps;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "0.01",
            description = "learning rate at the start (default: ${DEFAULT-VALUE})")
    double rate;

    @Option(
            names = "--momentum",
            paramLabel = "M",
            defaultValue = "0.9",
            description = "share of the last change that is kept (default: ${DEFAULT-VALUE})")
    double momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            defaultValue = "0.0005",
            description = "of weights; biases do not decay (default: ${DEFAULT-VALUE})")
    double weightDecay;

    @Option(names = "--dropout", paramLabel = "P", description = "drop probability (default: the network's, 0.5)")
    Double dropout;

    @Option(
            names = "--scale-deviations",
            paramLabel = "BOOL",
            arity = "1",
            description = "multiply initial deviations by sqrt(full fan-in / fan-in) (default: at reduced size)")
    Boolean scaleDeviations;

    @Option(
            names = "--schedule",
            paramLabel = "HOW",
            defaultValue = "plateau",
            description = "plateau, plateau:factor=0.1,patience=10,min-delta=1e-4,cooldown=0,min-lr=0, steps:25,51,79"
                    + " or constant (default: ${DEFAULT-VALUE})")
    String schedule;

    @Option(
            names = "--early-stopping",
            paramLabel = "PATIENCE",
            arity = "0..1",
            fallbackValue = "10",
            description = "stop after so many epochs without a lower validation loss (10 when no number is given)")
    Integer earlyStopping;

    @Option(
            names = "--target-error",
            paramLabel = "PERCENT",
            description = "stop after the epoch with this top-1 error or less on --val, or in training without --val")
    Double targetError;

    @Option(
            names = "--shuffle",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "another order of the pictures in each epoch (default: yes)")
    boolean shuffle;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of weights, order, crops and dropout (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--init", paramLabel = "FILE", description = "start from the weights of a .safetensors file")
    Path init;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description =
                    "go on with a run or from one of its checkpoints; auto: with --out, or the newest run in runs/")
    String resume;

    @Option(names = "--out", paramLabel = "DIR", description = "the run's folder (default: runs/TIME-NETWORK)")
    Path out;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            defaultValue = "epoch",
            description = "steps between checkpoints, beside those after each epoch (default: ${DEFAULT-VALUE})")
    String checkpointEvery;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            description = "newest checkpoints that stay, beside the best (default: ${DEFAULT-VALUE})")
    int keep;

    @Option(
            names = "--print-freq",
            paramLabel = "STEPS",
            defaultValue = "10",
            description = "steps between progress lines (default: ${DEFAULT-VALUE})")
    int printFreq;

    @Option(names = "--trace", paramLabel = "FILE", description = "write spans of host time as a Chrome trace")
    Path trace;

    @Option(names = "--no-progress", description = "no line per step")
    boolean noProgress;

    @Option(
            names = {"-q", "--quiet"},
            description = "errors and the last line only")
    boolean quiet;
}
