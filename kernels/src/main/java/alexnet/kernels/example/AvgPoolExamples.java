package alexnet.kernels.example;

import alexnet.kernels.AvgPool;
import alexnet.kernels.PoolShape;
import alexnet.kernels.reference.AvgPoolReference;
import java.util.List;

/** {@link AvgPool} against {@link AvgPoolReference}. */
public final class AvgPoolExamples extends KernelExamples {

    private static final String FILE = "avg_pool";

    /** Channels, height, width, batch, size, stride. */
    private static final int[][] SHAPES = {
        {1, 3, 3, 1, 3, 2}, {3, 5, 7, 3, 3, 2}, {2, 13, 13, 31, 3, 2}, {5, 7, 11, 33, 3, 2},
        {1, 4, 4, 127, 3, 2}, {7, 6, 9, 1, 3, 2}, {3, 27, 27, 5, 3, 2}, {11, 4, 17, 33, 3, 2},
        {3, 31, 3, 31, 3, 2}, {1, 1, 1, 1, 1, 1}, {4, 8, 8, 31, 2, 2}, {3, 7, 5, 33, 2, 2},
        {5, 6, 6, 3, 3, 3}, {2, 8, 7, 127, 3, 3}, {3, 5, 5, 33, 3, 1}, {2, 11, 13, 3, 5, 2},
        {1, 13, 11, 31, 4, 3}, {2, 17, 16, 1, 5, 4}, {3, 2, 9, 33, 2, 1}, {1, 15, 15, 3, 15, 15},
        {2, 19, 23, 2, 15, 7}, {1, 9, 10, 127, 5, 5}, {13, 3, 4, 31, 1, 1}
    };

    AvgPoolExamples() {
        super(70, 90);
    }

    /** y from x. */
    public static ExampleCall forward(PoolShape shape) {
        return new ExampleCall(FILE, "forward", shape.toString(), bytes(shape), operands -> {
            Floats x = operands.floats("x", shape.input().elements());
            Floats y = operands.output("y", shape.output().elements());
            AvgPool pool = new AvgPool(operands.kernels());
            return new Prepared(
                    stream -> pool.forward(stream, shape, x.buffer(), y.buffer()),
                    () -> y.compareSums(
                            (read, out) -> AvgPoolReference.forward(shape, read.apply(x), out),
                            shape.size() * shape.size()));
        });
    }

    /** dx from dy. */
    public static ExampleCall backward(PoolShape shape) {
        return new ExampleCall(FILE, "backward", shape.toString(), bytes(shape), operands -> {
            Floats dy = operands.floats("dy", shape.output().elements());
            Floats dx = operands.output("dx", shape.input().elements());
            AvgPool pool = new AvgPool(operands.kernels());
            return new Prepared(
                    stream -> pool.backward(stream, shape, dy.buffer(), dx.buffer()),
                    // Each addition is fused with its product and rounds once; so does the share of a window.
                    () -> dx.compareSums(
                            (read, out) -> AvgPoolReference.backward(shape, read.apply(dy), out),
                            PoolShapes.windowsOverAPixel(shape) + 1));
        });
    }

    private static long bytes(PoolShape shape) {
        return shape.input().bytes() + shape.output().bytes();
    }

    /** Windows with and without overlap, over the edge, and one window only. */
    @Override
    List<ExampleCall> checks() {
        return each(PoolShapes.of(SHAPES), (shape, i) -> List.of(forward(shape), backward(shape)));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch(
                        "average pooling by 3/2", "avg_pool_forward", n -> forward(new PoolShape(32, 16, 16, n, 3, 2))),
                new RepresentativeLaunch(
                        "average pooling by 3/2 backward",
                        "avg_pool_backward",
                        n -> backward(new PoolShape(32, 16, 16, n, 3, 2))));
    }
}
