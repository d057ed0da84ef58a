package alexnet.model.layer;

import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Local;
import alexnet.kernels.example.BiasReluExamples;
import alexnet.kernels.example.LocalExamples;
import java.util.ArrayList;
import java.util.List;

/**
 * A locally connected layer with bias and activation: x (C,H,W,N) to y (K,P,Q,N) by weights (P,Q,K,C,R,S) and biases
 * (K,P,Q), a bank of filters for each pixel.
 */
public final class LocalLayer implements Layer {

    /** {@code local} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final ConvShape shape;
    private final ActivationShape biased;
    private final Activation activation;
    private final Local local;
    private final BiasRelu biasRelu;

    private LocalLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = shape(layer, site.input(), site.batch());
        biased = biased(shape);
        activation = layer.activation("activation");
        local = new Local(site.kernels());
        biasRelu = new BiasRelu(site.kernels());
    }

    /** The output as a bias sees it: one of its own for each value of an image. */
    private static ActivationShape biased(ConvShape shape) {
        return new ActivationShape(shape.output().features(), 1, 1, shape.batch());
    }

    @Override
    public void forward(Pass pass) {
        local.forward(
                pass.stream(),
                shape,
                site.x(),
                site.parameter(0).value(),
                site.parameter(1).value(),
                activation,
                site.y());
    }

    @Override
    public void backward(Pass pass) {
        boolean trainsWeights = pass.trains(site.parameter(0));
        if (!trainsWeights && !pass.trains(site.parameter(1)) && site.dx() == null) {
            return;
        }
        biasRelu.backward(
                pass.stream(),
                biased,
                activation,
                site.y(),
                site.dy(),
                site.parameter(1).gradient());
        if (trainsWeights) {
            local.weightGradient(
                    pass.stream(), shape, site.x(), site.dy(), site.parameter(0).gradient());
        }
        if (site.dx() != null) {
            local.dataGradient(pass.stream(), shape, site.parameter(0).value(), site.dy(), site.dx());
        }
    }

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public List<Setting> settings() {
            return Setting.ofConvolution();
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            ConvLayer.requireFit(layer, input);
            ConvShape shape = shape(layer, input, 1);
            return new ImageShape(shape.filters(), shape.outputHeight(), shape.outputWidth());
        }

        /** Weights are (P,Q,K,C,R,S), biases (K,P,Q). */
        @Override
        public int outputAxis(Parameter parameter) {
            return parameter.shape().size() == 6 ? 2 : 0;
        }

        @Override
        public List<Parameter> parameters(LayerSpec layer, ImageShape input) {
            ConvShape shape = shape(layer, input, 1);
            int rows = shape.outputHeight();
            int columns = shape.outputWidth();
            int size = shape.filterHeight();
            return List.of(
                    Parameter.weight(
                            layer.number("deviation"),
                            shape.fanIn(),
                            rows,
                            columns,
                            shape.filters(),
                            shape.channels(),
                            size,
                            size),
                    Parameter.bias(layer.number("bias"), shape.fanIn(), shape.filters(), rows, columns));
        }

        @Override
        public long multiplyAdds(LayerSpec layer, ImageShape input) {
            return shape(layer, input, 1).unsharedWeights();
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ConvShape shape = shape(layer, input, batch);
            List<LayerOperation> operations = new ArrayList<>();
            operations.add(new LayerOperation("forward", LocalExamples.forward(shape, Activation.RELU)));
            if (!layer.readsData()) {
                operations.add(new LayerOperation("data_gradient", LocalExamples.dataGradient(shape)));
            }
            operations.add(new LayerOperation("weight_gradient", LocalExamples.weightGradient(shape)));
            operations.add(new LayerOperation(
                    "bias_gradient", BiasReluExamples.backward(biased(shape), layer.activation("activation"))));
            return operations;
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new LocalLayer(layer, site);
        }
    }

    private static ConvShape shape(LayerSpec layer, ImageShape input, int batch) {
        int size = layer.integer("size");
        return new ConvShape(
                input.channels(),
                input.height(),
                input.width(),
                batch,
                layer.outputs("filters"),
                size,
                size,
                layer.integer("stride"),
                layer.integer("padding"));
    }
}
