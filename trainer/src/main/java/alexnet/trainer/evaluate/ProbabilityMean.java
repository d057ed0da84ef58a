package alexnet.trainer.evaluate;

import alexnet.trainer.data.batch.CropView;

/**
 * The mean of softmax outputs over the views of a picture and over networks, as in the paper (section 4.1). Outputs are
 * added as doubles in the order of the networks, for each in the order of its views, and divided once by their number.
 */
final class ProbabilityMean {

    private final double[][] sums;
    private int parts;

    /** Nothing added yet. */
    ProbabilityMean(int pictures, int classes) {
        sums = new double[pictures][classes];
    }

    /** Adds what a network says of the pictures in {@code target}, through all of its views. */
    void add(Member member, HostBatchTarget target) {
        for (CropView view : member.views()) {
            target.view(view);
            add(member.network().evaluate(target.batch()).probabilities(), member.outputs());
        }
    }

    /**
     * Adds one network's outputs for one view.
     *
     * @param probabilities per picture, one per output
     * @param outputs for each class the output that stands for it
     */
    void add(float[][] probabilities, int[] outputs) {
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < sums[i].length; k++) {
                sums[i][k] += probabilities[i][outputs[k]];
            }
        }
        parts++;
    }

    /** Per picture, one per class. */
    float[][] values() {
        float[][] values = new float[sums.length][];
        for (int i = 0; i < sums.length; i++) {
            values[i] = new float[sums[i].length];
            for (int k = 0; k < sums[i].length; k++) {
                values[i][k] = (float) (sums[i][k] / parts);
            }
        }
        return values;
    }
}
