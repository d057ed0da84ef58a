package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;
import java.util.List;

/** Local response normalisation over the channels that this GPU holds; the window stops at the GPU's border. */
public final class LrnLayer implements Layer {

    /** {@code lrn} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final ActivationShape shape;
    private final Lrn.Parameters parameters;
    private final Lrn lrn;

    private LrnLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = site.input().batch(site.batch());
        parameters = parameters(layer);
        lrn = new Lrn(site.kernels());
    }

    private static Lrn.Parameters parameters(LayerSpec layer) {
        return new Lrn.Parameters(
                layer.integer("size"), (float) layer.number("k"), (float) layer.number("alpha"), (float)
                        layer.number("beta"));
    }

    @Override
    public void forward(Pass pass) {
        lrn.forward(pass.stream(), shape, parameters, site.x(), site.y());
    }

    @Override
    public void backward(Pass pass) {
        if (site.dx() != null) {
            lrn.backward(pass.stream(), shape, parameters, site.x(), site.dy(), site.dx());
        }
    }

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "lrn";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.integer("size", 1),
                    Setting.number("k", Double.MIN_VALUE, Double.POSITIVE_INFINITY),
                    Setting.number("alpha", 0, Double.POSITIVE_INFINITY),
                    Setting.number("beta", 0, Double.POSITIVE_INFINITY));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            LrnLayer.parameters(layer);
            return input;
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new LrnLayer(layer, site);
        }
    }
}
