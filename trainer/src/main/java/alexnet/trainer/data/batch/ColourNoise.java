package alexnet.trainer.data.batch;

import java.util.OptionalInt;

/**
 * Noise along the principal axes of the training set's colours: to every pixel of a picture the sum over the axes k of
 * 0.1 * n_k * strength_k * eigenvector_k is added, n_k normal (paper, section 4.1).
 *
 * @param form what the strength is
 * @param divisor every value of a picture with noise is divided by this afterwards, mean subtracted: 1.1 in the original
 *     program, so that the scale stays that of pictures at test, which have no noise
 * @param until the epoch, from 1, from which on there is no noise; without it there is noise all through
 */
public record ColourNoise(Form form, double divisor, OptionalInt until) {

    /** What noise along an axis is multiplied by, beside 0.1. */
    public enum Form {
        /** There is no noise. */
        NONE,
        /** The root of the eigenvalue, which is the deviation of the colours along the axis: the original program. */
        ROOT,
        /** The eigenvalue itself, in units of 0 to 255 squared: the text of the paper. */
        EIGENVALUE
    }

    /** The root form all through, undivided. */
    public static final ColourNoise ROOT = new ColourNoise(Form.ROOT, 1, OptionalInt.empty());

    private static final double FACTOR = 0.1;

    public ColourNoise {
        if (!(divisor > 0) || !Double.isFinite(divisor)) {
            throw new IllegalArgumentException(
                    "--colour-noise-divisor: out of range (expected a number above 0, found " + divisor + ")");
        }
        if (until.isPresent() && until.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "--colour-noise-until: out of range (expected an epoch from 1, found " + until.getAsInt() + ")");
        }
    }

    /** Whether pictures of an epoch, from 1, have noise. */
    public boolean isOn(int epoch) {
        return form != Form.NONE && (until.isEmpty() || epoch < until.getAsInt());
    }

    /** The standard deviation of the noise along an axis, in units of 0 to 255. */
    public double deviation(double eigenvalue) {
        return switch (form) {
            case NONE -> 0;
            case ROOT -> FACTOR * Math.sqrt(eigenvalue);
            case EIGENVALUE -> FACTOR * eigenvalue;
        };
    }
}
