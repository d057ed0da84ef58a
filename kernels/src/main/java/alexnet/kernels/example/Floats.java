package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.check.Comparison;
import java.util.function.Function;

/** A float32 operand of an example call on its device, and in a check its values on the host as they were drawn. */
public final class Floats {

    /** A reference that reads operands as doubles and writes one result. */
    @FunctionalInterface
    interface Reference {

        /**
         * Runs the reference.
         *
         * @param read gives the doubles of an operand
         * @param out where the result goes
         */
        void run(Function<Floats, double[]> read, double[] out);
    }

    private final String label;
    private final DeviceBuffer buffer;
    private final float[] drawn;

    Floats(String label, DeviceBuffer buffer, float[] drawn) {
        this.label = label;
        this.buffer = buffer;
        this.drawn = drawn;
    }

    /** Where it lies on the device. */
    public DeviceBuffer buffer() {
        return buffer;
    }

    /** What was drawn, widened; a new array on each call, which a reference may overwrite. Only in a check. */
    double[] values() {
        double[] wide = new double[drawn.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = drawn[i];
        }
        return wide;
    }

    /** The magnitudes of what was drawn. Only in a check. */
    double[] magnitudes() {
        return magnitudes(values());
    }

    static double[] magnitudes(double[] values) {
        double[] magnitudes = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        return magnitudes;
    }

    /** Compares what the device has with the reference, each element within {@code roundings} of its magnitude. */
    CheckResult compare(double[] expected, double[] magnitudes, double roundings) {
        return Comparison.compare(label, buffer.toFloats(), expected, magnitudes, roundings);
    }

    /** As {@link #compare(double[], double[], double)} with one magnitude for all elements. */
    CheckResult compare(double[] expected, double magnitude, double roundings) {
        return Comparison.compare(label, buffer.toFloats(), expected, magnitude, roundings);
    }

    /** Compares with values that are no sums of terms of either sign: {@code roundings} are relative to the value itself. */
    CheckResult compareRelative(Reference reference, double roundings) {
        double[] expected = run(reference, Floats::values);
        return compare(expected, magnitudes(expected), roundings);
    }

    /**
     * Compares with sums of products: {@code roundings} are relative to the sum of the magnitudes of the terms, which is what
     * the same reference makes of the magnitudes of the operands.
     */
    CheckResult compareSums(Reference reference, double roundings) {
        return compare(run(reference, Floats::values), run(reference, Floats::magnitudes), roundings);
    }

    /** Compares with values that must be the same. */
    CheckResult compareExactly(Reference reference) {
        return Comparison.same(label, buffer.toFloats(), run(reference, Floats::values));
    }

    /** What a reference makes, an output of the size of this operand. */
    double[] run(Reference reference, Function<Floats, double[]> read) {
        double[] out = new double[Math.toIntExact(buffer.bytes() / Float.BYTES)];
        reference.run(read, out);
        return out;
    }

    /**
     * Roundings that a sum of {@code terms} products is allowed, in units of eps times the sum of their magnitudes.
     *
     * <p>With random signs the partial sums stay small, and the error is one or two such units however long the sum is; the
     * bound for any signs is the number of terms. A term left out makes an error of 1 / (eps * terms) units, far more than
     * the square root allowed here.
     */
    static double roundings(double terms) {
        return 8 + Math.sqrt(terms);
    }
}
