package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;
import java.util.List;
import java.util.Optional;

/**
 * Local response normalisation over the channels that this GPU holds; the window stops at the GPU's border.
 *
 * <p>With a border it goes on over the nearest maps of the neighbouring GPUs, as Caffe's does over all maps. Forward, these
 * maps are there in front of and behind the own ones. Backward, dx_i sums dy_j x_j s_j^-1.75 over the window; for maps of a
 * neighbour only the neighbour has dy_j and all of s_j, so it makes these terms and sends them.
 */
public final class LrnLayer implements Layer {

    /** {@code lrn} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final ActivationShape shape;
    private final Lrn.Parameters parameters;
    private final Optional<Lrn.Border> border;
    private final Lrn lrn;

    private LrnLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = site.input().batch(site.batch());
        parameters = parameters(layer);
        border = site.border().map(neighbours -> new Lrn.Border(neighbours.lower(), neighbours.upper()));
        lrn = new Lrn(site.kernels());
    }

    private static Lrn.Parameters parameters(LayerSpec layer) {
        return new Lrn.Parameters(
                layer.integer("size"), (float) layer.number("k"), (float) layer.number("alpha"), (float)
                        layer.number("beta"));
    }

    @Override
    public void forward(Pass pass) {
        if (border.isPresent()) {
            lrn.borderForward(pass.stream(), shape, parameters, border.get(), site.x(), site.y());
        } else {
            lrn.forward(pass.stream(), shape, parameters, site.x(), site.y());
        }
    }

    @Override
    public void beforeBackward(Pass pass) {
        if (border.isPresent()) {
            lrn.borderTerms(
                    pass.stream(),
                    shape,
                    parameters,
                    border.get(),
                    site.x(),
                    site.dy(),
                    site.border().orElseThrow().terms());
        }
    }

    @Override
    public void backward(Pass pass) {
        if (border.isPresent()) {
            lrn.borderBackward(
                    pass.stream(),
                    shape,
                    parameters,
                    border.get(),
                    site.x(),
                    site.dy(),
                    site.border().orElseThrow().neighbours(),
                    site.dx());
        } else if (site.dx() != null) {
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
            return Setting.ofNormalisation();
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            LrnLayer.parameters(layer);
            return input;
        }

        @Override
        public int borderMaps(LayerSpec layer) {
            return LrnLayer.parameters(layer).half();
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new LrnLayer(layer, site);
        }
    }
}
