package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Relu;
import alexnet.kernels.example.ReluExamples;
import java.util.List;

/** ReLU as a separate layer, for networks that have it after pooling or normalisation. */
public final class ReluLayer extends ParameterFreeLayer {

    /** {@code relu} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Relu relu;

    private ReluLayer(Site site) {
        super(site);
        relu = new Relu(site.kernels());
    }

    @Override
    public void forward(Pass pass) {
        relu.forward(pass.stream(), elements(), site.x(), site.y());
    }

    @Override
    void inputGradient(Pass pass) {
        relu.backward(pass.stream(), elements(), site.y(), site.dy(), site.dx());
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super("relu", List.of());
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ActivationShape shape = input.batch(batch);
            return LayerOperation.forwardAndBackward(
                    shape.toString(), ReluExamples.forward(shape.elements()), ReluExamples.backward(shape.elements()));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new ReluLayer(site);
        }
    }
}
