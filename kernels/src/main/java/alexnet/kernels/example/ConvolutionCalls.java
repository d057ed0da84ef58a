package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Convolution;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.reference.ConvReference;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The operations that both files of convolutions have, on their faces; cuDNN's on tensors of the same sizes in its own order,
 * without bias and activation.
 */
final class ConvolutionCalls {

    /** Queues the same by the vendor's library. */
    @FunctionalInterface
    interface VendorCall {
        void queue(VendorConvolution library, Stream stream, VendorConvolution.Shape shape);
    }

    private ConvolutionCalls() {}

    static ExampleCall forward(
            String file, ConvShape shape, Activation activation, Function<KernelLibrary, Convolution> face) {
        return call(file, "forward" + BiasReluExamples.suffix(activation), shape, operands -> {
            Floats x = operands.floats("x", shape.input().elements());
            Floats weights = operands.floats("weights", shape.weights());
            Floats bias = operands.floats("bias", shape.filters());
            Floats y = operands.output("y", shape.output().elements());
            Convolution convolution = face.apply(operands.kernels());
            return new Prepared(
                    stream -> convolution.forward(
                            stream, shape, x.buffer(), weights.buffer(), bias.buffer(), activation, y.buffer()),
                    () -> y.compareSums(
                            (read, out) -> ConvReference.forward(
                                    shape, read.apply(x), read.apply(weights), read.apply(bias), activation, out),
                            Floats.roundings(shape.fanIn())),
                    vendor(
                            operands,
                            shape,
                            (library, stream, theirs) ->
                                    library.forward(stream, theirs, x.buffer(), weights.buffer(), y.buffer())));
        });
    }

    static ExampleCall filterGradient(String file, ConvShape shape, Function<KernelLibrary, Convolution> face) {
        return call(file, "filter gradient", shape, operands -> {
            Floats x = operands.floats("x", shape.input().elements());
            Floats dy = operands.floats("dy", shape.output().elements());
            Floats dWeights = operands.output("dWeights", shape.weights());
            Convolution convolution = face.apply(operands.kernels());
            DeviceBuffer workspace = operands.workspace(convolution.workspaceBytes(shape));
            return new Prepared(
                    stream -> convolution.filterGradient(
                            stream, shape, x.buffer(), dy.buffer(), workspace, dWeights.buffer()),
                    () -> dWeights.compareSums(
                            (read, out) -> ConvReference.filterGradient(shape, read.apply(x), read.apply(dy), out),
                            Floats.roundings((double) shape.output().elements() / shape.filters())),
                    vendor(
                            operands,
                            shape,
                            (library, stream, theirs) -> library.filterGradient(
                                    stream, theirs, x.buffer(), dy.buffer(), dWeights.buffer())));
        });
    }

    static ExampleCall call(String file, String operation, ConvShape shape, ExampleCall.Preparation preparation) {
        long bytes = shape.input().bytes() + shape.output().bytes() + (long) shape.weights() * Float.BYTES;
        long flops = 2L * shape.weights() * shape.outputHeight() * shape.outputWidth() * shape.batch();
        return new ExampleCall(file, operation, shape.toString(), bytes, preparation)
                .withFlops(flops)
                .drawnFromSeedAlone();
    }

    static Supplier<Optional<Prepared.Vendor>> vendor(ExampleOperands operands, ConvShape shape, VendorCall call) {
        VendorConvolution.Shape theirs = new VendorConvolution.Shape(
                shape.batch(),
                shape.channels(),
                shape.height(),
                shape.width(),
                shape.filters(),
                shape.filterHeight(),
                shape.filterWidth(),
                shape.stride(),
                shape.padding());
        return () -> operands.kernels()
                .device()
                .vendorConvolution()
                .map(library ->
                        new Prepared.Vendor(library.description(), stream -> call.queue(library, stream, theirs)));
    }
}
