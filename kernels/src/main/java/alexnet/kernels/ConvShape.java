package alexnet.kernels;

import alexnet.engine.StructFields;

/**
 * One convolution (a cross-correlation, as in the paper) of one device: x (C,H,W,N) with weights (K,C,R,S) gives y
 * (K,P,Q,N), P = (H + 2 padding - R) / stride + 1 rounded down, Q alike.
 *
 * @param channels C, input channels that these filters see
 * @param height H
 * @param width W
 * @param batch N
 * @param filters K
 * @param filterHeight R
 * @param filterWidth S
 * @param stride step between windows, in both directions
 * @param padding zeros on each side
 */
public record ConvShape(
        int channels,
        int height,
        int width,
        int batch,
        int filters,
        int filterHeight,
        int filterWidth,
        int stride,
        int padding) {

    public ConvShape {
        if (channels < 1
                || height < 1
                || width < 1
                || batch < 1
                || filters < 1
                || filterHeight < 1
                || filterWidth < 1
                || stride < 1
                || padding < 0) {
            throw new IllegalArgumentException("convolution: extents and stride must be at least 1, padding at least 0"
                    + " (found input " + channels + "x" + height + "x" + width + "x" + batch + ", " + filters
                    + " filters " + filterHeight + "x" + filterWidth + ", stride " + stride + ", padding " + padding
                    + ")");
        }
        if (height + 2 * padding < filterHeight || width + 2 * padding < filterWidth) {
            throw new IllegalArgumentException("convolution: the filter is larger than the padded input (filter "
                    + filterHeight + "x" + filterWidth + ", padded input " + (height + 2 * padding) + "x"
                    + (width + 2 * padding) + ")");
        }
        Math.toIntExact((long) channels * height * width * batch);
    }

    /** P, rows of the output. */
    public int outputHeight() {
        return (height + 2 * padding - filterHeight) / stride + 1;
    }

    /** Q, columns of the output. */
    public int outputWidth() {
        return (width + 2 * padding - filterWidth) / stride + 1;
    }

    /** x (C,H,W,N). */
    public ActivationShape input() {
        return new ActivationShape(channels, height, width, batch);
    }

    /** y (K,P,Q,N). */
    public ActivationShape output() {
        return new ActivationShape(filters, outputHeight(), outputWidth(), batch);
    }

    /** C*R*S, the products summed for one output. */
    public int fanIn() {
        return channels * filterHeight * filterWidth;
    }

    /** Number of weights, K*C*R*S. */
    public int weights() {
        return Math.multiplyExact(filters, fanIn());
    }

    /** Number of weights where every pixel of the output has filters of its own, P*Q*K*C*R*S. */
    public int unsharedWeights() {
        return Math.multiplyExact(Math.multiplyExact(outputHeight(), outputWidth()), weights());
    }

    /** @throws IllegalArgumentException when the stride is not 1, the only one whose data gradient has a kernel */
    void requireStride1(String operation) {
        if (stride != 1) {
            throw new IllegalArgumentException(operation + ": only stride 1 has a kernel (expected stride 1, found "
                    + stride + " in " + this + ")");
        }
    }

    /** The struct of the same name in conv_shape.cuh. */
    StructFields fields() {
        return new StructFields()
                .i32("channels", channels)
                .i32("height", height)
                .i32("width", width)
                .i32("batch", batch)
                .i32("filters", filters)
                .struct("taps", Divider.by(filterHeight * filterWidth).fields())
                .struct("filter_width", Divider.by(filterWidth).fields())
                .i32("stride", stride)
                .i32("padding", padding)
                .i32("output_height", outputHeight())
                .i32("output_width", outputWidth());
    }

    @Override
    public String toString() {
        return input() + " * " + filters + "x" + filterHeight + "x" + filterWidth + "/" + stride + "+" + padding;
    }
}
