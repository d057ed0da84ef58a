package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;

/** Convolution as an implicit matrix multiplication: forward, data gradient and filter gradient. */
public final class Conv {

    private final KernelLibrary library;

    public Conv(KernelLibrary library) {
        this.library = library;
    }

    /** Bytes of workspace that {@link #filterGradient} needs; 0 when it needs none. */
    public long workspaceBytes(ConvShape shape) {
        throw new IllegalStateException("conv is not there yet: " + shape + library);
    }

    /** y (K,P,Q,N) = activation(weights (K,C,R,S) * x (C,H,W,N) + bias (K)). */
    public void forward(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        throw new IllegalStateException("conv is not there yet: " + shape);
    }

    /** dx (C,H,W,N) from weights (K,C,R,S) and dy (K,P,Q,N); stride 1 only. */
    public void dataGradient(Stream stream, ConvShape shape, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dx) {
        throw new IllegalStateException("conv is not there yet: " + shape);
    }

    /** dWeights (K,C,R,S) from x (C,H,W,N) and dy (K,P,Q,N). */
    public void filterGradient(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        throw new IllegalStateException("conv is not there yet: " + shape);
    }
}
