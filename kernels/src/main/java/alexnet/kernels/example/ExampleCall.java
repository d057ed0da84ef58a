package alexnet.kernels.example;

import alexnet.engine.Stream;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.check.CheckResult;

/**
 * One operation of a kernel file at one shape: what it moves and computes, and how to make operands, queue it and compare it
 * with its CPU reference.
 *
 * @param file the .cu file without ending, such as {@code lrn}
 * @param operation such as {@code forward} or {@code filter gradient}
 * @param shape the shape and constants, for people
 * @param bytes what it has to move at least: each operand once, those read and written twice
 * @param flops floating-point operations of its multiply-adds, two each; 0 where it is no product
 * @param isDrawnFromSeedAlone whether its operands in a check depend on the seed alone, not on its name and shape as well
 * @param preparation makes operands
 */
public record ExampleCall(
        String file,
        String operation,
        String shape,
        long bytes,
        long flops,
        boolean isDrawnFromSeedAlone,
        Preparation preparation) {

    /** Makes operands, and says how to queue the call on them and how to look at its results. */
    @FunctionalInterface
    interface Preparation {
        Prepared on(ExampleOperands operands);
    }

    /** A call that is no product. */
    ExampleCall(String file, String operation, String shape, long bytes, Preparation preparation) {
        this(file, operation, shape, bytes, 0, false, preparation);
    }

    /** A product with operands of its own in each check. */
    ExampleCall withFlops(long products) {
        return new ExampleCall(file, operation, shape, bytes, products, isDrawnFromSeedAlone, preparation);
    }

    /** The same call with operands that in a check depend on the seed alone. */
    ExampleCall drawnFromSeedAlone() {
        return new ExampleCall(file, operation, shape, bytes, flops, true, preparation);
    }

    /** Makes operands for it. */
    public Prepared prepare(ExampleOperands operands) {
        return preparation.on(operands);
    }

    /**
     * Runs it on the library's device with random operands and compares the results with the CPU reference.
     *
     * @param seed the same seed gives the same operands, on any device
     */
    public CheckResult check(KernelLibrary kernels, long seed) {
        Drawing drawing = isDrawnFromSeedAlone
                ? Drawing.of(seed)
                : Drawing.of(seed, toString().hashCode());
        try (Stream stream = kernels.device().createStream();
                ExampleOperands operands = ExampleOperands.checked(kernels, drawing)) {
            Prepared prepared = prepare(operands);
            prepared.launch().accept(stream);
            stream.synchronize();
            return prepared.comparison().get();
        }
    }

    /** File, operation and shape. */
    @Override
    public String toString() {
        return file + " " + operation + " " + shape;
    }
}
