package alexnet.kernels.example;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;
import alexnet.kernels.reference.LrnReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link Lrn} against {@link LrnReference}. */
public final class LrnExamples extends KernelExamples {

    private static final String FILE = "lrn";
    private static final Lrn.Parameters PAPER = new Lrn.Parameters(5, 2, 1e-4f, 0.75f);
    private static final Lrn.Parameters WIDE = new Lrn.Parameters(9, 1, 2e-4f, 0.75f);

    /** Largest magnitude of x: alpha times the sum of squares is then of the order of k. */
    private static final float RANGE = 150;

    /** Channels, height, width, batch. */
    private static final int[][] SHAPES = {
        {1, 1, 1, 1}, {1, 7, 5, 3}, {2, 5, 5, 31}, {3, 3, 3, 33}, {4, 1, 3, 127},
        {5, 2, 3, 1}, {6, 7, 7, 3}, {7, 1, 1, 31}, {11, 13, 3, 1}, {16, 5, 3, 33},
        {17, 3, 2, 127}, {48, 5, 5, 4}, {61, 2, 2, 31}, {64, 1, 1, 257}, {65, 3, 1, 33},
        {96, 1, 3, 31}, {128, 3, 3, 1}, {131, 2, 1, 127}
    };

    /** Channels, height, width, batch, maps below, maps above. */
    private static final int[][] BORDERS = {
        {2, 1, 1, 1, 2, 0}, {3, 5, 3, 31, 0, 2}, {4, 3, 2, 33, 2, 2}, {48, 5, 5, 4, 0, 2},
        {48, 3, 7, 3, 2, 0}, {64, 1, 1, 127, 2, 2}, {65, 3, 1, 31, 2, 2}, {131, 2, 1, 7, 2, 0},
        {7, 13, 3, 1, 2, 2}, {16, 1, 5, 33, 0, 2}, {96, 1, 3, 31, 2, 0}, {37, 7, 1, 5, 2, 2}
    };

    LrnExamples() {
        super(50, 60);
    }

    /** y from x. */
    public static ExampleCall forward(ActivationShape shape, Lrn.Parameters parameters) {
        return new ExampleCall(FILE, "forward", text(shape, parameters), 2 * shape.bytes(), operands -> {
            Floats x = operands.floats("x", shape.elements(), RANGE);
            Floats y = operands.output("y", shape.elements());
            Lrn lrn = new Lrn(operands.kernels());
            return new Prepared(
                    stream -> lrn.forward(stream, shape, parameters, x.buffer(), y.buffer()),
                    // The sum has positive terms only: size + 1 roundings relative to s, and 5 of roots, product and
                    // quotient.
                    () -> y.compareRelative(
                            (read, out) -> LrnReference.forward(shape, parameters, read.apply(x), out),
                            parameters.size() + 6));
        });
    }

    /** dx from x and dy. */
    public static ExampleCall backward(ActivationShape shape, Lrn.Parameters parameters) {
        return new ExampleCall(FILE, "backward", text(shape, parameters), 3 * shape.bytes(), operands -> {
            Floats x = operands.floats("x", shape.elements(), RANGE);
            Floats dy = operands.floats("dy", shape.elements());
            Floats dx = operands.output("dx", shape.elements());
            Floats.Reference reference =
                    (read, out) -> LrnReference.backward(shape, parameters, read.apply(x), read.apply(dy), out);
            Lrn lrn = new Lrn(operands.kernels());
            return new Prepared(
                    stream -> lrn.backward(stream, shape, parameters, x.buffer(), dy.buffer(), dx.buffer()), () -> {
                        double[] plain = new double[shape.elements()];
                        LrnReference.forward(shape, parameters, x.magnitudes(), plain);
                        double[] magnitudes = NormGradients.magnitudes(
                                x.magnitudes(), dy.magnitudes(), plain, dx.run(reference, Floats::magnitudes));
                        return dx.compare(dx.run(reference, Floats::values), magnitudes, gradientRoundings(parameters));
                    });
        });
    }

