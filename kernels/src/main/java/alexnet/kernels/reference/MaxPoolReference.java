package alexnet.kernels.reference;

import alexnet.kernels.PoolShape;
import java.util.Arrays;

/** What {@link alexnet.kernels.MaxPool} computes, in double precision. */
public final class MaxPoolReference {

    private MaxPoolReference() {}

    /** y (C,P,Q,N) and index uint8 (C,P,Q,N) from x (C,H,W,N): the first maximum, or the first NaN. */
    public static void forward(PoolShape shape, double[] x, double[] y, byte[] index) {
        PoolWindow.forEach(shape, window -> {
            int place = maximum(window, x);
            y[window.out()] = x[window.input(place)];
            index[window.out()] = (byte) place;
        });
    }

    /** dx (C,H,W,N) from dy (C,P,Q,N) and index uint8 (C,P,Q,N). */
    public static void backward(PoolShape shape, double[] dy, byte[] index, double[] dx) {
        Arrays.fill(dx, 0);
        PoolWindow.forEach(shape, window -> dx[window.input(index[window.out()] & 0xff)] += dy[window.out()]);
    }

    /** dx (C,H,W,N) from x (C,H,W,N), y and dy (C,P,Q,N): every input equal to its window's maximum receives dy. */
    public static void backwardAll(PoolShape shape, double[] x, double[] y, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        PoolWindow.forEach(shape, window -> {
            double largest = y[window.out()];
            window.forEachInput((in, place) -> {
                if (x[in] == largest || (Double.isNaN(x[in]) && Double.isNaN(largest))) {
                    dx[in] += dy[window.out()];
                }
            });
        });
    }

    private static int maximum(PoolWindow window, double[] x) {
        int[] best = {0};
        window.forEachInput((in, place) -> {
            double largest = x[window.input(best[0])];
            if (!Double.isNaN(largest) && (x[in] > largest || Double.isNaN(x[in]))) {
                best[0] = place;
            }
        });
        return best[0];
    }
}
