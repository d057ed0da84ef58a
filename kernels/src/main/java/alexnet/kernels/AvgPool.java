package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Average pooling, as in the CIFAR-10 networks of the original program: a window that hangs over the edge is divided by the
 * pixels that it really has. Results have the same bits on every run and device.
 */
public final class AvgPool {

    private static final int IMAGES = 32;
    private static final int CHANNELS = 8;

    private final KernelLibrary library;

    public AvgPool(KernelLibrary library) {
        this.library = library;
    }

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
                .apart("y", y, "x", x);
        stream.launch(
                library.kernel("avg_pool", "avg_pool_forward"),
                geometry(shape, shape.outputHeight() * shape.outputWidth()),
                arguments(shape).pointer(x).pointer(y));
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
                .apart("dx", dx, "dy", dy);
        int size = shape.size();
        int lastRows = Math.min(size, shape.height() - (shape.outputHeight() - 1) * shape.stride());
        int lastColumns = Math.min(size, shape.width() - (shape.outputWidth() - 1) * shape.stride());
        stream.launch(
                library.kernel("avg_pool", "avg_pool_backward"),
                geometry(shape, shape.height() * shape.width()),
                arguments(shape)
                        .f32(1f / (size * size))
                        .f32(1f / (lastRows * size))
                        .f32(1f / (size * lastColumns))
                        .f32(1f / (lastRows * lastColumns))
                        .pointer(dy)
                        .pointer(dx));
    }

    private static KernelArguments arguments(PoolShape shape) {
        return new KernelArguments()
                .i32(shape.channels())
                .i32(shape.height())
                .i32(shape.width())
                .i32(shape.outputHeight())
                .i32(shape.outputWidth())
                .i32(shape.batch())
                .i32(shape.size())
                .i32(shape.stride());
    }

    private static LaunchGeometry geometry(PoolShape shape, int places) {
        return LaunchGeometry.of(
                places,
                (shape.channels() + CHANNELS - 1) / CHANNELS,
                (shape.batch() + IMAGES - 1) / IMAGES,
                IMAGES,
                CHANNELS);
    }
}
