package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;

/** The sum of two tensors: how the gradients of both devices for what was exchanged come together (paper, 3.2). */
public record Sum(KernelLibrary library) {

    /**
     * Queues out = x + y, one rounding per element.
     *
     * @param elements length of the three buffers
     * @param out the result; may be x or y
     * @throws IllegalArgumentException when {@code elements} is below 1, or a buffer too small, on another device or
     *     partly shared
     */
    public void add(Stream stream, int elements, DeviceBuffer x, DeviceBuffer y, DeviceBuffer out) {
        Elementwise.require("sum", library, stream, elements, "x", x, "y", y, "out", out);
        stream.launch(
                library.kernel("sum", "sum_add"),
                Elementwise.geometry(elements),
                new KernelArguments().i32(elements).pointer(x).pointer(y).pointer(out));
    }
}
