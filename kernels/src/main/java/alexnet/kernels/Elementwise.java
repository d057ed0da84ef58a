package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/** What operations on single elements have in common: a thread for each element, and operands that may be one buffer. */
final class Elementwise {

    private static final int BLOCK = 256;

    private Elementwise() {}

    /** Blocks of 256 threads, one thread for each element. */
    static LaunchGeometry geometry(int elements) {
        return LaunchGeometry.linear(elements, BLOCK);
    }

    /**
     * Requires a length of at least 1.
     *
     * @return the length, for messages
     */
    static String shape(String operation, int elements) {
        if (elements < 1) {
            throw new IllegalArgumentException(operation + ": elements must be at least 1 (found " + elements + ")");
        }
        return elements + " elements";
    }

    /** Checks the operands of a function of one tensor; the result may be the very input. */
    static void require(
            String operation,
            KernelLibrary library,
            Stream stream,
            int elements,
            String inputName,
            DeviceBuffer input,
            String outputName,
            DeviceBuffer output) {
        String shape = shape(operation, elements);
        Operands.of(operation, library, stream)
                .floats(inputName, input, elements, shape)
                .floats(outputName, output, elements, shape)
                .sameOrApart(outputName, inputName);
    }

    /** Checks the operands of a function of two tensors; the result may be the very one or other. */
    static void require(
            String operation,
            KernelLibrary library,
            Stream stream,
            int elements,
            String firstName,
            DeviceBuffer first,
            String secondName,
            DeviceBuffer second,
            String outputName,
            DeviceBuffer output) {
        String shape = shape(operation, elements);
        Operands.of(operation, library, stream)
                .floats(firstName, first, elements, shape)
                .floats(secondName, second, elements, shape)
                .floats(outputName, output, elements, shape)
                .sameOrApart(outputName, firstName, secondName);
    }
}
