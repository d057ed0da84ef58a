package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Relu;
import alexnet.kernels.example.ReluExamples;
import java.util.List;

/** ReLU as a separate layer, for networks that have it after pooling or normalisation. */
public final class ReluLayer implements Layer {

    /** {@code relu} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final int elements;
    private final Relu relu;

    private ReluLayer(Site site) {
        this.site = site;
        elements = site.input().batch(site.batch()).elements();
        relu = new Relu(site.kernels());
    }

    @Override
    public void forward(Pass pass) {
        relu.forward(pass.stream(), elements, site.x(), site.y());
    }

    @Override
    public void backward(Pass pass) {
        if (site.dx() != null) {
            relu.backward(pass.stream(), elements, site.y(), site.dy(), site.dx());
        }
    }

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "relu";
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            return input;
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ActivationShape shape = input.batch(batch);
            return List.of(
                    new LayerOperation("forward", shape.toString(), ReluExamples.forward(shape.elements())),
                    new LayerOperation("backward", shape.toString(), ReluExamples.backward(shape.elements())));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new ReluLayer(site);
        }
    }
}
