package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.WithinMapNorm;
import alexnet.kernels.reference.WithinMapNormReference;
import java.util.ArrayList;
import java.util.List;

/** {@link WithinMapNorm} against {@link WithinMapNormReference}. */
public final class WithinMapNormExamples extends KernelExamples {

    private static final String FILE = "within_map_norm";
    private static final WithinMapNorm.Parameters ORIGINAL = new WithinMapNorm.Parameters(5, 1, 4e-5f, 0.75f);

    /** Largest magnitude of x: alpha times the sum of squares is then of the order of k. */
    private static final float RANGE = 100;

    /** Channels, height, width, batch. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1},
        {1, 7, 5, 3},
        {2, 5, 5, 31},
        {3, 3, 3, 33},
        {4, 1, 3, 127},
        {5, 2, 3, 1},
        {6, 7, 7, 3},
        {7, 1, 1, 31},
        {9, 13, 3, 1},
        {16, 5, 3, 33},
        {17, 3, 2, 64},
        {8, 4, 19, 5},
        {2, 13, 13, 32}
    };

    WithinMapNormExamples() {
        super(60, 80);
    }

    /** y from x. */
    public static ExampleCall forward(ActivationShape shape, WithinMapNorm.Parameters parameters) {
        return new ExampleCall(FILE, "forward", text(shape, parameters), 2 * shape.bytes(), operands -> {
            Floats x = operands.floats("x", shape.elements(), RANGE);
            Floats y = operands.output("y", shape.elements());
            WithinMapNorm norm = new WithinMapNorm(operands.kernels());
            return new Prepared(
                    stream -> norm.forward(stream, shape, parameters, x.buffer(), y.buffer()),
                    // The sum has positive terms only: size^2 + 1 roundings relative to s, and 5 of roots, product and
                    // quotient.
                    () -> y.compareRelative(
                            (read, out) -> WithinMapNormReference.forward(shape, parameters, read.apply(x), out),
                            parameters.size() * parameters.size() + 6));
        });
    }

    /** dx from x and dy. */
    public static ExampleCall backward(ActivationShape shape, WithinMapNorm.Parameters parameters) {
        // Two kernels: x is read by both, one term of the gradient and the result are written and read again.
        return new ExampleCall(FILE, "backward", text(shape, parameters), 8 * shape.bytes(), operands -> {
            Floats x = operands.floats("x", shape.elements(), RANGE);
            Floats dy = operands.floats("dy", shape.elements());
            DeviceBuffer workspace = operands.workspace(WithinMapNorm.workspaceBytes(shape));
            Floats dx = operands.output("dx", shape.elements());
            Floats.Reference reference = (read, out) ->
                    WithinMapNormReference.backward(shape, parameters, read.apply(x), read.apply(dy), out);
            WithinMapNorm norm = new WithinMapNorm(operands.kernels());
            return new Prepared(
                    stream -> norm.backward(stream, shape, parameters, x.buffer(), dy.buffer(), workspace, dx.buffer()),
                    () -> {
                        double[] plain = new double[shape.elements()];
                        WithinMapNormReference.forward(shape, parameters, x.magnitudes(), plain);
                        double[] magnitudes = NormGradients.magnitudes(
                                x.magnitudes(), dy.magnitudes(), plain, dx.run(reference, Floats::magnitudes));
                        // A term has 1.75 (size^2 + 1) roundings from s and 6 others; the sum adds size^2, the end 3.
                        int roundings = 3 * parameters.size() * parameters.size() + 12;
                        return dx.compare(dx.run(reference, Floats::values), magnitudes, roundings);
                    });
        });
    }

    private static String text(ActivationShape shape, WithinMapNorm.Parameters parameters) {
        return shape + " size " + parameters.size();
    }

    /** Maps smaller than the window, one pixel, long and narrow ones, and every size from 1 to 15. */
    @Override
    List<ExampleCall> checks() {
        List<ExampleCall> checks = new ArrayList<>();
        for (ActivationShape shape : ActivationShapes.of(SHAPES)) {
            add(checks, shape, ORIGINAL);
        }
        for (int size = 1; size <= WithinMapNorm.LARGEST_SIZE; size += 2) {
            add(checks, new ActivationShape(3, 9, 17, 7), new WithinMapNorm.Parameters(size, 1.5f, 3e-4f, 0.75f));
        }
        return checks;
    }

    private static void add(List<ExampleCall> checks, ActivationShape shape, WithinMapNorm.Parameters parameters) {
        checks.add(forward(shape, parameters));
        checks.add(backward(shape, parameters));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch(
                        "norm of maps behind lrn2",
                        "within_map_norm_forward",
                        n -> forward(new ActivationShape(128, 27, 27, n), ORIGINAL)),
                new RepresentativeLaunch(
                        "norm of maps behind lrn2 backward",
                        List.of("within_map_norm_terms", "within_map_norm_backward"),
                        RepresentativeLaunch.BATCH,
                        n -> backward(new ActivationShape(128, 27, 27, n), ORIGINAL)));
    }
}
