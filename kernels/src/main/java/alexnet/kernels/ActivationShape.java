package alexnet.kernels;

/**
 * The shape of an activation, stored (C, H, W, N) with the batch innermost, float32 unless said otherwise.
 *
 * @param channels C
 * @param height H
 * @param width W
 * @param batch N
 */
public record ActivationShape(int channels, int height, int width, int batch) {

    public ActivationShape {
        if (channels < 1 || height < 1 || width < 1 || batch < 1) {
            throw new IllegalArgumentException("activation shape: every extent must be at least 1 (found " + channels
                    + "x" + height + "x" + width + "x" + batch + ")");
        }
        Math.toIntExact((long) channels * height * width * batch);
    }

    /** Elements in all. */
    public int elements() {
        return channels * height * width * batch;
    }

    /** Elements of one image. */
    public int features() {
        return channels * height * width;
    }

    /** Size as float32. */
    public long bytes() {
        return (long) elements() * Float.BYTES;
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width + "x" + batch;
    }
}
