package alexnet.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of one launch, in the order of the kernel's parameters. Values are taken when they are added, so one
 * instance may be launched many times.
 */
public final class KernelArguments {

    /** One argument: the value of one parameter. */
    public sealed interface Argument {

        /** {@return its size} */
        int bytes();

        /**
         * Writes the value.
         *
         * @param to in little-endian order
         * @param offset of its first byte
         */
        void write(ByteBuffer to, int offset);

        /** {@return its bits where they may be an address; 0 for a struct, which holds none} */
        long bits();
    }

    private record Scalar(long bits, int bytes) implements Argument {

        @Override
        public void write(ByteBuffer to, int offset) {
            if (bytes == Long.BYTES) {
                to.putLong(offset, bits);
            } else {
                to.putInt(offset, (int) bits);
            }
        }
    }

    private record Struct(List<Integer> words) implements Argument {

        @Override
        public int bytes() {
            return words.size() * Integer.BYTES;
        }

        @Override
        public void write(ByteBuffer to, int offset) {
            for (int i = 0; i < words.size(); i++) {
                to.putInt(offset + i * Integer.BYTES, words.get(i));
            }
        }

        @Override
        public long bits() {
            return 0;
        }
    }

    private final List<Argument> arguments = new ArrayList<>();

    /** No arguments yet. */
    public KernelArguments() {
        // What a kernel takes is appended.
    }

    /**
     * Appends a pointer to device memory (64 bits).
     *
     * @param buffer the memory; its device is not checked here, but by the emulator at the access
     * @return these arguments
     */
    public KernelArguments pointer(DeviceBuffer buffer) {
        arguments.add(new Scalar(buffer.address(), Long.BYTES));
        return this;
    }

    /**
     * Appends a null pointer, for operands that a kernel documents as optional.
     *
     * @return these arguments
     */
    public KernelArguments nullPointer() {
        arguments.add(new Scalar(0, Long.BYTES));
        return this;
    }

    /**
     * Appends a 32-bit integer, signed or not.
     *
     * @param value its bits
     * @return these arguments
     */
    public KernelArguments i32(int value) {
        arguments.add(new Scalar(value & 0xffffffffL, Integer.BYTES));
        return this;
    }

    /**
     * Appends a 64-bit integer, signed or not.
     *
     * @param value its bits
     * @return these arguments
     */
    public KernelArguments i64(long value) {
        arguments.add(new Scalar(value, Long.BYTES));
        return this;
    }

    /**
     * Appends a 32-bit float.
     *
     * @param value the float; the bits of a NaN are kept
     * @return these arguments
     */
    public KernelArguments f32(float value) {
        arguments.add(new Scalar(Float.floatToRawIntBits(value) & 0xffffffffL, Float.BYTES));
        return this;
    }

    /**
     * Appends a struct that the kernel takes by value.
     *
     * @param fields its fields as they are now
     * @return these arguments
     */
    public KernelArguments struct(StructFields fields) {
        arguments.add(new Struct(fields.words()));
        return this;
    }

    /** {@return the arguments so far, in order, as a list that later ones do not change} */
    public List<Argument> values() {
        return List.copyOf(arguments);
    }

    /**
     * Checks number and sizes against the kernel's parameters.
     *
     * @param kernel what they are for
     * @throws IllegalArgumentException naming the kernel, and the parameter where only one is wrong
     */
    public void requireMatch(Kernel kernel) {
        List<Integer> sizes = kernel.parameterSizes();
        if (sizes.size() != arguments.size()) {
            throw new IllegalArgumentException("kernel " + kernel.name() + ": wrong number of arguments (expected "
                    + sizes.size() + ", found " + arguments.size() + ")");
        }
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) != arguments.get(i).bytes()) {
                throw new IllegalArgumentException("kernel " + kernel.name() + ": argument " + i
                        + " has the wrong size (expected " + sizes.get(i) + " bytes, found "
                        + arguments.get(i).bytes() + ")");
            }
        }
    }
}
