package alexnet.kernels.example;

import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A layer of convolution or local filters that stands for its use.
 *
 * @param name what it is in the network, such as {@code conv2}
 * @param shape its shape for a number of images
 * @param filterTile rows and columns of the tile that its filters fill best, such as {@code 64x128}
 * @param channelTile the same for its channels
 */
record ConvolutionLayer(String name, IntFunction<ConvShape> shape, String filterTile, String channelTile) {

    /** Shapes from their numbers: channels, height, width, batch, filters, filter height and width, stride, padding. */
    static List<ConvShape> shapes(int[][] rows) {
        return Arrays.stream(rows)
                .map(s -> new ConvShape(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]))
                .toList();
    }

    /** A 3 x 3 layer with as many filters as channels, which has one tile for all operations. */
    static ConvolutionLayer even(String kind, int channels, int side) {
        String tile = channels + "x128";
        return new ConvolutionLayer(
                channels + " to " + channels + " channels" + kind,
                n -> new ConvShape(channels, side, side, n, channels, 3, 3, 1, 1),
                tile,
                tile);
    }

    /** Forward with ReLU by the kernels of a file. */
    RepresentativeLaunch forward(String file, BiFunction<ConvShape, Activation, ExampleCall> call) {
        return launch("forward", List.of(file + "_forward_" + filterTile), shape -> call.apply(shape, Activation.RELU));
    }

    /** A filter gradient that a second kernel of the file adds up from slices. */
    RepresentativeLaunch filterGradient(String file, Function<ConvShape, ExampleCall> call) {
        return launch("filter gradient", List.of(file + "_filter_gradient_" + filterTile, file + "_add_slices"), call);
    }

    /** A launch of one operation of the layer for {@link RepresentativeLaunch#BATCH} images. */
    RepresentativeLaunch launch(String operation, List<String> kernels, Function<ConvShape, ExampleCall> call) {
        return new RepresentativeLaunch(
                name + " " + operation, kernels, RepresentativeLaunch.BATCH, n -> call.apply(shape.apply(n)));
    }
}
