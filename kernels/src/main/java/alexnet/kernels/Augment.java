package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Makes the float batch of a step from uint8 images: crop, mirror, colour noise, mean, scale (paper, sections 2 and 4.1).
 *
 * <p>out[c][y][x][n] = ((image[n][cropY + y][cropX + x'][k] + colour[k][n]) - average) * scale, x' = x, or cropSize - 1 -
 * x where the image is mirrored; k = c, or 2 - c where blue comes first; 0 for y or x at or beyond cropSize. The average
 * is that of the mean image at the place of the output, wherever the crop was taken and after mirroring, as in the original
 * program, or at the place of the pixel, as in Caffe ({@link AugmentRule}). Three roundings per element, in that order.
 */
public record Augment(KernelLibrary library) {

    private static final int IMAGES = 32;
    private static final int COLUMNS = 32;
    private static final int CHANNELS = 3;

    /**
     * Queues the making of one batch.
     *
     * @param images uint8 (N,S,S,3)
     * @param cropX int32 (N), from 0 to S - cropSize; not checked here, since it lies on the device
     * @param cropY int32 (N), alike
     * @param mirror int32 (N), 0 or 1
     * @param colour float32 (3,N), added to each channel
     * @param mean float32 (S,S,3), subtracted
     * @param rule where the mean is read, the order of the colours, and the scale
     * @param out float32 (3,O,O,N), all of it written
     * @throws IllegalArgumentException when a number is out of range, or a buffer too small or on another device
     */
    public void apply(
            Stream stream,
            AugmentShape shape,
            DeviceBuffer images,
            DeviceBuffer cropX,
            DeviceBuffer cropY,
            DeviceBuffer mirror,
            DeviceBuffer colour,
            DeviceBuffer mean,
            AugmentRule rule,
            DeviceBuffer out) {
        if (rule.meanOffset() > shape.sourceSize() - shape.cropSize()) {
            throw new IllegalArgumentException("augment: the mean offset must be from 0 to "
                    + (shape.sourceSize() - shape.cropSize()) + " for " + shape + " (found " + rule.meanOffset()
                    + ")");
        }
        Operands.of("augment", library, stream)
                .bytes("images", images, shape.imageBytes(), shape)
                .ints("cropX", cropX, shape.batch(), shape)
                .ints("cropY", cropY, shape.batch(), shape)
                .ints("mirror", mirror, shape.batch(), shape)
                .floats("colour", colour, 3L * shape.batch(), shape)
                .floats("mean", mean, 3L * shape.sourceSize() * shape.sourceSize(), shape)
                .floats("out", out, shape.output().elements(), shape);
        stream.launch(
                library.kernel("augment", "augment_apply"),
                LaunchGeometry.of(
                        (shape.outputSize() + COLUMNS - 1) / COLUMNS,
                        shape.outputSize(),
                        (shape.batch() + IMAGES - 1) / IMAGES,
                        COLUMNS,
                        CHANNELS),
                new KernelArguments()
                        .struct(shape.fields())
                        .struct(rule.fields())
                        .pointer(images)
                        .pointer(cropX)
                        .pointer(cropY)
                        .pointer(mirror)
                        .pointer(colour)
                        .pointer(mean)
                        .pointer(out));
    }
}
