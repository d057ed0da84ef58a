package alexnet.engine;

/**
 * Two-dimensional cross-correlation by a vendor library, as a second opinion on our own kernels and a yardstick.
 *
 * <p>Activations are (N, C, H, W) here, the library's own order; callers transpose. Summation order is the library's.
 */
public interface VendorConvolution {

    /** Sizes of one convolution. Filters are (filters, channels, filterHeight, filterWidth). */
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

    /** Library and version, for reports. */
    String description();

    /** Queues {@code y = x * weights}, without bias. */
    void forward(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer y);

    /** Queues the gradient with respect to the input. */
    void dataGradient(Stream stream, Shape shape, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dx);

    /** Queues the gradient with respect to the filters. */
    void filterGradient(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer dy, DeviceBuffer dWeights);
}
