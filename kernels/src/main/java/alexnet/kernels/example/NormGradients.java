package alexnet.kernels.example;

/** Magnitudes for the gradients of normalisations, y = x s^-0.75 with s a sum over a window. */
final class NormGradients {

    private NormGradients() {}

    /**
     * Of positive x and dy the gradient is first - second, with first = dy s^-0.75 = dy y / x: turns it into first + second,
     * the sum of the magnitudes of its terms.
     *
     * @param x magnitudes of x
     * @param dy magnitudes of dy
     * @param y what forward makes of the magnitudes of x
     * @param dx what backward makes of the magnitudes of x and dy
     * @return {@code dx}, changed in place
     */
    static double[] magnitudes(double[] x, double[] dy, double[] y, double[] dx) {
        for (int i = 0; i < dx.length; i++) {
            double first = x[i] == 0 ? dy[i] : dy[i] * y[i] / x[i];
            dx[i] = 2 * first - dx[i];
        }
        return dx;
    }
}
