package alexnet.kernels.reference;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The three sums over the taps of a convolution or a locally connected layer. Tap (r,s) of output pixel (p,q) is the pixel
 * (p*stride - padding + r, q*stride - padding + s) of x, and 0 outside of x.
 *
 * @param batch images, which are innermost in x and y
 * @param walk gives every tap inside of x
 */
record TapSums(int batch, Consumer<TapSums.Tap> walk) {

    /** One weight at one output pixel: where the weight is, and where image 0 of its pixels of x and y is. */
    interface Tap {
        void at(int weight, int xStart, int yStart);
    }

    /** y = activation(y + the sum of weight * x over the taps); y holds the biases before. */
    void forward(double[] x, double[] weights, Activation activation, double[] y) {
        walk.accept((weight, xStart, yStart) -> {
            for (int n = 0; n < batch; n++) {
                y[yStart + n] += weights[weight] * x[xStart + n];
            }
        });
        if (activation == Activation.RELU) {
            Arrays.setAll(y, i -> Math.max(0, y[i]));
        }
    }

    /** dx: every tap passes weight * dy on to the pixel of x that it saw. */
    void dataGradient(double[] weights, double[] dy, double[] dx) {
        Arrays.fill(dx, 0);
        walk.accept((weight, xStart, yStart) -> {
            for (int n = 0; n < batch; n++) {
                dx[xStart + n] += weights[weight] * dy[yStart + n];
            }
        });
    }

    /** dWeights: every tap passes x * dy on to the weight that it used. */
    void weightGradient(double[] x, double[] dy, double[] dWeights) {
        Arrays.fill(dWeights, 0);
        walk.accept((weight, xStart, yStart) -> {
            for (int n = 0; n < batch; n++) {
                dWeights[weight] += x[xStart + n] * dy[yStart + n];
            }
        });
    }

    /**
     * The taps of filter k at output pixel (p,q).
     *
     * @param firstWeight where the weights of that filter begin, (C,R,S)
     */
    static void ofPixel(ConvShape shape, int k, int p, int q, int firstWeight, Tap tap) {
        int yStart = ((k * shape.outputHeight() + p) * shape.outputWidth() + q) * shape.batch();
        int weight = firstWeight;
        for (int c = 0; c < shape.channels(); c++) {
            for (int r = 0; r < shape.filterHeight(); r++) {
                for (int s = 0; s < shape.filterWidth(); s++) {
                    int h = p * shape.stride() - shape.padding() + r;
                    int w = q * shape.stride() - shape.padding() + s;
                    if (h >= 0 && h < shape.height() && w >= 0 && w < shape.width()) {
                        tap.at(weight, ((c * shape.height() + h) * shape.width() + w) * shape.batch(), yStart);
                    }
                    weight++;
                }
            }
        }
    }
}
