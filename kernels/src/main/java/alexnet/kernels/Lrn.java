package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import alexnet.engine.StructFields;

/**
 * Local response normalisation across channels (paper, 3.3): y_i = x_i * s_i^-0.75 with s_i = k + alpha * (sum of x_j^2
 * over the channels j of the window around i, clipped at the first and last channel).
 *
 * <p>Nothing is kept between forward and backward: s is computed anew from x. Results have the same bits on every run
 * and device; how the channels are cut into slices has no influence on them.
 */
public record Lrn(KernelLibrary library) {

    /** Widest window that has a kernel. */
    public static final int LARGEST_SIZE = 15;

    private static final String FILE = "lrn";
    private static final int BLOCK = 256;
    // Blocks that fill a large GPU several times over; where pixels alone give fewer, the channels are cut as well.
    private static final int WANTED_BLOCKS = 1024;
    private static final int SHORTEST_SLICE = 32;

    /**
     * The constants of the formula.
     *
     * @param size channels of the window, odd, 1 to 15 (paper: 5)
     * @param k added to the weighted sum, above 0 (paper: 2)
     * @param alpha weight of the plain sum of squares, not divided by the size, at least 0 (paper: 1e-4)
     * @param beta the exponent; only 0.75 has a kernel
     */
    public record Parameters(int size, float k, float alpha, float beta) {

        public Parameters {
            NormConstants.require("lrn", LARGEST_SIZE, size, k, alpha, beta);
        }

        /** Channels on either side of the middle of the window. */
        public int half() {
            return size / 2;
        }
    }

    /**
     * Channels of other GPUs that windows reach over to: those nearest to this GPU's own.
     *
     * @param lower how many of the neighbour's before the first own channel: half a window, or 0 without a neighbour
     * @param upper how many of the neighbour's behind the last own channel, alike
     */
    public record Border(int lower, int upper) {

        public Border {
            if (lower < 0 || upper < 0 || lower + upper == 0) {
                throw new IllegalArgumentException("lrn: a border has channels of at least one neighbour (found "
                        + lower + " below and " + upper + " above)");
            }
        }

        /** x (lower + C + upper,H,W,N), where {@code own} is (C,H,W,N). */
        public ActivationShape around(ActivationShape own) {
            return new ActivationShape(lower + own.channels() + upper, own.height(), own.width(), own.batch());
        }

        /** What neighbours send for the backward pass, (lower + upper,H,W,N). */
        public ActivationShape neighbours(ActivationShape own) {
            return new ActivationShape(lower + upper, own.height(), own.width(), own.batch());
        }

        /** LrnBorder of lrn.cu. */
        StructFields fields() {
            return new StructFields().i32("lower", lower).i32("upper", upper);
        }

        @Override
        public String toString() {
            return "with " + lower + " channels below and " + upper + " above";
        }

        private void check(ActivationShape shape, Parameters parameters) {
            int half = parameters.half();
            if ((lower != half && lower != 0) || (upper != half && upper != 0)) {
                throw new IllegalArgumentException("lrn: a window of " + parameters.size() + " reaches " + half
                        + " channels over the border (expected " + half + " or 0 of each neighbour, found " + lower
                        + " below and " + upper + " above)");
            }
            if (shape.channels() < half) {
                throw new IllegalArgumentException("lrn: a window of " + parameters.size()
                        + " reaches beyond the neighbour (expected at least " + half + " channels, found "
                        + shape.channels() + ")");
            }
        }
    }

    /**
     * Queues y = x normalised.
     *
     * @param x (C,H,W,N)
     * @param y (C,H,W,N), not x: neighbouring channels are read after a channel is written
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(Stream stream, ActivationShape shape, Parameters parameters, DeviceBuffer x, DeviceBuffer y) {
        forward("lrn forward", "lrn_forward_", stream, shape, shape, parameters, arguments(shape, parameters), x, y);
    }

    /**
     * Queues dx_i = dy_i * s_i^-0.75 - 1.5 * alpha * x_i * (sum over the window of dy_j * x_j * s_j^-1.75).
     *
     * @param x (C,H,W,N), the input of {@link #forward}
     * @param dy (C,H,W,N), gradient of y
     * @param dx (C,H,W,N), gradient of x, all of it written; neither x nor dy
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backward(
            Stream stream,
            ActivationShape shape,
            Parameters parameters,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer dx) {
        gradientOperands("lrn backward", stream, shape, shape, x, dy)
                .floats("dx", dx, shape.elements(), shape)
                .apart("dx", "x", "dy");
        stream.launch(
                library.kernel(FILE, "lrn_backward_" + parameters.size()),
                geometry(shape),
                arguments(shape, parameters).pointer(x).pointer(dy).pointer(dx));
    }

    /**
     * Queues y = x normalised over own and neighbouring channels. The bits are those of {@link #forward} over all
     * channels.
     *
     * @param shape (C,H,W,N), the own channels
     * @param x (lower + C + upper,H,W,N)
     * @param y (C,H,W,N), apart from x
     * @throws IllegalArgumentException when the border is not that of the window, or a buffer is too small, on another
     *     device, or shared
     */
    public void borderForward(
            Stream stream,
            ActivationShape shape,
            Parameters parameters,
            Border border,
            DeviceBuffer x,
            DeviceBuffer y) {
        border.check(shape, parameters);
        KernelArguments arguments = arguments(shape, parameters).struct(border.fields());
        ActivationShape whole = border.around(shape);
        forward("lrn border forward", "lrn_border_forward_", stream, whole, shape, parameters, arguments, x, y);
    }

