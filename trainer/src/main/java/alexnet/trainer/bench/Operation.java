package alexnet.trainer.bench;

import alexnet.engine.Stream;
import alexnet.kernels.KernelLibrary;
import java.util.function.Consumer;

/**
 * Something to measure on a device: one call of a kernel's face at one shape.
 *
 * @param name such as {@code conv2.forward}
 * @param shape for the reader
 * @param flops floating-point operations of its multiply-adds, two each; 0 where it is no product
 * @param bytes what it has to move at least: each operand once, those read and written twice
 * @param preparation makes the operands
 */
record Operation(String name, String shape, long flops, long bytes, Preparation preparation) {

    /** Makes operands and says how to queue the operation on them. */
    @FunctionalInterface
    interface Preparation {
        Ready prepare(KernelLibrary kernels, BenchMemory memory);
    }

    /**
     * An operation with its operands.
     *
     * @param launch queues it once
     * @param vendor the same by the vendor's library, or null
     */
    record Ready(Consumer<Stream> launch, Vendor vendor) {
        static Ready of(Consumer<Stream> launch) {
            return new Ready(launch, null);
        }
    }

    /**
     * The same operation by a vendor's library.
     *
     * @param library its name and version
     */
    record Vendor(String library, Consumer<Stream> launch) {}
}
