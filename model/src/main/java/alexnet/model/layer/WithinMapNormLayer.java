package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.WithinMapNorm;
import alexnet.kernels.example.WithinMapNormExamples;
import java.util.List;

/** Local response normalisation over a square window of each map; the original program has it after its second LRN. */
public final class WithinMapNormLayer implements Layer {

    /** {@code within_map_norm} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final ActivationShape shape;
    private final WithinMapNorm.Parameters parameters;
    private final WithinMapNorm norm;

    private WithinMapNormLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = site.input().batch(site.batch());
        parameters = parameters(layer);
        norm = new WithinMapNorm(site.kernels());
    }

    private static WithinMapNorm.Parameters parameters(LayerSpec layer) {
        return new WithinMapNorm.Parameters(
                layer.integer("size"), (float) layer.number("k"), (float) layer.number("alpha"), (float)
                        layer.number("beta"));
    }

    @Override
    public void forward(Pass pass) {
        norm.forward(pass.stream(), shape, parameters, site.x(), site.y());
    }

    @Override
    public void backward(Pass pass) {
        if (site.dx() != null) {
            norm.backward(pass.stream(), shape, parameters, site.x(), site.dy(), pass.workspace(), site.dx());
        }
    }

    @Override
    public long workspaceBytes() {
        return site.dx() == null ? 0 : WithinMapNorm.workspaceBytes(shape);
    }

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "within_map_norm";
        }

        @Override
        public List<Setting> settings() {
            return Setting.ofNormalisation();
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
            return List.of(
                    new LayerOperation("forward", shape.toString(), WithinMapNormExamples.forward(shape, constants)),
                    new LayerOperation("backward", shape.toString(), WithinMapNormExamples.backward(shape, constants)));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new WithinMapNormLayer(layer, site);
        }
    }
}
