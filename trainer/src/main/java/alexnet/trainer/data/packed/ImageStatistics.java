package alexnet.trainer.data.packed;

import alexnet.trainer.data.ColourPca;
import alexnet.trainer.data.SymmetricEigen;

/**
 * The mean picture and the colour statistics of a set. All sums are whole numbers, so they are exact and do not depend
 * on the order in which pictures come; they are divided once, in double.
 */
public final class ImageStatistics {

    private final long[] sums; // (S, S, 3)
    private final long[] products = new long[6]; // RR, RG, RB, GG, GB, BB
    private long count;

    public ImageStatistics(int size) {
        sums = new long[3 * size * size];
    }

    /** @param pixels uint8 (S, S, 3) */
    public void add(byte[] pixels) {
        count++;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += pixels[i] & 0xff;
        }
        long rr = 0;
        long rg = 0;
        long rb = 0;
        long gg = 0;
        long gb = 0;
        long bb = 0;
        for (int i = 0; i < pixels.length; i += 3) {
            int r = pixels[i] & 0xff;
            int g = pixels[i + 1] & 0xff;
            int b = pixels[i + 2] & 0xff;
            rr += r * r;
            rg += r * g;
            rb += r * b;
            gg += g * g;
            gb += g * b;
            bb += b * b;
        }
        products[0] += rr;
        products[1] += rg;
        products[2] += rb;
        products[3] += gg;
        products[4] += gb;
        products[5] += bb;
    }

    /** The mean picture, (S, S, 3). */
    float[] mean() {
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) ((double) sums[i] / count);
        }
        return mean;
    }

    /** Mean of red, green and blue over all pixels. */
    public double[] channelMean() {
        long[] totals = new long[3];
        for (int i = 0; i < sums.length; i++) {
            totals[i % 3] += sums[i];
        }
        double pixels = count * (sums.length / 3.0);
        return new double[] {totals[0] / pixels, totals[1] / pixels, totals[2] / pixels};
    }

    /** Principal axes of the covariance of red, green and blue over all pixels. */
    public ColourPca pca() {
        double[] mean = channelMean();
        double pixels = count * (sums.length / 3.0);
        double[][] covariance = new double[3][3];
        int next = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = i; j < 3; j++) {
                covariance[i][j] = products[next++] / pixels - mean[i] * mean[j];
                covariance[j][i] = covariance[i][j];
            }
        }
        return SymmetricEigen.of(covariance);
    }
}
