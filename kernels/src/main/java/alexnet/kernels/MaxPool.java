package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;

/**
 * Max pooling (paper, 3.4), with the place of each maximum kept as one byte.
 *
 * <p>Of equal values the first in row-major order of the window is the maximum. {@link #backward} sends the gradient to it
 * alone; {@link #backwardAll}, as the original program, to every input that equals it. A NaN in a window is its maximum (the first one, where there are several), so that a NaN is never lost. Results have
 * the same bits on every run and device.
 */
public record MaxPool(KernelLibrary library) {

    /**
     * Queues y = largest value of each window.
     *
     * @param x (C,H,W,N)
     * @param y (C,P,Q,N)
     * @param index uint8 (C,P,Q,N): row * size + column of the maximum inside its window
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(Stream stream, PoolShape shape, DeviceBuffer x, DeviceBuffer y, DeviceBuffer index) {
        Operands.of("max pool forward", library, stream)
                .floats("x", x, shape.input().elements(), shape)
                .floats("y", y, shape.output().elements(), shape)
                .bytes("index", index, shape.output().elements(), shape)
                .apart("y", "x")
                .apart("index", "x");
        stream.launch(
                library.kernel("max_pool", isOverlapping3(shape) ? "max_pool_forward_3_2" : "max_pool_forward"),
                shape.geometry(shape.outputHeight() * shape.outputWidth()),
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(x)
                        .pointer(y)
                        .pointer(index));
    }

    /**
     * Queues dx = for each input pixel the sum of dy over the windows whose maximum it is, in row-major order of the
     * windows. Every element of dx is written.
     *
     * @param dy (C,P,Q,N), gradient of y
     * @param index uint8 (C,P,Q,N), as {@link #forward} left it
     * @param dx (C,H,W,N), gradient of x
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backward(Stream stream, PoolShape shape, DeviceBuffer dy, DeviceBuffer index, DeviceBuffer dx) {
        Operands.of("max pool backward", library, stream)
                .floats("dy", dy, shape.output().elements(), shape)
                .bytes("index", index, shape.output().elements(), shape)
                .floats("dx", dx, shape.input().elements(), shape)
                .apart("dx", "dy", "index");
        launchBackward(
                stream,
                shape,
                "max_pool_backward",
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(dy)
                        .pointer(index)
                        .pointer(dx));
    }

    /**
     * Queues dx = for each input pixel the sum of dy over the windows whose maximum it equals, in row-major order of the
     * windows; where the maximum is NaN, every NaN of the window receives dy. Every element of dx is written.
     *
     * @param x (C,H,W,N), the input of {@link #forward}
     * @param y (C,P,Q,N), as {@link #forward} left it
     * @param dy (C,P,Q,N), gradient of y
     * @param dx (C,H,W,N), gradient of x
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backwardAll(
            Stream stream, PoolShape shape, DeviceBuffer x, DeviceBuffer y, DeviceBuffer dy, DeviceBuffer dx) {
        Operands.of("max pool backward", library, stream)
                .floats("x", x, shape.input().elements(), shape)
                .floats("y", y, shape.output().elements(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("dx", dx, shape.input().elements(), shape)
                .apart("dx", "x", "y", "dy");
        launchBackward(
                stream,
                shape,
                "max_pool_backward_all",
                new KernelArguments()
                        .struct(shape.fields())
                        .pointer(x)
                        .pointer(y)
                        .pointer(dy)
                        .pointer(dx));
    }

    private void launchBackward(Stream stream, PoolShape shape, String name, KernelArguments arguments) {
        if (isOverlapping3(shape)) {
            // A thread makes a 2 x 2 patch of dx: all its pixels look at the same four windows.
            int patchRows = (shape.height() + 1) / 2;
            int patchColumns = (shape.width() + 1) / 2;
            stream.launch(
                    library.kernel("max_pool", name + "_3_2"), shape.geometry(patchRows * patchColumns), arguments);
        } else {
            stream.launch(library.kernel("max_pool", name), shape.geometry(shape.height() * shape.width()), arguments);
        }
    }

    private static boolean isOverlapping3(PoolShape shape) {
        return shape.size() == 3 && shape.stride() == 2;
    }
}
