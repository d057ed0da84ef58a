package alexnet.kernels.example;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.reference.ConvReference;
import java.util.Arrays;
import java.util.List;

/** {@link ConvImage} against {@link ConvReference}. */
public final class ConvImageExamples extends KernelExamples {

    private static final String FILE = "conv_image";

    /** Channels, height, width, batch, filters, stride, padding. */
    private static final int[][] SHAPES = {
        {3, 67, 67, 32, 12, 4, 0},
        {3, 11, 11, 1, 1, 4, 0},
        {1, 11, 13, 3, 5, 1, 0},
        {3, 23, 19, 31, 7, 4, 0},
        {3, 23, 23, 33, 16, 4, 2},
        {3, 27, 31, 127, 17, 4, 0},
        {3, 35, 35, 32, 24, 4, 0},
        {3, 31, 29, 3, 32, 4, 2},
        {3, 43, 37, 33, 48, 4, 0},
        {3, 19, 19, 64, 49, 4, 0},
        {3, 27, 27, 40, 64, 4, 2},
        {2, 17, 13, 9, 96, 2, 3},
        {4, 12, 14, 65, 65, 3, 5},
        {3, 13, 37, 31, 33, 5, 4},
        {3, 59, 11, 5, 48, 4, 0},
        {1, 29, 29, 128, 10, 4, 5},
        {5, 11, 11, 3, 20, 1, 2},
        {3, 47, 47, 2, 48, 4, 2},
        {3, 16, 22, 96, 3, 3, 0},
        {3, 71, 67, 1, 12, 4, 1},
        {3, 20, 20, 16, 40, 7, 6},
        {3, 33, 33, 31, 13, 11, 0},
    };

    private static final List<ConvolutionLayer> LAYERS = List.of(
            overImages("conv1", 227, 48),
            overImages("conv1, 64 filters", 67, 64),
            overImages("conv1, 32 filters", 67, 32),
            overImages("conv1, 16 filters", 67, 16));

    ConvImageExamples() {
        super(10, 0);
    }

    /** y from x, weights and bias. */
    public static ExampleCall forward(ConvShape shape, Activation activation) {
        return ConvolutionCalls.forward(FILE, shape, activation, ConvImage::new);
    }

    /** dWeights from x and dy. */
    public static ExampleCall filterGradient(ConvShape shape) {
        return ConvolutionCalls.filterGradient(FILE, shape, ConvImage::new);
    }

    /** The shapes that are checked: every tile, strides from 1 to 11, with and without slices. */
    public static List<ConvShape> shapes() {
        return Arrays.stream(SHAPES)
                .map(s -> new ConvShape(s[0], s[1], s[2], s[3], s[4], ConvImage.FILTER, ConvImage.FILTER, s[5], s[6]))
                .toList();
    }

    /** Forward (with and without ReLU in turn) and filter gradient of each shape. */
    @Override
    List<ExampleCall> checks() {
        return each(shapes(), (shape, i) -> List.of(forward(shape, BiasReluExamples.inTurn(i)), filterGradient(shape)));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return each(
                LAYERS,
                (layer, i) -> List.of(
                        layer.forward(FILE, ConvImageExamples::forward),
                        layer.filterGradient(FILE, ConvImageExamples::filterGradient)));
    }

    private static ConvolutionLayer overImages(String name, int side, int filters) {
        return new ConvolutionLayer(
                name, n -> new ConvShape(3, side, side, n, filters, 11, 11, 4, 0), filters + "x128", "");
    }
}
