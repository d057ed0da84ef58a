package alexnet.kernels.example;

import alexnet.kernels.MaxPool;
import alexnet.kernels.PoolShape;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.reference.MaxPoolReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** {@link MaxPool} against {@link MaxPoolReference}. */
public final class MaxPoolExamples extends KernelExamples {

    private static final String FILE = "max_pool";

    /** Channels, height, width, batch, size, stride. */
    private static final int[][] SHAPES = {
        {1, 3, 3, 1, 3, 2}, {3, 5, 7, 3, 3, 2}, {2, 13, 13, 31, 3, 2}, {5, 7, 11, 33, 3, 2},
        {1, 4, 4, 127, 3, 2}, {7, 6, 9, 1, 3, 2}, {3, 27, 27, 5, 3, 2}, {2, 55, 19, 3, 3, 2},
        {11, 4, 17, 33, 3, 2}, {3, 31, 3, 31, 3, 2}, {1, 1, 1, 1, 1, 1}, {4, 8, 8, 31, 2, 2},
        {3, 7, 5, 33, 2, 2}, {5, 6, 6, 3, 3, 3}, {2, 8, 7, 127, 3, 3}, {3, 5, 5, 33, 3, 1},
        {2, 11, 13, 3, 5, 2}, {1, 13, 11, 31, 4, 3}, {2, 17, 16, 1, 5, 4}, {3, 2, 9, 33, 2, 1},
        {1, 15, 15, 3, 15, 15}, {2, 19, 23, 2, 15, 7}, {1, 9, 10, 127, 5, 5}, {13, 3, 4, 31, 1, 1}
    };

    MaxPoolExamples() {
        super(80, 70);
    }

    /** y and the place of each maximum from x. */
    public static ExampleCall forward(PoolShape shape) {
        return forward(shape, "", (random, count) -> random.uniform(count, -1, 1));
    }

    private static ExampleCall forwardWithTies(PoolShape shape) {
        return forward(shape, " with ties", (random, count) -> random.whole(count, 1));
    }

    private static ExampleCall forward(PoolShape shape, String suffix, ExampleOperands.Draw draw) {
        return new ExampleCall(FILE, "forward", shape + suffix, bytes(shape), operands -> {
            Floats x = operands.floats("x", shape.input().elements(), draw);
            Floats y = operands.output("y", shape.output().elements());
            Bytes index = operands.outputBytes("index", shape.output().elements());
            MaxPool pool = new MaxPool(operands.kernels());
            return new Prepared(stream -> pool.forward(stream, shape, x.buffer(), y.buffer(), index.buffer()), () -> {
                byte[] places = new byte[shape.output().elements()];
                CheckResult maxima =
                        y.compareExactly((read, out) -> MaxPoolReference.forward(shape, read.apply(x), out, places));
                return maxima.and(index.compareExactly(places));
            });
        });
    }

    /** dx from dy and the places of the maxima. */
    public static ExampleCall backward(PoolShape shape) {
        return new ExampleCall(FILE, "backward", shape.toString(), bytes(shape), operands -> {
            float[] x = input(operands, shape);
            Floats dy = operands.floats("dy", shape.output().elements());
            int places = shape.size() * shape.size();
            Bytes index = operands.bytes(
                    "index",
                    shape.output().elements(),
                    places,
                    random -> pool(shape, x).index());
            Floats dx = operands.output("dx", shape.input().elements());
            MaxPool pool = new MaxPool(operands.kernels());
            return new Prepared(
                    stream -> pool.backward(stream, shape, dy.buffer(), index.buffer(), dx.buffer()),
                    () -> dx.compareSums(
                            (read, out) -> MaxPoolReference.backward(shape, read.apply(dy), index.values(), out),
                            PoolShapes.windowsOverAPixel(shape)));
        });
    }

    /** dx from x, y and dy: every input that equals the maximum of its window receives the gradient. */
    public static ExampleCall backwardAll(PoolShape shape) {
        long bytes = 2 * shape.input().bytes() + 2 * shape.output().bytes();
        return new ExampleCall(FILE, "backward to all", shape.toString(), bytes, operands -> {
            float[] drawn = input(operands, shape);
            Floats x = operands.floats("x", shape.input().elements(), (random, count) -> drawn);
            Floats dy = operands.floats("dy", shape.output().elements());
            Floats y = operands.floats(
                    "y",
                    shape.output().elements(),
                    (random, count) -> pool(shape, drawn).maxima());
            Floats dx = operands.output("dx", shape.input().elements());
            MaxPool pool = new MaxPool(operands.kernels());
            return new Prepared(
                    stream -> pool.backwardAll(stream, shape, x.buffer(), y.buffer(), dy.buffer(), dx.buffer()),
                    () -> dx.compareSums(
                            (read, out) ->
                                    MaxPoolReference.backwardAll(shape, x.values(), y.values(), read.apply(dy), out),
                            PoolShapes.windowsOverAPixel(shape)));
        });
    }

    /** Few values make many windows share a maximum. */
    private static float[] input(ExampleOperands operands, PoolShape shape) {
        return operands.drawn(random -> random.whole(shape.input().elements(), 3), null);
    }

    private record Pooled(float[] maxima, byte[] index) {}

    private static Pooled pool(PoolShape shape, float[] x) {
        double[] wide = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            wide[i] = x[i];
        }
        double[] y = new double[shape.output().elements()];
        byte[] index = new byte[y.length];
        MaxPoolReference.forward(shape, wide, y, index);
        float[] maxima = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            maxima[i] = (float) y[i];
        }
        return new Pooled(maxima, index);
    }

    /** A float and a byte, the place of the maximum, for each output. */
    private static long bytes(PoolShape shape) {
        return shape.input().bytes() + shape.output().elements() * 5L;
    }

    /** The paper's 3/2 windows and others, with windows over the edge, one window only, and many equal values. */
    @Override
    List<ExampleCall> checks() {
        return each(
                PoolShapes.of(SHAPES),
                (shape, i) -> List.of(forward(shape), forwardWithTies(shape), backward(shape), backwardAll(shape)));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        List<RepresentativeLaunch> launches = new ArrayList<>();
        launch(launches, "pool1", n -> new PoolShape(48, 55, 55, n, 3, 2), "_3_2");
        launch(launches, "pool2", n -> new PoolShape(128, 27, 27, n, 3, 2), "_3_2");
        launch(launches, "pool5", n -> new PoolShape(128, 13, 13, n, 3, 2), "_3_2");
        launch(launches, "pooling by 2/2", n -> new PoolShape(32, 26, 26, n, 2, 2), "");
        return launches;
    }

    private static void launch(
            List<RepresentativeLaunch> launches, String name, IntFunction<PoolShape> shape, String suffix) {
        launches.add(
                new RepresentativeLaunch(name + " forward", "max_pool_forward" + suffix, n -> forward(shape.apply(n))));
        launches.add(new RepresentativeLaunch(
                name + " backward", "max_pool_backward" + suffix, n -> backward(shape.apply(n))));
        launches.add(new RepresentativeLaunch(
                name + " backward to all", "max_pool_backward_all" + suffix, n -> backwardAll(shape.apply(n))));
    }
}
