package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;
import alexnet.engine.StructFields;

/**
 * Average pooling, as in the CIFAR-10 networks of the original program: a window that hangs over the edge is divided by the
 * pixels that it really has. Results have the same bits on every run and device.
 */
public record AvgPool(KernelLibrary library) {

    /**
     * Queues y = mean of each window.
     *
     * @param x (C,H,W,N)
     * @param y (C,P,Q,N)
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(Stream stream, PoolShape shape, DeviceBuffer x, DeviceBuffer y) {
        Operands.of("average pool forward", library, stream)
                .floats("x", x, shape.input().elements(), shape)
                .floats("y", y, shape.output().elements(), shape)
                .apart("y", "x");
        stream.launch(
                library.kernel("avg_pool", "avg_pool_forward"),
                shape.geometry(shape.outputHeight() * shape.outputWidth()),
                new KernelArguments().struct(shape.fields()).pointer(x).pointer(y));
    }

    /**
     * Queues dx = for each input pixel the sum of dy, times 1 / pixels of the window, over the windows that cover it.
     * Every element of dx is written.
     *
     * @param dy (C,P,Q,N), gradient of y
     * @param dx (C,H,W,N), gradient of x
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void backward(Stream stream, PoolShape shape, DeviceBuffer dy, DeviceBuffer dx) {
        Operands.of("average pool backward", library, stream)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("dx", dx, shape.input().elements(), shape)
                .apart("dx", "dy");
        stream.launch(
                library.kernel("avg_pool", "avg_pool_backward"),
                shape.geometry(shape.height() * shape.width()),
                new KernelArguments()
                        .struct(shape.fields())
                        .struct(shares(shape))
                        .pointer(dy)
                        .pointer(dx));
    }

    /** AvgPoolShares of avg_pool.cu. */
    static StructFields shares(PoolShape shape) {
        int size = shape.size();
        int lastRows = Math.min(size, shape.height() - (shape.outputHeight() - 1) * shape.stride());
        int lastColumns = Math.min(size, shape.width() - (shape.outputWidth() - 1) * shape.stride());
        return new StructFields()
                .f32("inside", 1f / (size * size))
                .f32("bottom", 1f / (lastRows * size))
                .f32("right", 1f / (size * lastColumns))
                .f32("corner", 1f / (lastRows * lastColumns));
    }
}
