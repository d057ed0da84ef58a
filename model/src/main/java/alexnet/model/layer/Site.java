package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.VendorConvolution;
import alexnet.kernels.KernelLibrary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where one GPU's part of a layer lives: the device's kernels and the buffers that are its own.
 *
 * @param kernels kernels of the device
 * @param batch N
 * @param input shape of one image in {@code x}, without what neighbours add
 * @param x input (C,H,W,N); where there is a border, (lower + C + upper,H,W,N)
 * @param y output (K,P,Q,N)
 * @param dx gradient of the input, written by backward; null where none is wanted
 * @param dy gradient of the output, read and possibly changed by backward; null for the last layer
 * @param state {@link LayerKind#stateBytes} bytes; null where that is 0
 * @param labels int32 (N), class per image; null but for the last layer
 * @param parameters in the order of {@link LayerKind#parameters}
 * @param maskId number of this part among all parts of all layers, which tells dropout masks apart
 * @param seed seed of the dropout masks
 * @param dropout drop probability that replaces the layer's own
 * @param gemm vendor library for matrices, where it is wanted
 * @param convolution vendor library for convolutions, where it is wanted
 * @param border what the neighbouring GPUs add, where the layer works across the border
 */
public record Site(
        KernelLibrary kernels,
        int batch,
        ImageShape input,
        DeviceBuffer x,
        DeviceBuffer y,
        DeviceBuffer dx,
        DeviceBuffer dy,
        DeviceBuffer state,
        DeviceBuffer labels,
        List<ParameterBuffers> parameters,
        int maskId,
        long seed,
        OptionalDouble dropout,
        Optional<MatrixMultiply> gemm,
        Optional<VendorConvolution> convolution,
        Optional<Border> border) {

    /** The trained tensor with that place in {@link LayerKind#parameters}. */
    ParameterBuffers parameter(int index) {
        return parameters.get(index);
    }
}
