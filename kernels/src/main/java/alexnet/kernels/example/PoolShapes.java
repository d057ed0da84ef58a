package alexnet.kernels.example;

import alexnet.kernels.PoolShape;
import java.util.Arrays;
import java.util.List;

/** Shapes of both kinds of pooling. */
final class PoolShapes {

    private PoolShapes() {}

    /** @param rows channels, height, width, batch, size, stride of each */
    static List<PoolShape> of(int[][] rows) {
        return Arrays.stream(rows)
                .map(s -> new PoolShape(s[0], s[1], s[2], s[3], s[4], s[5]))
                .toList();
    }

    /** The most windows that hold one pixel. */
    static int windowsOverAPixel(PoolShape shape) {
        int windows = (shape.size() + shape.stride() - 1) / shape.stride();
        return windows * windows;
    }
}
