package alexnet.kernels.check;

import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.check.ConvCheck.Kind;
import java.util.ArrayList;
import java.util.List;

/** The checks of conv_image: every tile, odd sizes, strides from 1 to 11, with and without slices. */
public final class ConvImageChecks {

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

    private ConvImageChecks() {}

    /** Forward (with and without ReLU in turn) and filter gradient of each shape. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        List<ConvShape> shapes = shapes();
        for (ConvShape shape : shapes) {
            boolean relu = shapes.indexOf(shape) % 2 == 0;
            checks.add(new ConvCheck(ConvCheck.CONV_IMAGE, relu ? Kind.FORWARD_RELU : Kind.FORWARD, shape));
            checks.add(new ConvCheck(ConvCheck.CONV_IMAGE, Kind.FILTER_GRADIENT, shape));
        }
        return List.copyOf(checks);
    }

    /** The shapes that are checked. */
    public static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>();
        for (int[] s : SHAPES) {
            shapes.add(new ConvShape(s[0], s[1], s[2], s[3], s[4], ConvImage.FILTER, ConvImage.FILTER, s[5], s[6]));
        }
        return List.copyOf(shapes);
    }
}
