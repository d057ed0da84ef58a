package alexnet.kernels;

import alexnet.engine.StructFields;

/**
 * The sizes of one {@link Augment}: crops of {@code cropSize} squared from images of {@code sourceSize} squared, laid
 * into an output of {@code outputSize} squared whose other rows and columns, below and on the right, are 0.
 *
 * @param batch N
 * @param sourceSize S, rows and columns of an image
 * @param cropSize rows and columns of the crop, at most {@code sourceSize}
 * @param outputSize O, rows and columns of the output, at least {@code cropSize}
 */
public record AugmentShape(int batch, int sourceSize, int cropSize, int outputSize) {

    public AugmentShape {
        if (batch < 1 || cropSize < 1 || cropSize > sourceSize || cropSize > outputSize) {
            throw new IllegalArgumentException("augment: batch must be at least 1, the crop at least 1 and no larger"
                    + " than source and output (found batch " + batch + ", source " + sourceSize + ", crop " + cropSize
                    + ", output " + outputSize + ")");
        }
        Math.toIntExact(3L * outputSize * outputSize * batch);
    }

    /** Bytes of the images (N,S,S,3). */
    public long imageBytes() {
        return 3L * sourceSize * sourceSize * batch;
    }

    /** out (3,O,O,N). */
    public ActivationShape output() {
        return new ActivationShape(3, outputSize, outputSize, batch);
    }

    /** The struct of the same name in augment.cu. */
    StructFields fields() {
        return new StructFields()
                .i32("batch", batch)
                .i32("source_size", sourceSize)
                .i32("crop_size", cropSize)
                .i32("output_size", outputSize);
    }

    @Override
    public String toString() {
        return batch + " images of " + sourceSize + ", crop " + cropSize + " in " + outputSize;
    }
}
