package alexnet.kernels.check;

import alexnet.kernels.ConvShape;
import alexnet.kernels.check.ConvCheck.Kind;
import java.util.ArrayList;
import java.util.List;

/** The checks of conv: every tile, odd sizes, with and without slices, strides above 1 where they are allowed. */
public final class ConvChecks {

    /** Channels, height, width, batch, filters, filter height and width, stride, padding. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1, 1, 1, 1, 1, 0},
        {3, 5, 7, 3, 7, 3, 3, 1, 1},
        {4, 11, 7, 31, 12, 5, 5, 1, 2},
        {7, 13, 11, 33, 17, 3, 3, 1, 1},
        {6, 7, 7, 127, 33, 3, 3, 1, 1},
        {5, 13, 13, 32, 49, 3, 3, 1, 1},
        {48, 5, 5, 32, 128, 3, 3, 1, 1},
        {100, 3, 3, 33, 20, 3, 3, 1, 1},
        {64, 4, 3, 5, 192, 3, 3, 1, 1},
        {16, 6, 6, 64, 32, 1, 1, 1, 0},
        {2, 17, 19, 2, 5, 7, 3, 1, 2},
        {3, 4, 9, 40, 10, 2, 5, 1, 0},
        {9, 3, 3, 128, 30, 3, 3, 1, 1},
        {12, 7, 7, 32, 32, 5, 5, 1, 2},
        {64, 3, 3, 32, 48, 3, 3, 1, 1},
        {33, 3, 3, 31, 47, 3, 3, 1, 1},
        {13, 23, 2, 1, 11, 3, 2, 1, 1},
        {26, 6, 6, 96, 96, 3, 3, 1, 0},
        {8, 5, 5, 65, 8, 5, 5, 1, 4},
        {3, 29, 31, 7, 6, 3, 3, 1, 1},
        {130, 2, 2, 4, 70, 2, 2, 1, 1},
        {2, 3, 3, 9, 3, 2, 2, 1, 3},
        {3, 23, 19, 33, 24, 5, 5, 2, 2},
        {6, 15, 15, 31, 40, 3, 3, 2, 1},
        {3, 31, 29, 5, 16, 7, 7, 4, 3},
        {2, 9, 9, 127, 8, 3, 3, 3, 0},
    };

    private ConvChecks() {}

    /** Forward (with and without ReLU in turn), data gradient where the stride is 1, and filter gradient of each shape. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        List<ConvShape> shapes = shapes();
        for (ConvShape shape : shapes) {
            boolean relu = shapes.indexOf(shape) % 2 == 0;
            checks.add(new ConvCheck(ConvCheck.CONV, relu ? Kind.FORWARD_RELU : Kind.FORWARD, shape));
            if (shape.stride() == 1) {
                checks.add(new ConvCheck(ConvCheck.CONV, Kind.DATA_GRADIENT, shape));
            }
            checks.add(new ConvCheck(ConvCheck.CONV, Kind.FILTER_GRADIENT, shape));
        }
        return List.copyOf(checks);
    }

    /** The shapes that are checked. */
    public static List<ConvShape> shapes() {
        List<ConvShape> shapes = new ArrayList<>();
        for (int[] s : SHAPES) {
            shapes.add(new ConvShape(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]));
        }
        return List.copyOf(shapes);
    }
}
