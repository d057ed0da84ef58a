package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;
import alexnet.engine.StructFields;

/**
 * Dropout (paper, 4.2): training sets values to 0 at random. Two forms keep the mean of a value the same in training and
 * testing, see {@link Form}.
 *
 * <p>The mask is a function of (seed, layer, step, element) alone and is never stored: with T = ceil(elements / 4),
 * element e takes word e / T of the Philox4x32-10 block whose key is the seed and whose counter is (e mod T, layer,
 * step low, step high), and is kept when the word, unsigned, is at least round(p * 2^32). Two devices, another order of
 * blocks or a resumed run give the same mask; {@link #maskAt} gives it on the host.
 */
public record Dropout(KernelLibrary library) {

    private static final int WORDS = 4;

    /**
     * What a mask and the factor of what it keeps follow from.
     *
     * @param dropProbability p, in [0, 1)
     * @param form the factor of what is kept; the mask is the same
     * @param seed of the run
     * @param layer which dropout of the network, at least 0; each device's half counts as one
     * @param step number of the training step
     */
    public record Mask(float dropProbability, Form form, long seed, int layer, long step) {

        private void require(String operation) {
            if (!(dropProbability >= 0 && dropProbability < 1)) {
                throw new IllegalArgumentException(
                        operation + ": the drop probability must be in [0, 1) (found " + dropProbability + ")");
            }
            if (layer < 0) {
                throw new IllegalArgumentException(operation + ": layer must be at least 0 (found " + layer + ")");
            }
        }

        /** round(p * 2^32) as an unsigned word; p is below 1 by at least 2^-24, so it fits. */
        private int threshold() {
            return (int) Math.round(dropProbability * 0x1p32);
        }
    }

    /** Where a factor makes up for what is dropped. */
    public enum Form {
        /** In a test: all values times the probability of being kept; in training, what is kept stays as it is. */
        PAPER,
        /** In training: what is kept is divided by the probability of being kept; a test changes nothing (Caffe). */
        INVERTED;

        /** What kept values are multiplied by in training, forward and backward, with drop probability p. */
        public float trainingFactor(float p) {
            return this == PAPER ? 1 : (float) (1 / (1 - (double) p));
        }

        /** What all values are multiplied by in a test, with drop probability p. */
        public float testFactor(float p) {
            return this == PAPER ? 1 - p : 1;
        }
    }

    /**
     * Queues y = x times the form's factor where the mask keeps it, 0 elsewhere.
     *
     * @param elements length of x and y, any shape
     * @param x values
     * @param y the result; may be x
     * @throws IllegalArgumentException when a number is out of range, or a buffer too small or on another device
     */
    public void forward(Stream stream, int elements, Mask mask, DeviceBuffer x, DeviceBuffer y) {
        masked("dropout forward", stream, elements, mask, "x", x, "y", y);
    }

    /**
     * Queues dx = dy times the form's factor where the mask of the same numbers keeps it, 0 elsewhere.
     *
     * @param dy gradient of y
     * @param dx gradient of x; may be dy
     * @throws IllegalArgumentException as {@link #forward}
     */
    public void backward(Stream stream, int elements, Mask mask, DeviceBuffer dy, DeviceBuffer dx) {
        masked("dropout backward", stream, elements, mask, "dy", dy, "dx", dx);
    }

    /**
     * Queues y = x * factor: with {@link Form#testFactor}, what a test does in place of a mask.
     *
     * @param y the result; may be x
     * @throws IllegalArgumentException when {@code elements} is below 1, or a buffer too small or on another device
     */
    public void scale(Stream stream, int elements, float factor, DeviceBuffer x, DeviceBuffer y) {
        Elementwise.require("dropout scale", library, stream, elements, "x", x, "y", y);
        stream.launch(
                library.kernel("dropout", "dropout_scale"),
                Elementwise.geometry(elements),
                new KernelArguments().i32(elements).f32(factor).pointer(x).pointer(y));
    }

    /**
     * The mask of one element, on the host.
     *
     * @param element from 0 to {@code elements - 1}
     * @return true when the kernels keep it
     * @throws IllegalArgumentException when a number is out of range
     */
    public static boolean maskAt(int elements, int element, Mask mask) {
        Elementwise.shape("dropout mask", elements);
        mask.require("dropout mask");
        if (element < 0 || element >= elements) {
            throw new IllegalArgumentException(
                    "dropout mask: element must be from 0 to " + (elements - 1) + " (found " + element + ")");
        }
        int threads = threads(elements);
        int[] words = new int[WORDS];
        Philox.block(
                element % threads, mask.layer(), (int) mask.step(), (int) (mask.step() >>> 32), mask.seed(), words);
        return Integer.compareUnsigned(words[element / threads], mask.threshold()) >= 0;
    }

    private void masked(
            String operation,
            Stream stream,
            int elements,
            Mask mask,
            String inputName,
            DeviceBuffer input,
            String outputName,
            DeviceBuffer output) {
        Elementwise.shape(operation, elements);
        mask.require(operation);
        Elementwise.require(operation, library, stream, elements, inputName, input, outputName, output);
        stream.launch(
                library.kernel("dropout", "dropout_mask"),
                Elementwise.geometry(threads(elements)),
                new KernelArguments()
                        .i32(elements)
                        .i32(threads(elements))
                        .struct(fields(mask))
                        .pointer(input)
                        .pointer(output));
    }

    /** DropoutMask of dropout.cu. */
    static StructFields fields(Mask mask) {
        return new StructFields()
                .i32("threshold", mask.threshold())
                .i32("seed_low", (int) mask.seed())
                .i32("seed_high", (int) (mask.seed() >>> 32))
                .i32("layer", mask.layer())
                .i32("step_low", (int) mask.step())
                .i32("step_high", (int) (mask.step() >>> 32))
                .f32("factor", mask.form().trainingFactor(mask.dropProbability()));
    }

    private static int threads(int elements) {
        return (elements - 1) / WORDS + 1;
    }
}
