package alexnet.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Philox;
import alexnet.kernels.reference.ConvReference;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain loops compute what they claim: a yardstick that skips work would flatter nobody. */
final class PlainLoopsTest {

    private static float[] random(int count, int index) {
        Philox random = new Philox(7, 0, index);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 7", "2, 1030, 9", "5, 3, 64", "4, 17, 67", "7, 2050, 130"})
    void productsAreSums(int m, int n, int k) {
        float[] a = random(m * k, 1);
        float[] b = random(k * n, 2);
        float[] naive = new float[m * n];
        Arrays.fill(naive, Float.NaN);
        PlainLoops.naiveProduct(m, n, k, a, b, naive);
        float[][] blocked = new float[m][n];
        blocked[0][0] = Float.NaN;
        PlainLoops.blockedProduct(m, n, k, MatrixProduct.rows(a, k), MatrixProduct.rows(b, n), blocked);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) a[i * k + p] * b[p * n + j];
                }
                assertThat((double) naive[i * n + j]).isCloseTo(sum, within(1e-5));
            }
        }
        // Both add in the same order, with the same roundings.
        assertThat(PlainProduct.flat(blocked)).isEqualTo(naive);
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 4, 6, 7, 3, 1, 1", "2, 7, 7, 3, 5, 5, 1, 2", "4, 9, 8, 2, 3, 3, 2, 0", "1, 4, 4, 1, 2, 2, 1, 3"})
    void convolutionsAreTheReference(
            int channels, int height, int width, int batch, int filters, int size, int stride, int padding) {
        ConvShape shape = new ConvShape(channels, height, width, batch, filters, size, size, stride, padding);
        float[] x = random(shape.input().elements(), 3);
        float[] weights = random(shape.weights(), 4);
        double[] expected = new double[shape.output().elements()];
        ConvReference.forward(shape, wide(x), wide(weights), new double[filters], Activation.NONE, expected);

        float[] naive = new float[expected.length];
        Arrays.fill(naive, Float.NaN);
        PlainLoops.naiveConvolution(shape, x, weights, naive);
        float[][] patches = new float[shape.fanIn()][expected.length / filters];
        patches[0][0] = Float.NaN;
        PlainLoops.patches(shape, x, patches);
        float[][] blocked = new float[filters][expected.length / filters];
        PlainLoops.blockedProduct(
                filters,
                patches[0].length,
                shape.fanIn(),
                MatrixProduct.rows(weights, shape.fanIn()),
                patches,
                blocked);
        float[] fromPatches = PlainProduct.flat(blocked);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) naive[i]).isCloseTo(expected[i], within(1e-5));
            assertThat((double) fromPatches[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    private static double[] wide(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
