package alexnet.trainer.bench;

import alexnet.kernels.ConvShape;
import java.util.Arrays;

/**
 * What a Java programmer writes without any device: loops over float arrays, on one thread. The yardstick for the
 * emulator.
 *
 * <p>All sums run in ascending order of the reduction index from 0, with {@link Math#fma(float, float, float)}.
 */
final class PlainLoops {

    /** Columns of a strip of the blocked product: a strip of the result stays in the first-level cache. */
    private static final int COLUMNS = 1024;
    /** Rows of the right matrix that a strip of it has: what stays in the second-level cache. */
    private static final int DEPTH = 64;

    private PlainLoops() {}

    /** c (m,n) = a (m,k) b (k,n), in the order i, k, j. One array per matrix, row after row. */
    static void naiveProduct(int m, int n, int k, float[] a, float[] b, float[] c) {
        Arrays.fill(c, 0, m * n, 0);
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                addScaled(c, i * n, b, p * n, a[i * k + p], n);
            }
        }
    }

    private static void addScaled(float[] sums, int sumsAt, float[] values, int valuesAt, float factor, int count) {
        for (int j = 0; j < count; j++) {
            sums[sumsAt + j] = Math.fma(factor, values[valuesAt + j], sums[sumsAt + j]);
        }
    }

    /**
     * The same in strips, four rows of b at once. Matrices are arrays of rows: loops whose arrays all have the same index
     * become SIMD code, those of one array at two places do not (C2 of JDK 17 cannot rule out that they overlap).
     */
    static void blockedProduct(int m, int n, int k, float[][] a, float[][] b, float[][] c) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c[i], 0, n, 0);
        }
        for (int column = 0; column < n; column += COLUMNS) {
            int end = Math.min(n, column + COLUMNS);
            for (int p0 = 0; p0 < k; p0 += DEPTH) {
                int p1 = Math.min(k, p0 + DEPTH);
                for (int i = 0; i < m; i++) {
                    addRows(c[i], a[i], b, p0, p1, column, end);
                }
            }
        }
    }

    private static void addRows(float[] sums, float[] factors, float[][] rows, int p0, int p1, int from, int to) {
        int p = p0;
        for (; p + 4 <= p1; p += 4) {
            addFour(
                    sums,
                    rows[p],
                    rows[p + 1],
                    rows[p + 2],
                    rows[p + 3],
                    factors[p],
                    factors[p + 1],
                    factors[p + 2],
                    factors[p + 3],
                    from,
                    to);
        }
        for (; p < p1; p++) {
            addOne(sums, rows[p], factors[p], from, to);
        }
    }

    private static void addFour(
            float[] sums,
            float[] row0,
            float[] row1,
            float[] row2,
            float[] row3,
            float factor0,
            float factor1,
            float factor2,
            float factor3,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            sums[j] = Math.fma(
                    factor3,
                    row3[j],
                    Math.fma(factor2, row2[j], Math.fma(factor1, row1[j], Math.fma(factor0, row0[j], sums[j]))));
        }
    }

    private static void addOne(float[] sums, float[] row, float factor, int from, int to) {
        for (int j = from; j < to; j++) {
            sums[j] = Math.fma(factor, row[j], sums[j]);
        }
    }

    /**
     * The convolution y (K,P,Q,N) of x (C,H,W,N) with weights (K,C,R,S), straight from its definition; one array per
     * tensor, and the images innermost.
     */
    static void naiveConvolution(ConvShape shape, float[] x, float[] weights, float[] y) {
        int batch = shape.batch();
        Arrays.fill(y, 0, shape.output().elements(), 0);
        for (int filter = 0; filter < shape.filters(); filter++) {
            for (int tap = 0; tap < shape.fanIn(); tap++) {
                float weight = weights[filter * shape.fanIn() + tap];
                for (int row = 0; row < shape.outputHeight(); row++) {
                    for (int column = 0; column < shape.outputWidth(); column++) {
                        int from = input(shape, tap, row, column);
                        if (from >= 0) {
                            int to = ((filter * shape.outputHeight() + row) * shape.outputWidth() + column) * batch;
                            addScaled(y, to, x, from, weight, batch);
                        }
                    }
                }
            }
        }
    }

    /**
     * The matrix of patches (C*R*S, P*Q*N) of x, zeros where a patch hangs over the edge: with it the convolution is the
     * product of the weights, as rows, and these rows.
     */
    static void patches(ConvShape shape, float[] x, float[][] patches) {
        int batch = shape.batch();
        for (int tap = 0; tap < shape.fanIn(); tap++) {
            float[] target = patches[tap];
            int to = 0;
            for (int row = 0; row < shape.outputHeight(); row++) {
                for (int column = 0; column < shape.outputWidth(); column++) {
                    int from = input(shape, tap, row, column);
                    if (from >= 0) {
                        System.arraycopy(x, from, target, to, batch);
                    } else {
                        Arrays.fill(target, to, to + batch, 0);
                    }
                    to += batch;
                }
            }
        }
    }

    /** Where the first image's value lies that output (row, column) takes through a tap; -1 beyond the edge. */
    private static int input(ConvShape shape, int tap, int row, int column) {
        int channel = tap / (shape.filterHeight() * shape.filterWidth());
        int h = row * shape.stride() - shape.padding() + tap / shape.filterWidth() % shape.filterHeight();
        int w = column * shape.stride() - shape.padding() + tap % shape.filterWidth();
        return h < 0 || h >= shape.height() || w < 0 || w >= shape.width()
                ? -1
                : ((channel * shape.height() + h) * shape.width() + w) * shape.batch();
    }

    /** sum[i] = first[i] + second[i]: what memory gives a loop that computes next to nothing, at 12 bytes a turn. */
    static void add(float[] first, float[] second, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + second[i];
        }
    }
}
