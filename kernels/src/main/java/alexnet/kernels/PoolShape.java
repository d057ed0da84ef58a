package alexnet.kernels;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.StructFields;

/**
 * Pooling of x (C,H,W,N) over size x size windows to y (C,P,Q,N), P = 1 + ceil((H - size) / stride) as in the original
 * program; a last window may hang over the edge and then covers what is there.
 *
 * @param channels C
 * @param height H
 * @param width W
 * @param batch N
 * @param size rows and columns of a window, at most 15
 * @param stride step between windows, at most {@code size}
 */
public record PoolShape(int channels, int height, int width, int batch, int size, int stride) {

    public PoolShape {
        if (channels < 1 || height < 1 || width < 1 || batch < 1) {
            throw new IllegalArgumentException("pooling: every extent must be at least 1 (found " + channels + "x"
                    + height + "x" + width + "x" + batch + ")");
        }
        if (size < 1 || size > 15 || stride < 1 || stride > size || size > height || size > width) {
            throw new IllegalArgumentException(
                    "pooling: size must be 1 to 15 and fit the input, stride 1 to size (found size " + size
                            + ", stride " + stride + ", input " + height + "x" + width + ")");
        }
    }

    /** P, rows of the output. */
    public int outputHeight() {
        return 1 + (height - size + stride - 1) / stride;
    }

    /** Q, columns of the output. */
    public int outputWidth() {
        return 1 + (width - size + stride - 1) / stride;
    }

    /** x (C,H,W,N). */
    public ActivationShape input() {
        return new ActivationShape(channels, height, width, batch);
    }

    /** y (C,P,Q,N). */
    public ActivationShape output() {
        return new ActivationShape(channels, outputHeight(), outputWidth(), batch);
    }

    /** The struct of the same name in pooling.cuh. */
    StructFields fields() {
        return new StructFields()
                .i32("channels", channels)
                .i32("height", height)
                .i32("width", width)
                .i32("output_height", outputHeight())
                .i32("output_width", outputWidth())
                .i32("batch", batch)
                .i32("size", size)
                .i32("stride", stride);
    }

    /** The launch of a pooling kernel that makes so many places of each plane. */
    LaunchGeometry geometry(int places) {
        return PlaceGeometry.of(places, channels, batch);
    }

    @Override
    public String toString() {
        return input() + " by " + size + "/" + stride;
    }
}
