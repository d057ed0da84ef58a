package alexnet.trainer.data.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.trainer.data.ColourPca;
import alexnet.trainer.data.Pictures;
import alexnet.trainer.data.SymmetricEigen;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageStatisticsTest {

    @Test
    void meanAndCovarianceAgreeWithTwoPassesInDouble() {
        int size = 9;
        int count = 7;
        ImageStatistics statistics = new ImageStatistics(size);
        byte[][] images = new byte[count][];
        for (int i = 0; i < count; i++) {
            images[i] = Pictures.photo(size, size, i).pixels();
            statistics.add(images[i]);
        }
        float[] mean = statistics.mean();
        for (int p = 0; p < mean.length; p++) {
            double sum = 0;
            for (byte[] image : images) {
                sum += image[p] & 0xff;
            }
            assertThat(mean[p]).isEqualTo((float) (sum / count));
        }
        double[] channelMean = new double[3];
        for (byte[] image : images) {
            for (int p = 0; p < image.length; p++) {
                channelMean[p % 3] += (image[p] & 0xff) / (double) (count * size * size);
            }
        }
        assertThat(statistics.channelMean()).containsExactly(channelMean, within(1e-9));
        double[][] covariance = new double[3][3];
        for (byte[] image : images) {
            for (int p = 0; p < image.length; p += 3) {
                for (int a = 0; a < 3; a++) {
                    for (int b = 0; b < 3; b++) {
                        covariance[a][b] += ((image[p + a] & 0xff) - channelMean[a])
                                * ((image[p + b] & 0xff) - channelMean[b])
                                / (count * size * size);
                    }
                }
            }
        }
        assertIsEigen(covariance, statistics.pca(), 1e-6);
    }

    @Test
    void eigenvectorsOfRandomMatrices() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            double[][] factor = new double[3][3];
            for (double[] row : factor) {
                for (int i = 0; i < 3; i++) {
                    row[i] = random.nextGaussian() * 50;
                }
            }
            double[][] matrix = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    for (int k = 0; k < 3; k++) {
                        matrix[i][j] += factor[i][k] * factor[j][k];
                    }
                }
            }
            assertIsEigen(matrix, SymmetricEigen.of(matrix), 1e-7);
        }
    }

    @Test
    void oneColourOnlyHasNoVariance() {
        ImageStatistics statistics = new ImageStatistics(2);
        statistics.add(new byte[] {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3});
        ColourPca pca = statistics.pca();
        assertThat(pca.eigenvalues()).containsExactly(0, 0, 0);
        for (double[] axis : pca.eigenvectors()) {
            assertThat(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2])
                    .isCloseTo(1, within(1e-12));
        }
    }

    private static void assertIsEigen(double[][] matrix, ColourPca pca, double tolerance) {
        for (int k = 0; k < 3; k++) {
            double[] axis = pca.eigenvectors()[k];
            for (int i = 0; i < 3; i++) {
                double product = matrix[i][0] * axis[0] + matrix[i][1] * axis[1] + matrix[i][2] * axis[2];
                assertThat(product).isCloseTo(pca.eigenvalues()[k] * axis[i], within(tolerance));
            }
            for (int other = 0; other < 3; other++) {
                double[] second = pca.eigenvectors()[other];
                double dot = axis[0] * second[0] + axis[1] * second[1] + axis[2] * second[2];
                assertThat(dot).isCloseTo(k == other ? 1 : 0, within(1e-12));
            }
            if (k > 0) {
                assertThat(pca.eigenvalues()[k]).isLessThanOrEqualTo(pca.eigenvalues()[k - 1]);
            }
        }
    }
}
