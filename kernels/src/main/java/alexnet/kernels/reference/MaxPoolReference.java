package alexnet.kernels.reference;

import alexnet.kernels.PoolShape;
import java.util.Arrays;

/** What {@link alexnet.kernels.MaxPool} computes, in double precision. */
public final class MaxPoolReference {

    private MaxPoolReference() {}

    /** y (C,P,Q,N) and index uint8 (C,P,Q,N) from x (C,H,W,N): the first maximum, or the first NaN. */
    public static void forward(PoolShape shape, double[] x, double[] y, byte[] index) {
        int at = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        int place = maximum(shape, x, c, p, q, n);
                        y[at] = x[input(shape, c, p, q, n, place)];
                        index[at] = (byte) place;
                        at++;
                    }
                }
            }
        }
    }

    /** dx (C,H,W,N) from dy (C,P,Q,N) and index uint8 (C,P,Q,N). */
    public static void backward(PoolShape shape, double[] dy, byte[] index, double[] dx) {
        Arrays.fill(dx, 0);
        int at = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        dx[input(shape, c, p, q, n, index[at] & 0xff)] += dy[at];
                        at++;
                    }
                }
            }
        }
    }

    /** dx (C,H,W,N) from x (C,H,W,N), y and dy (C,P,Q,N): every input equal to its window's maximum receives dy. */
    public static void backwardAll(PoolShape shape, double[] x, double[] y, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        int at = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        for (int r = 0; r < shape.size() && p * shape.stride() + r < shape.height(); r++) {
                            for (int s = 0; s < shape.size() && q * shape.stride() + s < shape.width(); s++) {
                                int place = input(shape, c, p, q, n, r * shape.size() + s);
                                if (x[place] == y[at] || (Double.isNaN(x[place]) && Double.isNaN(y[at]))) {
                                    dx[place] += dy[at];
                                }
                            }
                        }
                        at++;
                    }
                }
            }
        }
    }

    private static int maximum(PoolShape shape, double[] x, int c, int p, int q, int n) {
        int best = 0;
        for (int r = 0; r < shape.size() && p * shape.stride() + r < shape.height(); r++) {
            for (int s = 0; s < shape.size() && q * shape.stride() + s < shape.width(); s++) {
                double value = x[input(shape, c, p, q, n, r * shape.size() + s)];
                double largest = x[input(shape, c, p, q, n, best)];
                if (!Double.isNaN(largest) && (value > largest || Double.isNaN(value))) {
                    best = r * shape.size() + s;
                }
            }
        }
        return best;
    }

    private static int input(PoolShape shape, int c, int p, int q, int n, int place) {
        int h = p * shape.stride() + place / shape.size();
        int w = q * shape.stride() + place % shape.size();
        return ((c * shape.height() + h) * shape.width() + w) * shape.batch() + n;
    }
}
