package alexnet.kernels.reference;

import alexnet.kernels.PoolShape;
import java.util.Arrays;

/** What {@link alexnet.kernels.AvgPool} computes, in double precision. */
public final class AvgPoolReference {

    private AvgPoolReference() {}

    /** y (C,P,Q,N) from x (C,H,W,N). */
    public static void forward(PoolShape shape, double[] x, double[] y) {
        Arrays.fill(y, 0);
        PoolWindow.forEach(
                shape, window -> window.forEachInput((in, place) -> y[window.out()] += x[in] / pixels(window)));
    }

    /** dx (C,H,W,N) from dy (C,P,Q,N). */
    public static void backward(PoolShape shape, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        PoolWindow.forEach(
                shape, window -> window.forEachInput((in, place) -> dx[in] += dy[window.out()] / pixels(window)));
    }

    private static int pixels(PoolWindow window) {
        return window.rows() * window.columns();
    }
}
