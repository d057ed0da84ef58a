package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.LeakyRelu;
import alexnet.kernels.example.LeakyReluExamples;
import java.util.List;

/** y = x above 0, slope x elsewhere: a rectification whose gradient is nowhere 0 (Maas, Hannun and Ng, 2013). */
public final class LeakyReluLayer extends ParameterFreeLayer {

    /** {@code leaky_relu} in network files. */
    public static final LayerKind KIND = new Kind();

    private final float slope;
    private final LeakyRelu leakyRelu;

    private LeakyReluLayer(LayerSpec layer, Site site) {
        super(site);
        slope = slope(layer);
        leakyRelu = new LeakyRelu(site.kernels());
    }

    private static float slope(LayerSpec layer) {
        return LeakyRelu.requireSlope((float) layer.number("slope"));
    }

    @Override
    public void forward(Pass pass) {
        leakyRelu.forward(pass.stream(), elements(), slope, site.x(), site.y());
    }

    @Override
    void inputGradient(Pass pass) {
        leakyRelu.backward(pass.stream(), elements(), slope, site.y(), site.dy(), site.dx());
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super("leaky_relu", List.of(Setting.number("slope", Float.MIN_NORMAL, 1, 0.01)));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            // The largest numbers below 1 are 1 as float.
            LeakyReluLayer.slope(layer);
            return input;
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ActivationShape shape = input.batch(batch);
            float slope = LeakyReluLayer.slope(layer);
            return LayerOperation.forwardAndBackward(
                    shape.toString(),
                    LeakyReluExamples.forward(shape.elements(), slope),
                    LeakyReluExamples.backward(shape.elements(), slope));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new LeakyReluLayer(layer, site);
        }
    }
}
