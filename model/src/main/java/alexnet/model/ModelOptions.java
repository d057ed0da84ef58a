package alexnet.model;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a network is run and started, apart from what it is ({@link Network}) and how it is trained
 * ({@link Hyperparameters}).
 *
 * @param batchSize images per step, in all
 * @param sourceSize rows and columns of the uint8 images that are uploaded; crops are taken from them on the devices
 * @param dropout what is dropped in training
 * @param start where weights and biases start
 * @param libraries who computes
 * @param pixels where the mean image is read, and the order of the colours
 */
public record ModelOptions(
        int batchSize, int sourceSize, Dropout dropout, Start start, Libraries libraries, Pixels pixels) {

    /**
     * What is dropped in training.
     *
     * @param seed seed of the masks
     * @param probability drop probability that replaces the network file's
     */
    public record Dropout(long seed, OptionalDouble probability) {

        /** @throws NetworkException when the probability is none */
        public Dropout {
            if (probability.isPresent() && !(probability.getAsDouble() >= 0 && (float) probability.getAsDouble() < 1)) {
                throw new NetworkException("--dropout: not a drop probability (expected 0 or more and below 1, found "
                        + probability.getAsDouble() + ")");
            }
        }
    }

    /**
     * Where weights and biases start.
     *
     * @param bias start of the biases that the file starts at 1; without it they start there at full size, and at 0.1
     *     where width or input size are reduced
     * @param scaleDeviations whether initial deviations are multiplied by sqrt(full fan-in / fan-in); without it where
     *     width or input size are reduced
     */
    public record Start(OptionalDouble bias, Optional<Boolean> scaleDeviations) {

        /** As the network file says. */
        public static final Start OF_NETWORK = new Start(OptionalDouble.empty(), Optional.empty());
    }

    /**
     * Who computes where a vendor's library could.
     *
     * @param gemm who multiplies the matrices of the fully connected layers
     * @param convolution who convolves
     */
    public record Libraries(Gemm gemm, Convolution convolution) {

        /** Our own kernels, everywhere. */
        public static final Libraries NONE = new Libraries(Gemm.KERNEL, Convolution.KERNEL);
    }

    /** Who multiplies the matrices of the fully connected layers. */
    public enum Gemm {
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

    /** @throws NetworkException when a size is below 1 */
    public ModelOptions {
        if (batchSize < 1) {
            throw new NetworkException(
                    "--batch-size: a batch needs an image (expected at least 1, found " + batchSize + ")");
        }
        if (sourceSize < 1) {
            throw new NetworkException("image size: expected at least 1, found " + sourceSize);
        }
    }

    /** Our own kernels, the network file's dropout and starts, seed 1. */
    public static ModelOptions of(int batchSize, int sourceSize) {
        Dropout dropout = new Dropout(1, OptionalDouble.empty());
        return new ModelOptions(batchSize, sourceSize, dropout, Start.OF_NETWORK, Libraries.NONE, Pixels.ORIGINAL);
    }

    /** The same with another seed of the dropout masks. */
    public ModelOptions withSeed(long seed) {
        return with(new Dropout(seed, dropout.probability()));
    }

    public ModelOptions with(Dropout other) {
        return new ModelOptions(batchSize, sourceSize, other, start, libraries, pixels);
    }

    public ModelOptions with(Start other) {
        return new ModelOptions(batchSize, sourceSize, dropout, other, libraries, pixels);
    }

    public ModelOptions with(Libraries other) {
        return new ModelOptions(batchSize, sourceSize, dropout, start, other, pixels);
    }

    public ModelOptions with(Pixels other) {
        return new ModelOptions(batchSize, sourceSize, dropout, start, libraries, other);
    }
}
