package alexnet.engine;

/**
 * Two-dimensional cross-correlation by a vendor library, as a second opinion on our own kernels and a yardstick.
 *
 * <p>Activations are (N, C, H, W) here, the library's own order; callers transpose. Summation order is the library's.
 */
public interface VendorConvolution {

    /**
     * Sizes of one convolution. Filters are (filters, channels, filterHeight, filterWidth).
     *
     * @param batch images
     * @param channels channels of an image
     * @param height rows of an image
     * @param width columns of an image
     * @param filters channels of the output
     * @param filterHeight rows of a filter
     * @param filterWidth columns of a filter
     * @param stride step between windows, in both directions
     * @param padding zeros on each side
     */
    record Shape(
            int batch,
            int channels,
            int height,
            int width,
            int filters,
            int filterHeight,
            int filterWidth,
            int stride,
            int padding) {}

    /** {@return library and version, for reports} */
    String description();

    /**
     * Queues {@code y = x * weights}, without bias.
     *
     * @param stream the queue, of the device that this was taken from
     * @param shape the sizes
     * @param x the images, float32
     * @param weights the filters, float32
     * @param y the output, float32, all of it written
     */
    void forward(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer y);

    /**
     * Queues the gradient with respect to the input.
     *
     * @param stream the queue, of the device that this was taken from
     * @param shape the sizes
     * @param weights the filters, float32
     * @param dy the gradient of the output, float32
     * @param dx the gradient of the images, float32, all of it written
     */
    void dataGradient(Stream stream, Shape shape, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dx);

    /**
     * Queues the gradient with respect to the filters.
     *
     * @param stream the queue, of the device that this was taken from
     * @param shape the sizes
     * @param x the images, float32
     * @param dy the gradient of the output, float32
     * @param dWeights the gradient of the filters, float32, all of it written
     */
    void filterGradient(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer dy, DeviceBuffer dWeights);
}
