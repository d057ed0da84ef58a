package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.FullyConnected;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.example.BiasReluExamples;
import alexnet.kernels.example.FullyConnectedExamples;
import java.util.List;

/** Matrix, bias and activation: x (inputs,N) to y (outputs,N), where an activation (C,H,W,N) is read as (C*H*W,N). */
public final class FullyConnectedLayer implements Layer {

    /** {@code fully_connected} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final FullyConnectedShape shape;
    private final ActivationShape output;
    private final Activation activation;
    private final FullyConnected fullyConnected;
    private final BiasRelu biasRelu;

    private FullyConnectedLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = shape(layer, site.input(), site.batch());
        output = new ActivationShape(shape.outputs(), 1, 1, shape.batch());
        activation = layer.activation("activation");
        fullyConnected = new FullyConnected(site.kernels());
        biasRelu = new BiasRelu(site.kernels());
    }

    private static FullyConnectedShape shape(LayerSpec layer, ImageShape input, int batch) {
        return new FullyConnectedShape(input.elements(), layer.outputs("outputs"), batch);
    }

    @Override
    public void forward(Pass pass) {
        DeviceBuffer weights = site.parameter(0).value();
        DeviceBuffer bias = site.parameter(1).value();
        if (site.gemm().isPresent()) {
            site.gemm()
                    .get()
                    .multiply(
                            pass.stream(),
                            false,
                            false,
                            shape.outputs(),
                            shape.batch(),
                            shape.inputs(),
                            weights,
                            site.x(),
                            site.y());
            biasRelu.forward(pass.stream(), output, bias, activation, site.y());
        } else {
            fullyConnected.forward(
                    pass.stream(), shape, site.x(), weights, bias, activation, pass.workspace(), site.y());
        }
    }

    @Override
    public void backward(Pass pass) {
        boolean trainsWeights = pass.trains(site.parameter(0));
        if (!trainsWeights && !pass.trains(site.parameter(1)) && site.dx() == null) {
            return;
        }
        DeviceBuffer weights = site.parameter(0).value();
        DeviceBuffer dWeights = site.parameter(0).gradient();
        DeviceBuffer dBias = site.parameter(1).gradient();
        biasRelu.backward(pass.stream(), output, activation, site.y(), site.dy(), dBias);
        if (site.gemm().isPresent()) {
            backward(site.gemm().get(), pass, weights, trainsWeights ? dWeights : null);
            return;
        }
        if (trainsWeights) {
            fullyConnected.weightGradient(pass.stream(), shape, site.x(), site.dy(), pass.workspace(), dWeights);
        }
        if (site.dx() != null) {
            fullyConnected.dataGradient(pass.stream(), shape, weights, site.dy(), pass.workspace(), site.dx());
        }
    }

    private void backward(MatrixMultiply gemm, Pass pass, DeviceBuffer weights, DeviceBuffer dWeights) {
        if (dWeights != null) {
            // dWeights (outputs,inputs) = dy (outputs,N) x transposed (N,inputs)
            gemm.multiply(
                    pass.stream(),
                    false,
                    true,
                    shape.outputs(),
                    shape.inputs(),
                    shape.batch(),
                    site.dy(),
                    site.x(),
                    dWeights);
        }
        if (site.dx() != null) {
            // dx (inputs,N) = weights transposed (inputs,outputs) dy (outputs,N)
            gemm.multiply(
                    pass.stream(),
                    true,
                    false,
                    shape.inputs(),
                    shape.batch(),
                    shape.outputs(),
                    weights,
                    site.dy(),
                    site.dx());
        }
    }

    @Override
    public long workspaceBytes() {
        return site.gemm().isPresent() ? 0 : fullyConnected.workspaceBytes(shape);
    }

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "fully_connected";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.outputs("outputs"),
                    Setting.activation("activation"),
                    Setting.number("deviation", 0, Double.POSITIVE_INFINITY),
                    Setting.number("bias", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            return new ImageShape(layer.outputs("outputs"), 1, 1);
        }

        @Override
        public List<Parameter> parameters(LayerSpec layer, ImageShape input) {
            int inputs = input.elements();
            int outputs = layer.outputs("outputs");
            return List.of(
                    Parameter.weight(layer.number("deviation"), inputs, outputs, inputs),
                    Parameter.bias(layer.number("bias"), inputs, outputs));
        }

        @Override
        public long multiplyAdds(LayerSpec layer, ImageShape input) {
            return (long) input.elements() * layer.outputs("outputs");
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            FullyConnectedShape shape = shape(layer, input, batch);
            return List.of(
                    new LayerOperation("forward", FullyConnectedExamples.forward(shape, Activation.RELU)),
                    new LayerOperation("data_gradient", FullyConnectedExamples.dataGradient(shape)),
                    new LayerOperation("weight_gradient", FullyConnectedExamples.weightGradient(shape)),
                    new LayerOperation(
                            "bias_gradient",
                            BiasReluExamples.backward(
                                    new ActivationShape(shape.outputs(), 1, 1, batch),
                                    layer.activation("activation"))));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new FullyConnectedLayer(layer, site);
        }
    }
}
