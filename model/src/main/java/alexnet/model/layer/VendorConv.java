package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Transpose;

/**
 * A convolution by a vendor library, which wants images outermost: inputs and results pass through scratch copies
 * (N,C,H,W).
 */
final class VendorConv {

    private final VendorConvolution library;
    private final Transpose transpose;
    private final ActivationShape input;
    private final ActivationShape output;
    private final VendorConvolution.Shape shape;

    VendorConv(VendorConvolution library, Transpose transpose, ConvShape conv) {
        this.library = library;
        this.transpose = transpose;
        input = conv.input();
        output = conv.output();
        shape = new VendorConvolution.Shape(
                conv.batch(),
                conv.channels(),
                conv.height(),
                conv.width(),
                conv.filters(),
                conv.filterHeight(),
                conv.filterWidth(),
                conv.stride(),
                conv.padding());
    }

    /** Both scratch copies. */
    long workspaceBytes() {
        return input.bytes() + output.bytes();
    }

    /** Queues y (K,P,Q,N) = weights * x (C,H,W,N), without bias and activation. */
    void forward(Pass pass, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer y) {
        outward(pass.stream(), input, x, inputCopy(pass));
        library.forward(pass.stream(), shape, inputCopy(pass), weights, outputCopy(pass));
        inward(pass.stream(), output, outputCopy(pass), y);
    }

    /** Queues, where they are not null, dWeights from x and dy, and dx from weights and dy. */
    void backward(
            Pass pass, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dWeights, DeviceBuffer dx) {
        outward(pass.stream(), output, dy, outputCopy(pass));
        if (dWeights != null) {
            outward(pass.stream(), input, x, inputCopy(pass));
            library.filterGradient(pass.stream(), shape, inputCopy(pass), outputCopy(pass), dWeights);
        }
        if (dx != null) {
            library.dataGradient(pass.stream(), shape, weights, outputCopy(pass), inputCopy(pass));
            inward(pass.stream(), input, inputCopy(pass), dx);
        }
    }

    private DeviceBuffer inputCopy(Pass pass) {
        return pass.workspace().slice(0, input.bytes());
    }

    private DeviceBuffer outputCopy(Pass pass) {
        return pass.workspace().slice(input.bytes(), output.bytes());
    }

    private void outward(Stream stream, ActivationShape activation, DeviceBuffer from, DeviceBuffer to) {
        transpose.apply(stream, activation.features(), activation.batch(), from, to);
    }

    private void inward(Stream stream, ActivationShape activation, DeviceBuffer from, DeviceBuffer to) {
        transpose.apply(stream, activation.batch(), activation.features(), from, to);
    }
}
