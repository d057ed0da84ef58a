package alexnet.trainer.data.source;

import alexnet.kernels.Philox;
import alexnet.trainer.data.RandomPurpose;
import alexnet.trainer.data.Shuffle;

/** Which pictures go to the validation part: the same share of every class, drawn from a seed. */
public final class Split {

    private Split() {}

    /**
     * Draws for each class round(fraction * n) of its n pictures, at least one of a class of two or more, never all.
     *
     * @param labels class of each picture
     * @return true where a picture goes to the validation part
     */
    public static boolean[] validation(int[] labels, int classes, double fraction, long seed) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] byClass = new int[classes][];
        for (int c = 0; c < classes; c++) {
            byClass[c] = new int[counts[c]];
        }
        int[] filled = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            byClass[labels[i]][filled[labels[i]]++] = i;
        }
        boolean[] validation = new boolean[labels.length];
        for (int c = 0; c < classes; c++) {
            int n = counts[c];
            if (n < 2) {
                continue;
            }
            int drawn = (int) Math.max(1, Math.min(n - 1L, Math.round(fraction * n)));
            Philox random = new Philox(seed, RandomPurpose.SPLIT, c);
            Shuffle.prefix(byClass[c], drawn, random);
            for (int i = 0; i < drawn; i++) {
                validation[byClass[c][i]] = true;
            }
        }
        return validation;
    }
}
