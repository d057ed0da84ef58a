package alexnet.trainer.settings;

import alexnet.model.ModelOptions;
import alexnet.model.Pixels;
import alexnet.trainer.data.batch.AugmentOptions;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.schedule.TensorRules;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The options of {@code train}, all values checked.
 *
 * @param data where the pictures come from
 * @param network which network
 * @param devices the device list as the user wrote it
 * @param sanitize whether the checkers of emulated devices run
 * @param batchSize pictures per step, on all devices together
 * @param maxSteps where training ends at the latest, counted from the very first step
 * @param schedule as {@link alexnet.trainer.schedule.Schedule#parse} takes it
 * @param rates learning rates of single tensors
 * @param decays weight decays of single tensors
 * @param earlyStopping epochs without improvement after which training ends
 * @param targetError top-1 error in percent at which training ends
 * @param init weights to start from
 * @param resume whether {@code out} is a run to resume
 * @param resumeCheckpoint the checkpoint to resume from; without it the newest undamaged one
 * @param out the run's folder
 * @param checkpointEvery steps between checkpoints; without it one after each epoch
 * @param keep checkpoints that stay, beside the best
 * @param printFreq steps between two progress lines
 * @param gemm {@code auto}, {@code kernel} or {@code cublas}
 * @param lines which lines are printed
 */
public record TrainSettings(
        DataSettings data,
        NetworkChoice network,
        String devices,
        boolean sanitize,
        int batchSize,
        int epochs,
        Optional<Long> maxSteps,
        double rate,
        double momentum,
        double weightDecay,
        OptionalDouble dropout,
        OptionalDouble initialBias,
        Optional<Boolean> scaleDeviations,
        String schedule,
        TensorRules rates,
        TensorRules decays,
        OptionalInt earlyStopping,
        OptionalDouble targetError,
        AugmentOptions augment,
        Pixels pixels,
        boolean shuffle,
        long seed,
        Optional<Path> init,
        boolean resume,
        Optional<Path> resumeCheckpoint,
        Path out,
        OptionalInt checkpointEvery,
        int keep,
        int printFreq,
        String gemm,
        ModelOptions.Convolution convolution,
        Lines lines,
        Optional<Path> trace) {

    /**
     * Where pictures come from.
     *
     * @param train packed set or source
     * @param val the same for validation
     * @param valFraction share of {@code train} that is split off instead; 0 for none
     * @param size side of the pictures when they are packed on the way
     * @param resize how pictures become squares when they are packed on the way
     * @param classes how many classes the data must have
     * @param cache folder for sets that are packed on the fly
     */
    public record DataSettings(
            Path train,
            Optional<Path> val,
            double valFraction,
            OptionalInt size,
            ResizeForm resize,
            OptionalInt classes,
            Path cache) {}

    /** Which lines are printed: everything, no line per step, or errors and the last line only. */
    public enum Lines {
        ALL,
        NO_PROGRESS,
        QUIET
    }
}
