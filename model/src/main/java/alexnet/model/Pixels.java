package alexnet.model;

import alexnet.kernels.AugmentRule;
import alexnet.kernels.AugmentShape;

/**
 * How a network sees pictures, in training as at test.
 *
 * @param mean which part of the mean image is subtracted from a crop
 * @param order of the network's channels
 */
public record Pixels(Mean mean, Order order) {

    /** Which part of the mean image is subtracted from a crop. */
    public enum Mean {
        /** Its middle, wherever the crop was taken, after mirroring: the original program. */
        CENTRAL,
        /** The place of the crop, mirrored with it: Caffe. */
        ALIGNED
    }

    /** Order of the channels. */
    public enum Order {
        /** Red, green, blue. */
        RGB,
        /** Blue, green, red: Caffe. */
        BGR
    }

    /** The original program's way, which the paper does not contradict. */
    public static final Pixels ORIGINAL = new Pixels(Mean.CENTRAL, Order.RGB);

    AugmentRule rule(AugmentShape shape, float scale) {
        int central = AugmentRule.central(shape).meanOffset();
        return new AugmentRule(mean == Mean.ALIGNED ? AugmentRule.ALIGNED : central, order == Order.BGR, scale);
    }
}
