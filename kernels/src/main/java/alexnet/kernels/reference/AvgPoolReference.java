package alexnet.kernels.reference;

import alexnet.kernels.PoolShape;
import java.util.Arrays;

/** What {@link alexnet.kernels.AvgPool} computes, in double precision. */
public final class AvgPoolReference {

    private AvgPoolReference() {}

    /** y (C,P,Q,N) from x (C,H,W,N). */
    public static void forward(PoolShape shape, double[] x, double[] y) {
        Arrays.fill(y, 0);
        walk(shape, (in, out, pixels) -> y[out] += x[in] / pixels);
    }

    /** dx (C,H,W,N) from dy (C,P,Q,N). */
    public static void backward(PoolShape shape, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        walk(shape, (in, out, pixels) -> dx[in] += dy[out] / pixels);
    }

    /** What is done for one input pixel of one window. */
    private interface Visit {
        void at(int in, int out, int pixels);
    }

    private static void walk(PoolShape shape, Visit visit) {
        int out = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        int top = p * shape.stride();
                        int left = q * shape.stride();
                        int bottom = Math.min(shape.height(), top + shape.size());
                        int right = Math.min(shape.width(), left + shape.size());
                        for (int h = top; h < bottom; h++) {
                            for (int w = left; w < right; w++) {
                                int in = ((c * shape.height() + h) * shape.width() + w) * shape.batch() + n;
                                visit.at(in, out, (bottom - top) * (right - left));
                            }
                        }
                        out++;
                    }
                }
            }
        }
    }
}
