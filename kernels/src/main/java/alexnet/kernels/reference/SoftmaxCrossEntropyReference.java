package alexnet.kernels.reference;

/** What {@link alexnet.kernels.SoftmaxCrossEntropy} computes, in double precision. */
public final class SoftmaxCrossEntropyReference {

    private SoftmaxCrossEntropyReference() {}

    /** probabilities (K,N), loss (N), top1 (N) and top5 (N) from logits (K,N) and labels (N). */
    public static void forward(
            int classes,
            int batch,
            double[] logits,
            int[] labels,
            double[] probabilities,
            double[] loss,
            double[] top1,
            double[] top5) {
        for (int n = 0; n < batch; n++) {
            double maximum = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                maximum = Math.max(maximum, logits[k * batch + n]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(logits[k * batch + n] - maximum);
            }
            for (int k = 0; k < classes; k++) {
                probabilities[k * batch + n] = Math.exp(logits[k * batch + n] - maximum) / sum;
            }
            int label = labels[n];
            if (label == -1) {
                loss[n] = 0;
                top1[n] = 0;
                top5[n] = 0;
            } else if (label < -1 || label >= classes) {
                loss[n] = Double.NaN;
                top1[n] = 0;
                top5[n] = 0;
            } else {
                loss[n] = Math.log(sum) - (logits[label * batch + n] - maximum);
                top1[n] = Double.isNaN(loss[n]) ? 0 : score(1, classes, batch, logits, label, n);
                top5[n] = Double.isNaN(loss[n]) ? 0 : score(5, classes, batch, logits, label, n);
            }
        }
    }

    /** dLogits (K,N) = (probabilities (K,N) - one-hot label) * scale, 0 in columns of label -1. */
    public static void gradient(
            int classes, int batch, double[] probabilities, int[] labels, double scale, double[] dLogits) {
        for (int k = 0; k < classes; k++) {
            for (int n = 0; n < batch; n++) {
                int at = k * batch + n;
                dLogits[at] = labels[n] == -1 ? 0 : (probabilities[at] - (labels[n] == k ? 1 : 0)) * scale;
            }
        }
    }

    private static double score(int best, int classes, int batch, double[] logits, int label, int n) {
        double own = logits[label * batch + n];
        int larger = 0;
        int equal = 0;
        for (int k = 0; k < classes; k++) {
            if (logits[k * batch + n] > own) {
                larger++;
            } else if (logits[k * batch + n] == own) {
                equal++;
            }
        }
        return larger >= best ? 0 : Math.min(1, (double) (best - larger) / equal);
    }
}
