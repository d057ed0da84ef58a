package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;

/** Fully connected layers: forward, data gradient and weight gradient. */
public final class FullyConnected {

    private final KernelLibrary library;

    public FullyConnected(KernelLibrary library) {
        this.library = library;
    }

    /** Bytes of workspace that the three operations need (the largest of them); 0 when they need none. */
    public long workspaceBytes(FullyConnectedShape shape) {
        throw new IllegalStateException("fully_connected is not there yet: " + shape + library);
    }

    /** y (outputs,N) = activation(weights (outputs,inputs) x (inputs,N) + bias (outputs)). */
    public void forward(
            Stream stream,
            FullyConnectedShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer workspace,
            DeviceBuffer y) {
        throw new IllegalStateException("fully_connected is not there yet: " + shape);
    }

    /** dx (inputs,N) = transposed weights (outputs,inputs) times dy (outputs,N). */
    public void dataGradient(
            Stream stream,
            FullyConnectedShape shape,
            DeviceBuffer weights,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dx) {
        throw new IllegalStateException("fully_connected is not there yet: " + shape);
    }

    /** dWeights (outputs,inputs) = dy (outputs,N) times transposed x (inputs,N). */
    public void weightGradient(
            Stream stream,
            FullyConnectedShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        throw new IllegalStateException("fully_connected is not there yet: " + shape);
    }
}