    /**
     * Queues what the neighbours need of this GPU for {@link #borderBackward}: dy_j * x_j * s_j^-1.75 of the channels j
     * next to them.
     *
     * @param shape (C,H,W,N), the own channels
     * @param x (lower + C + upper,H,W,N), the input of {@link #borderForward}
     * @param dy (C,H,W,N), gradient of y
     * @param terms (2 half,H,W,N): of the first channels for the lower neighbour, behind them of the last for the upper
     *     one; the part for a neighbour that is not there is left as it is
     * @throws IllegalArgumentException as {@link #borderForward}
     */
    public void borderTerms(
            Stream stream,
            ActivationShape shape,
            Parameters parameters,
            Border border,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer terms) {
        border.check(shape, parameters);
        long elements = 2L * parameters.half() * shape.elements() / shape.channels();
        gradientOperands("lrn border terms", stream, border.around(shape), shape, x, dy)
                .floats("terms", terms, elements, shape)
                .apart("terms", "x", "dy");
        stream.launch(
                library.kernel(FILE, "lrn_border_terms_" + parameters.size()),
                LaunchGeometry.of(pixelBlocks(shape), 2, 1, BLOCK, 1),
                arguments(shape, parameters)
                        .struct(border.fields())
                        .pointer(x)
                        .pointer(dy)
                        .pointer(terms));
    }

    /**
     * Queues dx as {@link #backward} over all channels has it for the own ones, to the bit.
     *
     * @param shape (C,H,W,N), the own channels
     * @param x (lower + C + upper,H,W,N), the input of {@link #borderForward}
     * @param dy (C,H,W,N), gradient of y
     * @param neighbours (lower + upper,H,W,N), the {@link #borderTerms} of the neighbours' channels
     * @param dx (C,H,W,N), all of it written; apart from all others
     * @throws IllegalArgumentException as {@link #borderForward}
     */
    public void borderBackward(
            Stream stream,
            ActivationShape shape,
            Parameters parameters,
            Border border,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer neighbours,
            DeviceBuffer dx) {
        border.check(shape, parameters);
        gradientOperands("lrn border backward", stream, border.around(shape), shape, x, dy)
                .floats("neighbours", neighbours, border.neighbours(shape).elements(), border.neighbours(shape))
                .floats("dx", dx, shape.elements(), shape)
                .apart("dx", "x", "dy", "neighbours");
        stream.launch(
                library.kernel(FILE, "lrn_border_backward_" + parameters.size()),
                geometry(shape),
                arguments(shape, parameters)
                        .struct(border.fields())
                        .pointer(x)
                        .pointer(dy)
                        .pointer(neighbours)
                        .pointer(dx));
    }

    /** @param whole x with the neighbours' channels, where there are any */
    private void forward(
            String operation,
            String kernel,
            Stream stream,
            ActivationShape whole,
            ActivationShape shape,
            Parameters parameters,
            KernelArguments arguments,
            DeviceBuffer x,
            DeviceBuffer y) {
        Operands.of(operation, library, stream)
                .floats("x", x, whole.elements(), whole)
                .floats("y", y, shape.elements(), shape)
                .apart("y", "x");
        stream.launch(
                library.kernel(FILE, kernel + parameters.size()),
                geometry(shape),
                arguments.pointer(x).pointer(y));
    }

    /** What every gradient reads. */
    private Operands gradientOperands(
            String operation,
            Stream stream,
            ActivationShape whole,
            ActivationShape shape,
            DeviceBuffer x,
            DeviceBuffer dy) {
        return Operands.of(operation, library, stream)
                .floats("x", x, whole.elements(), whole)
                .floats("dy", dy, shape.elements(), shape);
    }

    /** LrnShape of lrn.cu. */
    static StructFields fields(ActivationShape shape, Parameters parameters) {
        return new StructFields()
                .i32("channels", shape.channels())
                .i32("plane", shape.elements() / shape.channels())
                .i32("channels_per_slice", channelsPerSlice(shape))
                .f32("k", parameters.k())
                .f32("alpha", parameters.alpha());
    }

    private static KernelArguments arguments(ActivationShape shape, Parameters parameters) {
        return new KernelArguments().struct(fields(shape, parameters));
    }

    private static int pixelBlocks(ActivationShape shape) {
        return (shape.elements() / shape.channels() + BLOCK - 1) / BLOCK;
    }

    /** Depends on the shape alone. Slices read their neighbours' edges again, so there are no more than needed. */
    private static int channelsPerSlice(ActivationShape shape) {
        int wanted = (WANTED_BLOCKS + pixelBlocks(shape) - 1) / pixelBlocks(shape);
        int slices = Math.min(wanted, Math.max(1, shape.channels() / SHORTEST_SLICE));
        return (shape.channels() + slices - 1) / slices;
    }

    private static LaunchGeometry geometry(ActivationShape shape) {
        int perSlice = channelsPerSlice(shape);
        return LaunchGeometry.of(pixelBlocks(shape), (shape.channels() + perSlice - 1) / perSlice, 1, BLOCK, 1);
    }
}
