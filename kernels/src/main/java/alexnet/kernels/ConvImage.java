package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;

/** The convolution of the images, with 11 x 11 filters and any stride and padding: forward and filter gradient. */
public final class ConvImage {

    private final KernelLibrary library;

    public ConvImage(KernelLibrary library) {
        this.library = library;
    }

    /** Bytes of workspace that {@link #filterGradient} needs; 0 when it needs none. */
    public long workspaceBytes(ConvShape shape) {
        throw new IllegalStateException("conv_image is not there yet: " + shape + library);
    }

    /** y (K,P,Q,N) = activation(weights (K,C,11,11) * x (C,H,W,N) + bias (K)). */
    public void forward(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        throw new IllegalStateException("conv_image is not there yet: " + shape);
    }

    /** dWeights (K,C,11,11) from x (C,H,W,N) and dy (K,P,Q,N). */
    public void filterGradient(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        throw new IllegalStateException("conv_image is not there yet: " + shape);
    }
}
