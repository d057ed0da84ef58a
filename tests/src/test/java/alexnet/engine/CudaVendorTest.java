package alexnet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alexnet.engine.VendorConvolution.Shape;
import alexnet.engine.cuda.CudaDevice;
import alexnet.engine.cuda.CudaDriver;
import alexnet.engine.cuda.VendorLibraries;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** cuBLAS and cuDNN against plain loops; skipped, with the reason, where they are not there. */
final class CudaVendorTest {

    private Device device;
    private Stream stream;

    @BeforeEach
    void open() {
        assumeTrue(CudaDriver.available(), () -> "no GPU to test: " + CudaDriver.problem());
        device = new CudaDevice(0);
        stream = device.createStream();
    }

    @AfterEach
    void close() {
        if (device != null) {
            device.close();
        }
    }

    private MatrixMultiply cublas() {
        assumeTrue(
                device.matrixMultiply().isPresent(),
                () -> "cuBLAS " + VendorLibraries.cublas().problem());
        return device.matrixMultiply().orElseThrow();
    }

    private VendorConvolution cudnn() {
        assumeTrue(
                device.vendorConvolution().isPresent(),
                () -> "cuDNN " + VendorLibraries.cudnn().problem());
        return device.vendorConvolution().orElseThrow();
    }

    /** Small integers: every sum is exact, whatever its order. */
    private static float[] integers(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextInt(9) - 4;
        }
        return values;
    }

    private DeviceBuffer upload(float[] values, String label) {
        DeviceBuffer buffer = device.allocate((long) values.length * Float.BYTES, label);
        buffer.write(values);
        return buffer;
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 3", "1, 1, 1", "33, 2, 65", "64, 48, 17"})
    void multipliesRowMajorMatrices(int m, int n, int k) {
        MatrixMultiply multiply = cublas();
        float[] a = integers(m * k, 1);
        float[] b = integers(k * n, 2);
        DeviceBuffer left = upload(a, "a");
        DeviceBuffer right = upload(b, "b");
        DeviceBuffer result = device.allocate((long) m * n * Float.BYTES, "c");
        for (int transposes = 0; transposes < 4; transposes++) {
            boolean transposeA = (transposes & 1) != 0;
            boolean transposeB = (transposes & 2) != 0;
            float[] expected = new float[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int q = 0; q < k; q++) {
                        expected[i * n + j] +=
                                (transposeA ? a[q * m + i] : a[i * k + q]) * (transposeB ? b[j * k + q] : b[q * n + j]);
                    }
                }
            }
            multiply.multiply(stream, transposeA, transposeB, m, n, k, left, right, result);
            stream.synchronize();
            assertThat(result.toFloats())
                    .as("transposes %s %s", transposeA, transposeB)
                    .containsExactly(expected);
        }
    }

    /** TF32 keeps 10 bits of each factor; 1 + 2^-20 would become 1. */
    @Test
    void multipliesInFullSinglePrecision() {
        MatrixMultiply multiply = cublas();
        int size = 256;
        float[] a = new float[size * size];
        float[] b = new float[size * size];
        for (int i = 0; i < size; i++) {
            a[i * size + i] = 1 + 0x1p-20f;
            b[i * size + i] = 3;
        }
        DeviceBuffer result = device.allocate(4L * size * size, "c");
        multiply.multiply(stream, false, false, size, size, size, upload(a, "a"), upload(b, "b"), result);
        stream.synchronize();
        assertThat(result.toFloats()[0]).isEqualTo(3 * (1 + 0x1p-20f));
    }

    @Test
    void refusesMatricesThatAreTooSmall() {
        MatrixMultiply multiply = cublas();
        DeviceBuffer small = device.allocate(16, "small");
        assertThatThrownBy(() -> multiply.multiply(stream, false, false, 2, 2, 3, small, small, small))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("small", "expected 24", "found 16");
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 7, 6, 4, 3, 3, 1, 1", "1, 3, 15, 19, 5, 11, 11, 4, 0", "3, 2, 9, 9, 2, 5, 3, 2, 2"})
    void convolvesForwardAndBackward(int n, int c, int h, int w, int k, int r, int s, int stride, int padding) {
        VendorConvolution convolution = cudnn();
        Shape shape = new Shape(n, c, h, w, k, r, s, stride, padding);
        int p = (h + 2 * padding - r) / stride + 1;
        int q = (w + 2 * padding - s) / stride + 1;
        float[] x = integers(n * c * h * w, 3);
        float[] weights = integers(k * c * r * s, 4);
        float[] dy = integers(n * k * p * q, 5);
        double[] y = new double[dy.length];
        double[] dx = new double[x.length];
        double[] dWeights = new double[weights.length];
        for (int yi = 0; yi < dy.length; yi++) {
            int image = yi / (k * p * q);
            int filter = yi / (p * q) % k;
            for (int tap = 0; tap < c * r * s; tap++) {
                int row = yi / q % p * stride - padding + tap / s % r;
                int column = yi % q * stride - padding + tap % s;
                if (row >= 0 && row < h && column >= 0 && column < w) {
                    int xi = ((image * c + tap / (r * s)) * h + row) * w + column;
                    int wi = filter * c * r * s + tap;
                    y[yi] += x[xi] * weights[wi];
                    dx[xi] += dy[yi] * weights[wi];
                    dWeights[wi] += dy[yi] * x[xi];
                }
            }
        }
        DeviceBuffer dyBuffer = upload(dy, "dy");
        DeviceBuffer yBuffer = device.allocate(4L * y.length, "y");
        DeviceBuffer dxBuffer = device.allocate(4L * dx.length, "dx");
        DeviceBuffer dWeightsBuffer = device.allocate(4L * dWeights.length, "dWeights");
        convolution.forward(stream, shape, upload(x, "x"), upload(weights, "weights"), yBuffer);
        convolution.dataGradient(stream, shape, upload(weights, "weights"), dyBuffer, dxBuffer);
        convolution.filterGradient(stream, shape, upload(x, "x"), dyBuffer, dWeightsBuffer);
        stream.synchronize();
        assertClose(yBuffer, y);
        assertClose(dxBuffer, dx);
        assertClose(dWeightsBuffer, dWeights);
    }

    /** Winograd and FFT algorithms round even where all sums are integers. */
    private static void assertClose(DeviceBuffer found, double[] expected) {
        float[] values = found.toFloats();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).as(found.label() + " " + i).isCloseTo(expected[i], offset(0.01));
        }
    }
}