    /** y from x and the neighbours' maps around it. */
    public static ExampleCall borderForward(ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        ActivationShape around = border.around(shape);
        String text = text(shape, parameters, border);
        return new ExampleCall(FILE, "border forward", text, around.bytes() + shape.bytes(), operands -> {
            Floats x = operands.floats("x", around.elements(), RANGE);
            Floats y = operands.output("y", shape.elements());
            Lrn lrn = new Lrn(operands.kernels());
            return new Prepared(
                    stream -> lrn.borderForward(stream, shape, parameters, border, x.buffer(), y.buffer()),
                    () -> y.compareRelative(
                            (read, out) -> LrnReference.borderForward(shape, parameters, border, read.apply(x), out),
                            parameters.size() + 6));
        });
    }

    /** What the neighbours' gradients need of x and dy. Terms for which no neighbour asks must stay as they are. */
    public static ExampleCall borderTerms(ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        // Each neighbour's terms take half a window of dy, and of x this and half a window on either side.
        long bytes = 5 * border.neighbours(shape).bytes();
        return new ExampleCall(FILE, "border terms", text(shape, parameters, border), bytes, operands -> {
            Floats x = operands.floats("x", border.around(shape).elements(), RANGE);
            Floats dy = operands.floats("dy", shape.elements());
            Floats terms = operands.zeros("terms", 2L * parameters.half() * shape.elements() / shape.channels());
            Lrn lrn = new Lrn(operands.kernels());
            return new Prepared(
                    stream ->
                            lrn.borderTerms(stream, shape, parameters, border, x.buffer(), dy.buffer(), terms.buffer()),
                    () -> terms.compareRelative(
                            (read, out) -> LrnReference.borderTerms(
                                    shape, parameters, border, read.apply(x), read.apply(dy), out),
                            2 * parameters.size() + 10));
        });
    }

    /** dx from x with the neighbours' maps, dy, and the neighbours' terms. */
    public static ExampleCall borderBackward(ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        ActivationShape around = border.around(shape);
        ActivationShape terms = border.neighbours(shape);
        long bytes = around.bytes() + terms.bytes() + 2 * shape.bytes();
        return new ExampleCall(FILE, "border backward", text(shape, parameters, border), bytes, operands -> {
            Floats x = operands.floats("x", around.elements(), RANGE);
            Floats dy = operands.floats("dy", shape.elements());
            Floats neighbours = operands.floats("neighbours", terms.elements(), 20);
            Floats dx = operands.output("dx", shape.elements());
            Floats.Reference reference = (read, out) -> LrnReference.borderBackward(
                    shape, parameters, border, read.apply(x), read.apply(dy), read.apply(neighbours), out);
            Lrn lrn = new Lrn(operands.kernels());
            return new Prepared(
                    stream -> lrn.borderBackward(
                            stream,
                            shape,
                            parameters,
                            border,
                            x.buffer(),
                            dy.buffer(),
                            neighbours.buffer(),
                            dx.buffer()),
                    () -> {
                        double[] plain = new double[shape.elements()];
                        LrnReference.borderForward(shape, parameters, border, x.magnitudes(), plain);
                        int from = border.lower() * (shape.elements() / shape.channels());
                        double[] own = Arrays.copyOfRange(x.magnitudes(), from, from + shape.elements());
                        double[] magnitudes = NormGradients.magnitudes(
                                own, dy.magnitudes(), plain, dx.run(reference, Floats::magnitudes));
                        return dx.compare(dx.run(reference, Floats::values), magnitudes, gradientRoundings(parameters));
                    });
        });
    }

    /** A term has 1.75 (size + 1) roundings from s and 6 others; the sum adds size, the end 3. */
    private static int gradientRoundings(Lrn.Parameters parameters) {
        return 3 * parameters.size() + 12;
    }

    private static String text(ActivationShape shape, Lrn.Parameters parameters) {
        return shape + " size " + parameters.size();
    }

    private static String text(ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        return text(shape, parameters) + ", " + border.lower() + " below, " + border.upper() + " above";
    }

