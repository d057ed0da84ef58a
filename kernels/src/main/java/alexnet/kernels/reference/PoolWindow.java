package alexnet.kernels.reference;

import alexnet.kernels.PoolShape;
import java.util.function.Consumer;

/**
 * The window of one output of a pooling layer, cut at the lower and right edge of x (C,H,W,N).
 *
 * @param out where its output is in (C,P,Q,N)
 */
record PoolWindow(PoolShape shape, int c, int p, int q, int n, int out) {

    /** Every window, in the order of the outputs. */
    static void forEach(PoolShape shape, Consumer<PoolWindow> visit) {
        int out = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int p = 0; p < shape.outputHeight(); p++) {
                for (int q = 0; q < shape.outputWidth(); q++) {
                    for (int n = 0; n < shape.batch(); n++) {
                        visit.accept(new PoolWindow(shape, c, p, q, n, out));
                        out++;
                    }
                }
            }
        }
    }

    int rows() {
        return Math.min(shape.size(), shape.height() - p * shape.stride());
    }

    int columns() {
        return Math.min(shape.size(), shape.width() - q * shape.stride());
    }

    /** Where the input at row r and column s of the window is in x. */
    int input(int r, int s) {
        int h = p * shape.stride() + r;
        int w = q * shape.stride() + s;
        return ((c * shape.height() + h) * shape.width() + w) * shape.batch() + n;
    }

    /** Where the input at {@code place} = row * size + column of the window is in x. */
    int input(int place) {
        return input(place / shape.size(), place % shape.size());
    }

    /** What is done for the input at a place of the window. */
    interface Visit {
        void at(int in, int place);
    }

    /** Every input of the window, in row-major order. */
    void forEachInput(Visit visit) {
        for (int r = 0; r < rows(); r++) {
            for (int s = 0; s < columns(); s++) {
                visit.at(input(r, s), r * shape.size() + s);
            }
        }
    }
}
