package alexnet.model.layer;

import alexnet.kernels.ActivationShape;

/**
 * The shape of one image's activation.
 *
 * @param channels C
 * @param height H
 * @param width W
 */
public record ImageShape(int channels, int height, int width) {

    /** Values of one image. */
    public int elements() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** The shape of a batch of such images, (C,H,W,N). */
    public ActivationShape batch(int batch) {
        return new ActivationShape(channels, height, width, batch);
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
