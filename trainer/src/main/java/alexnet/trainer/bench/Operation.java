package alexnet.trainer.bench;

import alexnet.kernels.example.ExampleCall;

/**
 * Something to measure on a device: one call of a kernel's face at one shape.
 *
 * @param name such as {@code conv2.forward}
 * @param shape for the reader
 * @param call how it is queued, what it moves and computes
 */
record Operation(String name, String shape, ExampleCall call) {

    /** Floating-point operations of its multiply-adds; 0 where it is no product. */
    long flops() {
        return call.flops();
    }

    /** What it has to move at least. */
    long bytes() {
        return call.bytes();
    }
}