    /** Windows wider than the channels, channels cut into slices, and every size from 1 to 15. */
    @Override
    List<ExampleCall> checks() {
        List<ExampleCall> checks = new ArrayList<>();
        for (ActivationShape shape : ActivationShapes.of(SHAPES)) {
            add(checks, shape, PAPER);
        }
        for (int size = 1; size <= Lrn.LARGEST_SIZE; size += 2) {
            add(checks, new ActivationShape(19, 3, 2, 33), new Lrn.Parameters(size, 1.5f, 3e-4f, 0.75f));
        }
        add(checks, new ActivationShape(3, 5, 1, 31), WIDE);
        add(checks, new ActivationShape(67, 1, 5, 3), WIDE);
        for (int[] b : BORDERS) {
            add(checks, new ActivationShape(b[0], b[1], b[2], b[3]), PAPER, new Lrn.Border(b[4], b[5]));
        }
        for (int size = 3; size <= Lrn.LARGEST_SIZE; size += 2) {
            Lrn.Parameters parameters = new Lrn.Parameters(size, 1.5f, 3e-4f, 0.75f);
            add(checks, new ActivationShape(19, 3, 2, 33), parameters, new Lrn.Border(size / 2, size / 2));
        }
        add(checks, new ActivationShape(67, 1, 5, 3), WIDE, new Lrn.Border(4, 0));
        add(checks, new ActivationShape(4, 5, 1, 31), WIDE, new Lrn.Border(0, 4));
        return checks;
    }

    private static void add(List<ExampleCall> checks, ActivationShape shape, Lrn.Parameters parameters) {
        checks.add(forward(shape, parameters));
        checks.add(backward(shape, parameters));
    }

    private static void add(
            List<ExampleCall> checks, ActivationShape shape, Lrn.Parameters parameters, Lrn.Border border) {
        checks.add(borderForward(shape, parameters, border));
        checks.add(borderTerms(shape, parameters, border));
        checks.add(borderBackward(shape, parameters, border));
    }

    @Override
    List<RepresentativeLaunch> launches() {
        List<RepresentativeLaunch> launches = new ArrayList<>();
        launch(launches, "lrn1", 48, 55, 5);
        launch(launches, "lrn2", 128, 27, 5);
        for (int size = 1; size <= Lrn.LARGEST_SIZE; size += 2) {
            if (size != PAPER.size()) {
                launch(launches, "lrn of size " + size, 32, 13, size);
            }
        }
        launchBorder(launches, "lrn1", 48, 55, 5);
        launchBorder(launches, "lrn2", 128, 27, 5);
        for (int size = 3; size <= Lrn.LARGEST_SIZE; size += 2) {
            if (size != PAPER.size()) {
                launchBorder(launches, "lrn of size " + size, 32, 13, size);
            }
        }
        return launches;
    }

    private static void launch(List<RepresentativeLaunch> launches, String name, int channels, int side, int size) {
        Lrn.Parameters parameters = new Lrn.Parameters(size, 2, 1e-4f, 0.75f);
        launches.add(new RepresentativeLaunch(
                name + " forward",
                "lrn_forward_" + size,
                n -> forward(new ActivationShape(channels, side, side, n), parameters)));
        launches.add(new RepresentativeLaunch(
                name + " backward",
                "lrn_backward_" + size,
                n -> backward(new ActivationShape(channels, side, side, n), parameters)));
    }

    private static void launchBorder(
            List<RepresentativeLaunch> launches, String name, int channels, int side, int size) {
        Lrn.Parameters parameters = new Lrn.Parameters(size, 2, 1e-4f, 0.75f);
        Lrn.Border border = new Lrn.Border(0, size / 2);
        launches.add(new RepresentativeLaunch(
                name + " across the border forward",
                "lrn_border_forward_" + size,
                n -> borderForward(new ActivationShape(channels, side, side, n), parameters, border)));
        launches.add(new RepresentativeLaunch(
                name + " terms for the neighbour",
                "lrn_border_terms_" + size,
                n -> borderTerms(new ActivationShape(channels, side, side, n), parameters, border)));
        launches.add(new RepresentativeLaunch(
                name + " across the border backward",
                "lrn_border_backward_" + size,
                n -> borderBackward(new ActivationShape(channels, side, side, n), parameters, border)));
    }
}
