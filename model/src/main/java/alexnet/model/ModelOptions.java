package alexnet.model;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a network is run and started, apart from what it is ({@link Network}) and how it is trained
 * ({@link Hyperparameters}).
 *
 * @param batchSize images per step, in all
 * @param sourceSize rows and columns of the uint8 images that are uploaded; crops are taken from them on the devices
 * @param seed seed of the dropout masks
 * @param dropout drop probability that replaces the network file's
 * @param initialBias start of the biases that the file starts at 1; without it they start there at full size, and at
 *     0.1 where width or input size are reduced
 * @param scaleDeviations whether initial deviations are multiplied by sqrt(full fan-in / fan-in); without it where
 *     width or input size are reduced
 * @param gemm who multiplies the matrices of the fully connected layers
 * @param convolution who convolves
 * @param pixels where the mean image is read, and the order of the colours
 */
public record ModelOptions(
        int batchSize,
        int sourceSize,
        long seed,
        OptionalDouble dropout,
        OptionalDouble initialBias,
        Optional<Boolean> scaleDeviations,
        Gemm gemm,
        Convolution convolution,
        Pixels pixels) {

    /** Who multiplies the matrices of the fully connected layers. */
    public enum Gemm {
        /** The vendor's library on devices that have it, else our kernel. */
        AUTO,
        /** Our kernel: the same bits on every device. */
        KERNEL,
        /** The vendor's library; the device must have it. */
        CUBLAS
    }

    /** Who convolves. */
    public enum Convolution {
        /** Our kernels: the same bits on every device. */
        KERNEL,
        /** The vendor's library; the device must have it. */
        CUDNN
    }

    public ModelOptions {
        if (batchSize < 1) {
            throw new NetworkException(
                    "--batch-size: a batch needs an image (expected at least 1, found " + batchSize + ")");
        }
        if (sourceSize < 1) {
            throw new NetworkException("image size: expected at least 1, found " + sourceSize);
        }
        if (dropout.isPresent() && !(dropout.getAsDouble() >= 0 && (float) dropout.getAsDouble() < 1)) {
            throw new NetworkException("--dropout: not a drop probability (expected 0 or more and below 1, found "
                    + dropout.getAsDouble() + ")");
        }
    }

    /** Our own kernels, the network file's dropout, seed 1. */
    public static ModelOptions of(int batchSize, int sourceSize) {
        return new ModelOptions(
                batchSize,
                sourceSize,
                1,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Gemm.KERNEL,
                Convolution.KERNEL,
                Pixels.ORIGINAL);
    }

    public ModelOptions withSeed(long other) {
        return new ModelOptions(
                batchSize, sourceSize, other, dropout, initialBias, scaleDeviations, gemm, convolution, pixels);
    }

    public ModelOptions withDropout(double other) {
        return new ModelOptions(
                batchSize,
                sourceSize,
                seed,
                OptionalDouble.of(other),
                initialBias,
                scaleDeviations,
                gemm,
                convolution,
                pixels);
    }

    public ModelOptions withInitialBias(double other) {
        return new ModelOptions(
                batchSize,
                sourceSize,
                seed,
                dropout,
                OptionalDouble.of(other),
                scaleDeviations,
                gemm,
                convolution,
                pixels);
    }

    public ModelOptions withScaleDeviations(boolean other) {
        return new ModelOptions(
                batchSize, sourceSize, seed, dropout, initialBias, Optional.of(other), gemm, convolution, pixels);
    }

    public ModelOptions withGemm(Gemm other) {
        return new ModelOptions(
                batchSize, sourceSize, seed, dropout, initialBias, scaleDeviations, other, convolution, pixels);
    }

    public ModelOptions withConvolution(Convolution other) {
        return new ModelOptions(
                batchSize, sourceSize, seed, dropout, initialBias, scaleDeviations, gemm, other, pixels);
    }

    public ModelOptions withPixels(Pixels other) {
        return new ModelOptions(
                batchSize, sourceSize, seed, dropout, initialBias, scaleDeviations, gemm, convolution, other);
    }
}
