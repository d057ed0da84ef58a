package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Tanh;
import alexnet.kernels.example.TanhExamples;
import java.util.List;

/** y = a tanh(b x), the activation of the original program's tanh networks (paper, figure 1). */
public final class TanhLayer extends ParameterFreeLayer {

    /** {@code tanh} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Tanh.Parameters parameters;
    private final Tanh tanh;

    private TanhLayer(LayerSpec layer, Site site) {
        super(site);
        parameters = parameters(layer);
        tanh = new Tanh(site.kernels());
    }

    private static Tanh.Parameters parameters(LayerSpec layer) {
        return new Tanh.Parameters((float) layer.number("scale"), (float) layer.number("slope"));
    }

    @Override
    public void forward(Pass pass) {
        tanh.forward(pass.stream(), elements(), parameters, site.x(), site.y());
    }

    @Override
    void inputGradient(Pass pass) {
        tanh.backward(pass.stream(), elements(), parameters, site.y(), site.dy(), site.dx());
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super(
                    "tanh",
                    List.of(
                            Setting.number("scale", Double.MIN_VALUE, Double.POSITIVE_INFINITY, 1),
                            Setting.number("slope", Double.MIN_VALUE, Double.POSITIVE_INFINITY, 1)));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            TanhLayer.parameters(layer);
            return input;
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ActivationShape shape = input.batch(batch);
            Tanh.Parameters constants = TanhLayer.parameters(layer);
            return LayerOperation.forwardAndBackward(
                    shape.toString(),
                    TanhExamples.forward(shape.elements(), constants),
                    TanhExamples.backward(shape.elements(), constants));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new TanhLayer(layer, site);
        }
    }
}
