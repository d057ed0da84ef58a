package alexnet.kernels;

import alexnet.engine.StructFields;

/**
 * How {@link Augment} makes numbers out of pixels.
 *
 * @param meanOffset row and column of the mean image that belong to the first of the output, from 0 to S - cropSize; or
 *     {@link #ALIGNED}
 * @param isBlueFirst whether the channels of the output are blue, green, red; else red, green, blue
 * @param scale what every value is multiplied by at the end
 */
public record AugmentRule(int meanOffset, boolean isBlueFirst, float scale) {

    /** The mean of a pixel is read where the pixel is, so it moves with the crop and is mirrored with it. */
    public static final int ALIGNED = -1;

    public AugmentRule {
        if (meanOffset < ALIGNED) {
            throw new IllegalArgumentException(
                    "augment: the mean offset must be at least 0, or " + ALIGNED + " (found " + meanOffset + ")");
        }
        if (!Float.isFinite(scale)) {
            throw new IllegalArgumentException("augment: the scale must be finite (found " + scale + ")");
        }
    }

    /** The mean from the middle of the mean image, red first, unscaled: the original program without colour noise. */
    public static AugmentRule central(AugmentShape shape) {
        return new AugmentRule((shape.sourceSize() - shape.cropSize()) / 2, false, 1);
    }

    /** The struct of the same name in augment.cu. */
    StructFields fields() {
        return new StructFields()
                .i32("mean_offset", meanOffset)
                .i32("is_blue_first", isBlueFirst ? 1 : 0)
                .f32("scale", scale);
    }
}
