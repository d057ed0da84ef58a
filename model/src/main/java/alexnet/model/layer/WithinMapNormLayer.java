package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.WithinMapNorm;
import alexnet.kernels.example.WithinMapNormExamples;
import java.util.List;

/** Local response normalisation over a square window of each map; the original program has it after its second LRN. */
public final class WithinMapNormLayer extends ParameterFreeLayer {

    /** {@code within_map_norm} in network files. */
    public static final LayerKind KIND = new Kind();

    private final ActivationShape shape;
    private final WithinMapNorm.Parameters parameters;
    private final WithinMapNorm norm;

    private WithinMapNormLayer(LayerSpec layer, Site site) {
        super(site);
        shape = site.input().batch(site.batch());
        parameters = parameters(layer);
        norm = new WithinMapNorm(site.kernels());
    }

    private static WithinMapNorm.Parameters parameters(LayerSpec layer) {
        return layer.normalisation(WithinMapNorm.Parameters::new);
    }

    @Override
    public void forward(Pass pass) {
        norm.forward(pass.stream(), shape, parameters, site.x(), site.y());
    }

    @Override
    void inputGradient(Pass pass) {
        norm.backward(pass.stream(), shape, parameters, site.x(), site.dy(), pass.workspace(), site.dx());
    }

    @Override
    public long workspaceBytes() {
        return site.dx() == null ? 0 : WithinMapNorm.workspaceBytes(shape);
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super("within_map_norm", Setting.ofNormalisation());
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            WithinMapNormLayer.parameters(layer);
            return input;
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ActivationShape shape = input.batch(batch);
            WithinMapNorm.Parameters constants = WithinMapNormLayer.parameters(layer);
            return LayerOperation.forwardAndBackward(
                    shape.toString(),
                    WithinMapNormExamples.forward(shape, constants),
                    WithinMapNormExamples.backward(shape, constants));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new WithinMapNormLayer(layer, site);
        }
    }
}
