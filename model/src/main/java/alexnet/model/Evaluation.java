package alexnet.model;

import java.util.Arrays;

/**
 * What the network says of each image of a batch. Arrays have one element per image and are the caller's.
 *
 * @param loss cross-entropy; 0 where the label is -1
 * @param top1 1 where the label came first, a share of 1 where it came first among equals
 * @param top5 the same for the first five
 * @param probabilities per image, one per class
 */
public record Evaluation(float[] loss, float[] top1, float[] top5, float[][] probabilities) {

    /** Sums over the images. */
    public StepResult sums() {
        return new StepResult(sum(loss), sum(top1), sum(top5), loss.length);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evaluation that
                && Arrays.equals(loss, that.loss)
                && Arrays.equals(top1, that.top1)
                && Arrays.equals(top5, that.top5)
                && Arrays.deepEquals(probabilities, that.probabilities);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(loss) * 31 + Arrays.deepHashCode(probabilities);
    }
}
